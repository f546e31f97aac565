import { z } from 'zod'
import { BatchRow, BatchSort, BatchState } from '../../engine/contract/batches.ts'

/** What the address of the batches screen may say. Anything else in it is as if it were not there. */
export const BatchSearch = z.object({
  producer: z.coerce.number().int().positive().optional().catch(undefined),
  state: BatchState.optional().catch(undefined),
  file: z.string().max(255).optional().catch(undefined),
  /** Days on which it was received. */
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  by: BatchSort.shape.by.catch('receivedAt').default('receivedAt'),
  direction: BatchSort.shape.direction.catch('descending').default('descending'),
  open: z.coerce.number().int().positive().optional().catch(undefined),
  /** Of the open batch: which rows are listed, and whose place in the file is shown. */
  outcome: BatchRow.shape.outcome.optional().catch(undefined),
  code: z.string().max(40).optional().catch(undefined),
  line: z.coerce.number().int().positive().optional().catch(undefined),
  /** The line is looked at in its file: that takes the focus. */
  look: z.literal('file').optional().catch(undefined),
})
export type BatchSearch = z.infer<typeof BatchSearch>

export type ChangeSearch = (changed: Partial<BatchSearch>, options?: { replace?: boolean }) => void

export const noFilter = {
  producer: undefined,
  state: undefined,
  file: undefined,
  from: undefined,
  to: undefined,
} as const
