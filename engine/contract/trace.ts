/** From what stands on an account to the line of the file that moved it, as far as a thing has them. */
import { z } from 'zod'
import { Resolution } from './exceptions.ts'
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
  from('match', { match: z.int().min(1) }),
  /** A line of a statement. */
  from('line', { line: z.int().min(1) }),
  from('expected', { expected: z.int().min(1) }),
  from('fund_request', { request: z.int().min(1) }),
  /** What it came to when it was approved. */
  from('proposal', { proposal: z.int().min(1) }),
])
export type TraceFrom = z.infer<typeof TraceFrom>

/** What became of a row of a file, by now. */
export const rowOutcomes = ['posted', 'repeat', 'conflict', 'fault', 'held', 'rejected', 'unposted'] as const

export const RowBecame = z.object({
  /** `unposted`: its batch is not posted, or nobody has come to it yet. */
  outcome: z.enum(rowOutcomes),
  /** Why it was not simply posted; of a held one, what it waits for. */
  code: z.string().nullable(),
  /** What was decided about it, or about all rows of its case. */
  decision: Resolution.nullable(),
  /** The case that is, or was, about it. */
  exception: z.int().nullable(),
  /** The row that had its TxId before. */
  first: z.object({ batch: z.int(), line: z.int() }).nullable(),
})
export type RowBecame = z.infer<typeof RowBecame>

/** What moved the same money on: a reversal, refund, correction or payout of it, or of one of these. */
export const MovedOn = z.object({
  transaction: z.int(),
  kind: z.string(),
  amount: z.int(),
  currency: z.string(),
  at: z.iso.datetime(),
})
export type MovedOn = z.infer<typeof MovedOn>

/** Nobody reads more of them than this; they are the first. */
export const movedOnMax = 20

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
  /** The match in which the posting, or the line of the statement, stands now. */
  match: z.object({ match: z.int(), account: z.string(), currency: z.string() }).nullable(),
  /** The first line of a statement in that match, or the one that it began with. */
  statement: z.object({ statement: z.int(), line: z.int(), seq: z.int() }).nullable(),
  /** Where it is about a row. */
  became: RowBecame.nullable(),
  movedOn: z.array(MovedOn),
  /** How much of the transaction nothing has undone; null without one. */
  left: z.int().nullable(),
})
export type Trace = z.infer<typeof Trace>

export const trace = {
  of: procedure({
    method: 'POST',
    path: '/trace',
    summary:
      'The balance, posting, entry, row, line of a file and match that belong together, and what moved the money on',
    access: 'batches.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ of: TraceFrom }))
    .output(Trace),
}
