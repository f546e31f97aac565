import { z } from 'zod'
import { ClientId } from './client-id.ts'
import { Amount, plainText } from './money.ts'

/** The fields of a row as they are posted; the producer is the batch's. */
export const RowFields = z.strictObject({
  occurredAt: z.iso.datetime(),
  client: ClientId,
  location: plainText(128),
  txId: plainText(128),
  type: z.enum(['TopUp', 'Payment']),
  amount: Amount,
})
export type RowFields = z.infer<typeof RowFields>

/** Lines from one to another, both included. */
export const LineRange = z
  .tuple([z.int().min(1), z.int().min(1)])
  .refine(([from, to]) => from <= to, 'ends before it begins')
export const LineRanges = z.array(LineRange).min(1).max(1_000)
export type LineRanges = z.infer<typeof LineRanges>

/** So many rows are posted at once at most, and so many are corrected in one proposal. */
export const rowsAtOnceMax = 20_000
export const rowsCorrectedMax = 500

export const CorrectedRow = z.strictObject({ line: z.int().min(1), row: RowFields })
export type CorrectedRow = z.infer<typeof CorrectedRow>
