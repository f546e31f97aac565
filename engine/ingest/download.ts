/**
 * Handing out a batch's file as it was dropped: it is the one way by which card numbers leave unmasked, so that somebody
 * takes it is in the audit chain before the first byte of it goes.
 */

import { fileTooLarge } from '../contract/batches.ts'
import { notFound } from '../contract/fault.ts'
import { sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { fault } from '../router/faults.ts'
import type { ArchivedBatch } from './batch-queries.ts'
import { DownloadedFile, wholeFile } from './downloaded-file.ts'

/** Over a window's line a file is copied a few times on its way; a larger one is asked for in parts. */
const messageBytesMax = 8 * 2 ** 20

export async function downloadOf(context: GuardedContext, id: number): Promise<File> {
  const { intake } = await context.engine.opened()
  const batch = await getArchived(context, id)
  const { archive, name, bytes } = batch
  const isStreamed = context.source === 'rest' || context.source === 'cli'
  if (!isStreamed && bytes > messageBytesMax)
    throw fault('file_too_large', fileTooLarge.status, { bytes, bytesMax: messageBytesMax })
  await noteExport(context, id, batch)
  const parts = intake.files.parts(archive)
  return isStreamed ? DownloadedFile.of({ name, bytes, parts }) : wholeFile(name, parts)
}

export async function partOf(
  context: GuardedContext,
  { id, offset }: Readonly<{ id: number; offset: number }>,
): Promise<Readonly<{ base64: string; bytes: number; next: number | null }>> {
  const { intake } = await context.engine.opened()
  const batch = await getArchived(context, id)
  const reader = context.token ?? ''
  const from = { archive: batch.archive, offset }
  if (!intake.files.goesOn(reader, from)) await noteExport(context, id, batch)
  const { bytes, last } = await intake.files.part(reader, from)
  return {
    base64: Buffer.from(bytes).toString('base64'),
    bytes: batch.bytes,
    next: last ? null : offset + bytes.length,
  }
}

/** A batch's file in the archive; who asks for a batch that is not there hears so. */
export async function getArchived({ engine }: GuardedContext, id: number): Promise<ArchivedBatch> {
  const { store } = await engine.opened()
  const archived = await store.read('batches.archived', { batch: id })
  if (archived === null) throw unknownBatch(id)
  return archived
}

export const unknownBatch = (id: number): Error =>
  fault('not_found', notFound.status, { noun: 'batch', id: String(id) })

async function noteExport(context: GuardedContext, id: number, { name, bytes, sha256 }: ArchivedBatch): Promise<void> {
  const { store } = await context.engine.opened()
  const detail = { file: name, bytes, sha256, source: context.source }
  const note = { action: 'batches.download', subject: `batch:${id}`, outcome: 'begun', detail }
  await store.write('audit.note', note, sessionOf(context).user.name)
}
