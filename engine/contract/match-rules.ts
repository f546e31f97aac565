/**
 * By which rules lines and postings are matched, in the order in which they stand. They are a setting, so that they change by
 * proposal, and every match says under which version it was made.
 */
import { z } from 'zod'
import { plainText } from './money.ts'

export const matchRuleKinds = [
  /** One line and one posting that share a reference. */
  'reference',
  /** All lines and all postings that share a reference. */
  'reference_group',
  /** A line and the postings of one batch, in sum. */
  'batch',
  /** A line and the postings of one day, or a posting and the lines of one day, in sum. */
  'day',
  /** One line and one posting of the same amount. */
  'amount',
  /** A line and some postings that come to it, or a posting and some lines, as far as a search looks. */
  'search',
] as const
export const MatchRuleKind = z.enum(matchRuleKinds)
export type MatchRuleKind = z.infer<typeof MatchRuleKind>

export const reconcilableKinds = ['omnibus', 'gateway', 'clearing'] as const
export const ReconcilableKind = z.enum(reconcilableKinds)
export type ReconcilableKind = z.infer<typeof ReconcilableKind>

/** Where a residue may be posted to. */
export const residueAccounts = ['fee-expense', 'fee-income', 'write-off', 'suspense'] as const
export const ResidueAccount = z.enum(residueAccounts)
export type ResidueAccount = z.infer<typeof ResidueAccount>

const Days = z.int().min(0).max(366)

export const MatchRule = z.strictObject({
  /** What matches name it by; a rule that means something else is another rule. */
  id: z
    .string()
    .max(40)
    .regex(/^[a-z0-9][a-z0-9-]*$/),
  name: plainText(80),
  isOn: z.boolean(),
  accounts: z.array(ReconcilableKind).min(1),
  by: MatchRuleKind,
  /** So many days may a posting stand before its line, and behind it. */
  daysBefore: Days,
  daysAfter: Days,
  /** Whether who paid or was paid must be the same, may not be known to be another, or is not looked at. */
  party: z.enum(['same', 'not_other', 'any']),
  /** What lines and postings may differ by. */
  tolerance: z
    .strictObject({
      /** At most so much, in minor units. */
      amount: z.int().min(0).max(100_000_000),
      /** And at most so much of the postings' sum, in hundredths of a percent. */
      basisPoints: z.int().min(0).max(10_000),
      /** Or exactly what the line says was kept of it as charges. */
      statedCharges: z.boolean(),
      residueTo: ResidueAccount,
    })
    .nullable(),
  /** A suggestion waits for a person. */
  effect: z.enum(['match', 'suggest']),
})
export type MatchRule = z.infer<typeof MatchRule>

export const matching = z.object({
  /** A business day is cut off so many days after it, at this time of the zone: then its matches are final. */
  cutOff: z.object({
    daysAfter: z.int().min(0).max(31),
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  }),
  /** What is unmatched for so many days behind its day becomes an exception. */
  unmatchedAfterDays: z.int().min(1).max(366),
  /** How many sums the search tries for one item before it says that it stopped. */
  searchSteps: z.int().min(1_000).max(10_000_000),
  rules: z.array(MatchRule).max(50),
})
