import { z } from 'zod'
import { notFound } from './fault.ts'
import { OpenedView, pageInput, pageOf, viewExpired, viewRange } from './page.ts'
import { procedure } from './procedure.ts'

export const batchStates = [
  'received',
  'checking',
  'held',
  'rejected',
  'posting',
  'posted',
  'reconciled',
  'reversed',
] as const
export const BatchState = z.enum(batchStates)
export type BatchState = z.infer<typeof BatchState>

export const Batch = z.object({
  id: z.int(),
  /** The producer's number. */
  producer: z.int(),
  producerCode: z.string(),
  producerName: z.string(),
  /** The base name of the file that was dropped. */
  file: z.string(),
  state: BatchState,
  /** The row equation: rows = posted + repeats + conflicts + faults + held + unposted, as of sealing. */
  rows: z.int(),
  posted: z.int(),
  repeats: z.int(),
  conflicts: z.int(),
  faults: z.int(),
  held: z.int(),
  unposted: z.int(),
  /** Held rows that are still held; `held` stays what it was at sealing. */
  heldNow: z.int(),
  /** Money of the posted rows. */
  sum: z.int(),
  currency: z.string(),
  reasons: z.array(z.string()),
  receivedAt: z.iso.datetime(),
  sealedAt: z.iso.datetime().nullable(),
  bytes: z.int(),
  /** Bytes of the file read so far: what a progress bar shows. */
  bytesDone: z.int(),
  sha256: z.string(),
})
export type Batch = z.infer<typeof Batch>

export const BatchRow = z.object({
  line: z.int(),
  outcome: z.enum(['fault', 'conflict', 'repeat', 'held']),
  code: z.string(),
  field: z.string().nullable(),
  found: z.string().nullable(),
  /** The line as it stood in the file, card numbers masked. */
  raw: z.string(),
})
export type BatchRow = z.infer<typeof BatchRow>

export const BatchFilter = z.object({
  producer: z.coerce.number().int().optional(),
  state: BatchState.optional(),
  file: z.string().max(255).optional(),
})
export type BatchFilter = z.infer<typeof BatchFilter>

export const BatchSort = z.object({
  by: z.enum(['receivedAt', 'producer', 'file', 'state', 'rows', 'sum', 'faults']),
  direction: z.enum(['ascending', 'descending']),
})
export type BatchSort = z.infer<typeof BatchSort>

export const batches = {
  list: procedure({ method: 'GET', path: '/batches', summary: 'Batches, newest first', access: 'batches.read' })
    .input(BatchFilter.extend(pageInput))
    .output(pageOf(Batch)),
  get: procedure({ method: 'GET', path: '/batches/{id}', summary: 'One batch', access: 'batches.read' })
    .errors({ not_found: notFound })
    .input(z.object({ id: z.coerce.number().int() }))
    .output(Batch),
  rows: procedure({
    method: 'GET',
    path: '/batches/{id}/rows',
    summary: 'The rows of a batch that were not simply posted, in line order',
    access: 'batches.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: z.coerce.number().int(), ...pageInput }))
    .output(pageOf(BatchRow)),
  line: procedure({
    method: 'GET',
    path: '/batches/{id}/lines/{line}',
    summary: 'A line of a batch as it stood in the file, card numbers masked: what a posting was made of',
    access: 'batches.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: z.coerce.number().int(), line: z.coerce.number().int().min(1) }))
    .output(z.object({ batch: z.int(), line: z.int(), raw: z.string() })),
  openView: procedure({
    method: 'POST',
    path: '/batches/views',
    summary: 'Fix the batches that match, in order, to be read by position',
    access: 'batches.read',
  })
    .input(
      z.object({
        filter: BatchFilter.default({}),
        sort: BatchSort.default({ by: 'receivedAt', direction: 'descending' }),
      }),
    )
    .output(OpenedView),
  viewRows: procedure({
    method: 'GET',
    path: '/batches/views/{view}',
    summary: 'Batches of a view from one position up to another',
    access: 'batches.read',
  })
    .errors({ view_expired: viewExpired })
    .input(z.object(viewRange))
    .output(z.object({ items: z.array(Batch) })),
}
