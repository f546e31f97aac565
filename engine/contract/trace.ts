/** From what stands on an account to the line of the file that moved it, as far as a thing has them. */
import { z } from 'zod'
import { notFound } from './fault.ts'
import { AccountCode, CurrencyCode, TransactionNumber } from './money.ts'
import { procedure } from './procedure.ts'

const from = <F extends string, S extends z.ZodRawShape>(name: F, shape: S) =>
  z.strictObject({ from: z.literal(name), ...shape })

export const TraceFrom = z.discriminatedUnion('from', [
  from('case', { exception: z.int().min(1) }),
  from('batch', { batch: z.int().min(1) }),
  from('row', { batch: z.int().min(1), line: z.int().min(1) }),
  from('transaction', {
    transaction: TransactionNumber,
    /** One of its postings; else the first. */
    posting: z.int().min(1).optional(),
  }),
  /** What moved it last. */
  from('account', { account: AccountCode, currency: CurrencyCode.optional() }),
])
export type TraceFrom = z.infer<typeof TraceFrom>

/** Each part is null where there is none, or where whoever asks may not see it. */
export const Trace = z.object({
  /** The client's account where one of the two is a client's. */
  balance: z
    .object({ account: z.string(), currency: z.string(), client: z.string().nullable(), balance: z.int() })
    .nullable(),
  posting: z.object({ seq: z.int(), transaction: z.int(), account: z.string() }).nullable(),
  entry: z.object({ transaction: z.int(), kind: z.string() }).nullable(),
  row: z.object({ batch: z.int(), line: z.int() }).nullable(),
  /** The file itself where it is about no single line of it. */
  file: z.object({ batch: z.int(), file: z.string(), line: z.int().nullable() }).nullable(),
})
export type Trace = z.infer<typeof Trace>

export const trace = {
  of: procedure({
    method: 'POST',
    path: '/trace',
    summary: 'The balance, posting, entry, row and line of a file that belong together',
    access: 'batches.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ of: TraceFrom }))
    .output(Trace),
}
