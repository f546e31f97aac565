import { z } from 'zod'
import { notFound } from './fault.ts'
import { plainText } from './money.ts'
import { OpenedView, pageInput, pageOf, viewExpired, viewRange } from './page.ts'
import { procedure } from './procedure.ts'
import { SpokenRule } from './rule-facts.ts'

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

/** In what a batch and its archived file can differ. */
export const batchDifferences = [
  'file_missing',
  'file_damaged',
  'file_unreadable',
  'file_changed',
  'row_unaccounted',
  'row_not_in_file',
  'row_twice',
  'judged_otherwise',
  'repeat_of_nothing',
  'posting_missing',
  'posting_unexpected',
  'posting_differs',
  'held_differs',
  'count_differs',
  'root_differs',
] as const

export const BatchDifference = z.object({
  /** Null where it is about the file or the batch as a whole. */
  line: z.int().nullable(),
  what: z.enum(batchDifferences),
  /** The field of the row, or the figure of the batch; money is in minor units. */
  field: z.string().nullable(),
  /** As the file says it. */
  expected: z.string().nullable(),
  /** As the books have it. */
  found: z.string().nullable(),
})
export type BatchDifference = z.infer<typeof BatchDifference>

/** The last time that its archived file was read again and compared with the books, row by row. */
export const BatchVerification = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  by: z.string(),
  outcome: z.enum(['agrees', 'differs']),
  /** Rows of the file that were compared. */
  rows: z.int(),
  differences: z.int(),
  /** The first of them. */
  first: z.array(BatchDifference),
})
export type BatchVerification = z.infer<typeof BatchVerification>

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
  /** The root hash over its postings that the seal put into the audit chain; null where nothing was posted. */
  root: z.string().nullable(),
  bytes: z.int(),
  /** Bytes of the file read so far: what a progress bar shows. */
  bytesDone: z.int(),
  sha256: z.string(),
  /** What the file turned out to be; null while it was not checked, or could not be read. */
  format: z.string().nullable(),
  encoding: z.string().nullable(),
  /** The version of the producer's agreement that judged it. */
  agreement: z.int().nullable(),
  /** The batch rules that spoke: what each does, what it expected and what it found. */
  verdict: z.array(SpokenRule),
  /** Rows that were posted and are worth a word all the same: how many, and the first of their lines. */
  warnings: z.array(z.object({ code: z.string(), rows: z.int(), lines: z.array(z.int()) })),
  /** The money of all rows of the file whose amount can be read, as text because it may be more than a number holds. */
  fileSum: z.string().nullable(),
  /** When the first and the last of its rows happened. */
  firstAt: z.iso.datetime().nullable(),
  lastAt: z.iso.datetime().nullable(),
  checkedAt: z.iso.datetime().nullable(),
  postingSince: z.iso.datetime().nullable(),
  /** The proposal by which it was released although a rule had held it. */
  releasedBy: z.int().nullable(),
  /** Set once it was reversed: by which proposal, and how many of its posted rows have been undone so far. */
  reversal: z.object({ proposal: z.int(), rows: z.int(), rowsDone: z.int() }).nullable(),
  /** When it was last compared with its archived file; null while it never was. */
  verifiedAt: z.iso.datetime().nullable(),
  verification: BatchVerification.nullable(),
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
  /** The first and the last day on which it was received, of the workspace's zone. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
})
export type BatchFilter = z.infer<typeof BatchFilter>

export const BatchSort = z.object({
  by: z.enum(['receivedAt', 'producer', 'file', 'state', 'rows', 'sum', 'faults']),
  direction: z.enum(['ascending', 'descending']),
})
export type BatchSort = z.infer<typeof BatchSort>

/** Why nothing can be decided about a batch as it stands. */
export const batchFaults = {
  batch_not_held: { status: 409, data: z.object({ batch: z.int(), state: BatchState }) },
  batch_partly_posted: { status: 409, data: z.object({ batch: z.int(), posted: z.int() }) },
} as const

/** Only what is sealed stands still enough to be held against its file. */
export const batchNotSealed = { status: 409, data: z.object({ batch: z.int(), state: BatchState }) } as const

/** Over a line that carries whole messages a large file would fill the memory of both ends; there it is read in parts. */
export const fileTooLarge = { status: 413, data: z.object({ bytes: z.int(), bytesMax: z.int() }) } as const

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
    .input(
      z.object({
        id: z.coerce.number().int(),
        outcome: BatchRow.shape.outcome.optional(),
        code: z.string().max(40).optional(),
        ...pageInput,
      }),
    )
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
  context: procedure({
    method: 'GET',
    path: '/batches/{id}/lines/{line}/context',
    summary: 'A line with those around it, as they stood in the file, card numbers masked',
    access: 'batches.read',
  })
    .errors({ not_found: notFound })
    .input(
      z.object({
        id: z.coerce.number().int(),
        line: z.coerce.number().int().min(1),
        around: z.coerce.number().int().min(0).max(20).default(2),
      }),
    )
    .output(z.object({ items: z.array(z.object({ line: z.int(), raw: z.string() })) })),
  counts: procedure({
    method: 'GET',
    path: '/batches/{id}/counts',
    summary: 'How many rows of a batch each code stands on: faults, conflicts, repeats and what is held',
    access: 'batches.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: z.coerce.number().int() }))
    .output(
      z.object({
        items: z.array(z.object({ outcome: BatchRow.shape.outcome, code: z.string(), rows: z.int() })),
      }),
    ),
  reject: procedure({
    method: 'POST',
    path: '/batches/{id}/reject',
    summary: 'Reject a held batch: nothing of it is posted any more',
    access: 'batches.decide',
  })
    .errors({ not_found: notFound, ...batchFaults })
    .input(z.object({ id: z.coerce.number().int(), reason: plainText(500) }))
    .output(Batch),
  recheck: procedure({
    method: 'POST',
    path: '/batches/{id}/recheck',
    summary: 'Check a held or rejected batch of which nothing is posted again, by the agreement that is in force now',
    access: 'batches.decide',
  })
    .errors({ not_found: notFound, ...batchFaults })
    .input(z.object({ id: z.coerce.number().int(), reason: plainText(500) }))
    .output(Batch),
  verify: procedure({
    method: 'POST',
    path: '/batches/{id}/verify',
    summary: 'Read the archived file of a sealed batch again and compare it with the books, row by row',
    access: 'batches.decide',
  })
    .errors({ not_found: notFound, batch_not_sealed: batchNotSealed })
    .input(z.object({ id: z.coerce.number().int() }))
    .output(Batch),
  download: procedure({
    method: 'GET',
    path: '/batches/{id}/file',
    summary: 'The file of a batch as it was dropped. Card numbers are not masked in it, so it needs its own permission',
    access: 'batches.download',
  })
    .errors({ not_found: notFound, file_too_large: fileTooLarge })
    .input(z.object({ id: z.coerce.number().int() }))
    .output(z.file()),
  downloadPart: procedure({
    method: 'GET',
    path: '/batches/{id}/file/parts',
    summary: 'A part of the file of a batch as it was dropped; asked for one after another, they are the whole of it',
    access: 'batches.download',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: z.coerce.number().int(), offset: z.coerce.number().int().min(0).default(0) }))
    /** `next` is where the next part begins; null behind the last one. */
    .output(z.object({ base64: z.string(), bytes: z.int(), next: z.int().nullable() })),
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
