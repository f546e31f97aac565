/** What a draft of the matching rules would have done with the items of some days, held against the rules in force. */
import { z } from 'zod'
import { ReconciledItem } from './reconciled-items.ts'

const Day = z.iso.date()
const Sum = z.string()

export const BacktestSide = z.object({ matches: z.int(), lines: z.int(), money: Sum })
export const Backtest = z.object({
  account: z.string(),
  currency: z.string(),
  days: z.object({ from: Day, to: Day }),
  lines: z.int(),
  postings: z.int(),
  inForce: BacktestSide,
  draft: BacktestSide,
  /** Lines that only the one or the other explains, or explains otherwise. */
  gained: BacktestSide,
  lost: BacktestSide,
  changed: BacktestSide,
  /** By rule, what it matches in force and in the draft. */
  byRule: z.array(z.object({ rule: z.string(), name: z.string(), inForce: BacktestSide, draft: BacktestSide })),
  /** What would go to which account as a residue. */
  residues: z.array(z.object({ to: z.string(), inForce: Sum, draft: Sum })),
  /** Items that would be left for people. */
  leftInForce: z.object({ lines: z.int(), postings: z.int() }),
  leftInDraft: z.object({ lines: z.int(), postings: z.int() }),
  examples: z.array(
    z.object({
      what: z.enum(['gained', 'lost', 'changed']),
      line: ReconciledItem,
      inForce: z.array(ReconciledItem),
      draft: z.array(ReconciledItem),
      rule: z.string().nullable(),
    }),
  ),
})
export type Backtest = z.infer<typeof Backtest>
