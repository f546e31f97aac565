/** Handing out a batch's file as it was dropped. */
import { notFound } from '../contract/fault.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { fault } from '../router/faults.ts'
import type { ArchivedBatch } from './batch-queries.ts'
import { type HandedOut, type HandedPart, handOut, handOutPart } from './hand-out.ts'

export const downloadOf = async (context: GuardedContext, id: number): Promise<File> =>
  handOut(context, await getArchived(context, id), asOf(id))

export const partOf = async (
  context: GuardedContext,
  { id, offset }: Readonly<{ id: number; offset: number }>,
): Promise<HandedPart> => handOutPart(context, await getArchived(context, id), { ...asOf(id), offset })

const asOf = (id: number): HandedOut => ({ action: 'batches.download', subject: `batch:${id}` })

/** A batch's file in the archive; who asks for a batch that is not there hears so. */
export async function getArchived({ engine }: GuardedContext, id: number): Promise<ArchivedBatch> {
  const { store } = await engine.opened()
  const archived = await store.read('batches.archived', { batch: id })
  if (archived === null) throw unknownBatch(id)
  return archived
}

export const unknownBatch = (id: number): Error =>
  fault('not_found', notFound.status, { noun: 'batch', id: String(id) })
