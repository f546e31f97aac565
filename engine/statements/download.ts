/** Handing out a file of statements as it came. */
import { notFound } from '../contract/fault.ts'
import { type HandedOut, type HandedPart, handOut, handOutPart, type KeptFile } from '../ingest/hand-out.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { fault } from '../router/faults.ts'

export const downloadOf = async (context: GuardedContext, id: number): Promise<File> =>
  handOut(context, await getArchived(context, id), asOf(id))

export const partOf = async (
  context: GuardedContext,
  { id, offset }: Readonly<{ id: number; offset: number }>,
): Promise<HandedPart> => handOutPart(context, await getArchived(context, id), { ...asOf(id), offset })

const asOf = (id: number): HandedOut => ({ action: 'statements.download', subject: `statement-file:${id}` })

async function getArchived({ engine }: GuardedContext, id: number): Promise<KeptFile> {
  const { store } = await engine.opened()
  const archived = await store.read('statements.archived', { file: id })
  if (archived === null) throw fault('not_found', notFound.status, { noun: 'statement_file', id: String(id) })
  return archived
}
