/**
 * Did the money move as everyone said? Both sides of an account as items, what explains what and by which rule, and what is
 * left. Amounts are as the account sees them: what came in is positive. Sums may pass what a number holds, so they are text.
 */
import { z } from 'zod'
import { Backtest } from './backtests.ts'
import { notFound } from './fault.ts'
import { matchFaults } from './match-faults.ts'
import { MatchRate } from './match-rate.ts'
import { matching, ResidueAccount } from './match-rules.ts'
import { AccountCode, CurrencyCode, plainText } from './money.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'
import { ItemSide, ReconciledItem } from './reconciled-items.ts'

const Day = z.iso.date()
const Sum = z.string()
/** A line or a posting; below zero a part of one. */
export const ItemNumber = z.int().refine((item) => item !== 0)
const ItemInPath = z.coerce
  .number()
  .int()
  .refine((item) => item !== 0)
const Account = { account: AccountCode.meta({ examples: ['omnibus:main'] }), currency: CurrencyCode.optional() }

/** How long items have waited, and what they come to. */
export const AgeBand = z.object({
  fromDays: z.int(),
  toDays: z.int().nullable(),
  lines: z.int(),
  lineSum: Sum,
  postings: z.int(),
  postingSum: Sum,
})
export type AgeBand = z.infer<typeof AgeBand>

export const RuleCount = z.object({ matches: z.int(), lines: z.int(), postings: z.int() })

export const ReconciliationRun = z.object({
  id: z.int(),
  account: z.string(),
  currency: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  by: z.string(),
  /** Whether everything that is open was looked at, or only around what is new. */
  isWhole: z.boolean(),
  ruleVersion: z.int(),
  lines: z.int(),
  postings: z.int(),
  byRule: z.record(z.string(), RuleCount),
  suggestions: z.int(),
  /** Items of which the search ended at its bound. */
  bounded: z.int(),
  openLines: z.int().nullable(),
  openPostings: z.int().nullable(),
})
export type ReconciliationRun = z.infer<typeof ReconciliationRun>

export const AccountReconciliation = z.object({
  account: z.string(),
  currency: z.string(),
  kind: z.string(),
  openLines: z.int(),
  openPostings: z.int(),
  lineSum: Sum,
  postingSum: Sum,
  suggestions: z.int(),
  /** Up to and with this day matches are final. */
  cutOffDay: Day.nullable(),
  /** Where the first statement begins, if it says an opening balance: what was posted before may be in that. */
  openingDay: Day.nullable(),
  lastRun: ReconciliationRun.nullable(),
  ages: z.array(AgeBand),
  /** Of the lines of the last days. */
  matched: MatchRate,
})
export type AccountReconciliation = z.infer<typeof AccountReconciliation>

export const MatchState = z.enum(['provisional', 'final', 'undone'])
export type MatchState = z.infer<typeof MatchState>

export const ReconciliationMatch = z.object({
  id: z.int(),
  account: z.string(),
  currency: z.string(),
  state: MatchState,
  /** Null where a person made it. */
  rule: z.string().nullable(),
  ruleName: z.string().nullable(),
  ruleVersion: z.int(),
  day: Day,
  lines: z.int(),
  postings: z.int(),
  lineSum: z.int(),
  postingSum: z.int(),
  residue: z.int(),
  residueTo: z.string().nullable(),
  residueTransaction: z.int().nullable(),
  /** What it was found by: which fields say the same, how many days lie between, what the line states as charges. */
  evidence: z.record(z.string(), z.json()),
  madeAt: z.iso.datetime(),
  madeBy: z.string().nullable(),
  reason: z.string().nullable(),
  proposal: z.int().nullable(),
  endedAt: z.iso.datetime().nullable(),
  endedBy: z.string().nullable(),
  endedWhy: z.string().nullable(),
})
export type ReconciliationMatch = z.infer<typeof ReconciliationMatch>

export const MatchSuggestion = z.object({
  id: z.int(),
  rule: z.string(),
  ruleName: z.string().nullable(),
  score: z.int(),
  why: z.string(),
  evidence: z.record(z.string(), z.json()),
  lineSum: z.int(),
  postingSum: z.int(),
  residue: z.int(),
  items: z.array(ReconciledItem),
})
export type MatchSuggestion = z.infer<typeof MatchSuggestion>

/** A posting from before the first statement, which its opening balance has already, and who said so. */
export const OpeningItem = z.object({
  posting: ReconciledItem,
  reason: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
})
export type OpeningItem = z.infer<typeof OpeningItem>

/** One term of the proof, as it stands in the equation: already with its sign. */
export const ProofTerm = z.object({
  term: z.enum([
    'wallets',
    'pending',
    'payout',
    'suspense',
    'fee_income',
    'gateway',
    'clearing',
    'fee_expense',
    'write_off',
    'receivable',
    'other_banks',
    'lines_not_posted',
    'postings_not_at_bank',
  ]),
  sum: Sum,
  /** Accounts or items that it is made of. */
  rows: z.int(),
})
export type ProofTerm = z.infer<typeof ProofTerm>

export const OmnibusProof = z.object({
  account: z.string(),
  currency: z.string(),
  day: Day,
  /** What the bank says at the end of the day, or said last before it; null where no statement says a balance. */
  bankClosing: Sum.nullable(),
  statement: z.int().nullable(),
  /** At whose end the bank had that: an earlier day where its last statement ends before. */
  bankDay: Day.nullable(),
  /** Whether statements say what the bank had at the end of this day. Where none does, nothing is proven and nothing breaks. */
  isTold: z.boolean(),
  ledger: Sum,
  terms: z.array(ProofTerm),
  /** What the terms come to. */
  expected: Sum,
  /** What the bank has more than is explained; null without a statement. */
  difference: Sum.nullable(),
  /** The smallest set of items found that comes to the difference, and whether the search ended at its bound. */
  explanation: z.object({ items: z.array(ReconciledItem), bounded: z.boolean() }).nullable(),
})
export type OmnibusProof = z.infer<typeof OmnibusProof>

const Items = z.array(ItemNumber).max(5_000)
export const together = { ...Account, lines: Items, postings: Items }
const MatchId = z.coerce.number().int().min(1)
const Item = { ...Account, side: ItemSide, item: ItemInPath }
const Amounts = z.array(z.int()).max(100)
const notReconciled = { account_not_reconciled: matchFaults.account_not_reconciled }

export const reconciliation = {
  accounts: procedure({
    method: 'GET',
    path: '/reconciliation/accounts',
    summary: 'Every account that has statements, with what is open on it and how old that is',
    access: 'reconciliation.read',
  }).output(z.object({ items: z.array(AccountReconciliation), next: z.null() })),
  run: procedure({
    method: 'POST',
    path: '/reconciliation/runs',
    summary: 'Match what is open now, on all accounts or on those that are named',
    access: 'reconciliation.work',
  })
    .input(
      z.object({
        accounts: z
          .array(AccountCode)
          .max(200)
          .optional()
          .meta({ examples: [['omnibus:main']] }),
      }),
    )
    .output(z.object({ items: z.array(ReconciliationRun), next: z.null() })),
  runs: procedure({
    method: 'GET',
    path: '/reconciliation/runs',
    summary: 'Runs, newest first',
    access: 'reconciliation.read',
  })
    .input(z.object({ ...pageInput, account: AccountCode.optional() }))
    .output(pageOf(ReconciliationRun)),
  open: procedure({
    method: 'GET',
    path: '/reconciliation/open',
    summary: 'What nobody explained yet on one side of an account, oldest first',
    access: 'reconciliation.read',
  })
    .errors(notReconciled)
    .input(
      z.object({
        ...pageInput,
        ...Account,
        side: ItemSide,
        from: Day.optional(),
        to: Day.optional(),
        /** Exactly so much, whether it came in or went out. */
        amount: z.coerce.number().int().optional(),
        /** Only what came in, or only what went out. */
        way: z.enum(['in', 'out']).optional(),
        text: plainText(140).optional(),
      }),
    )
    .output(pageOf(ReconciledItem)),
  suggestions: procedure({
    method: 'GET',
    path: '/reconciliation/suggestions',
    summary: 'What could belong together, by the oldest line first and the best for each',
    access: 'reconciliation.read',
  })
    .errors(notReconciled)
    .input(z.object({ ...pageInput, ...Account, line: ItemInPath.optional() }))
    .output(pageOf(MatchSuggestion)),
  sum: procedure({
    method: 'POST',
    path: '/reconciliation/sum',
    summary: 'What lines and postings come to, and what they leave over',
    access: 'reconciliation.read',
  })
    .errors(matchFaults)
    .input(z.object(together))
    .output(z.object({ lines: z.int(), postings: z.int(), lineSum: z.int(), postingSum: z.int(), residue: z.int() })),
  match: procedure({
    method: 'POST',
    path: '/reconciliation/matches',
    summary: 'Put lines and postings together that come to the same; a residue needs a proposal',
    access: 'reconciliation.work',
  })
    .errors(matchFaults)
    .input(z.object({ ...together, reason: plainText(500) }))
    .output(ReconciliationMatch),
  bookUnknown: procedure({
    method: 'POST',
    path: '/reconciliation/lines/{line}/suspense',
    summary: 'Put money from an unknown payer into suspense, until somebody finds out whose it is',
    access: 'reconciliation.work',
  })
    .errors(matchFaults)
    .input(z.object({ line: ItemInPath.meta({ examples: [3] }), reason: plainText(140) }))
    .output(ReconciliationMatch),
  split: procedure({
    method: 'POST',
    path: '/reconciliation/items/{side}/{item}/parts',
    summary: 'Split a line or a posting into parts that come to it, each matched by itself',
    access: 'reconciliation.work',
  })
    .errors(matchFaults)
    .input(z.object({ ...Item, parts: Amounts.min(2).meta({ examples: [[400, 500]] }), reason: plainText(500) }))
    .output(z.object({ items: z.array(ReconciledItem), next: z.null() })),
  reckonParts: procedure({
    method: 'POST',
    path: '/reconciliation/items/{side}/{item}/parts/left',
    summary: 'What would be left for the last part of a line or a posting when these are the others',
    access: 'reconciliation.read',
  })
    .errors(matchFaults)
    .input(z.object({ ...Item, parts: Amounts.meta({ examples: [[400]] }) }))
    .output(z.object({ amount: z.int(), sum: z.int(), left: z.int(), isSplit: z.boolean() })),
  join: procedure({
    method: 'POST',
    path: '/reconciliation/items/{side}/{item}/join',
    summary: 'Take the parts of a line or a posting together again while all of them are open',
    access: 'reconciliation.work',
  })
    .errors(matchFaults)
    .input(z.object({ ...Item, reason: plainText(500) }))
    .output(ReconciledItem),
  opening: procedure({
    method: 'GET',
    path: '/reconciliation/opening',
    summary: 'Postings that wait for no line, because the opening balance of the first statement has them',
    access: 'reconciliation.read',
  })
    .errors(notReconciled)
    .input(z.object({ ...pageInput, ...Account }))
    .output(pageOf(OpeningItem)),
  setOpening: procedure({
    method: 'POST',
    path: '/reconciliation/opening',
    summary: 'Say of postings from before the first statement that its opening balance has them',
    access: 'reconciliation.work',
  })
    .errors(matchFaults)
    .input(z.object({ ...Account, postings: Items.min(1), reason: plainText(500) }))
    .output(z.object({ items: z.int() })),
  unsetOpening: procedure({
    method: 'POST',
    path: '/reconciliation/opening/undo',
    summary: 'Say that the opening balance does not have them after all: they are open again',
    access: 'reconciliation.work',
  })
    .errors(matchFaults)
    .input(z.object({ ...Account, postings: Items.min(1), reason: plainText(500) }))
    .output(z.object({ items: z.int() })),
  unmatch: procedure({
    method: 'POST',
    path: '/reconciliation/matches/{id}/undo',
    summary: 'Take a match apart: its lines and postings are open again',
    access: 'reconciliation.work',
  })
    .errors(matchFaults)
    .input(z.object({ id: MatchId, reason: plainText(500) }))
    .output(ReconciliationMatch),
  matches: procedure({
    method: 'GET',
    path: '/reconciliation/matches',
    summary: 'Matches of an account, newest first',
    access: 'reconciliation.read',
  })
    .errors(notReconciled)
    .input(z.object({ ...pageInput, ...Account, state: MatchState.optional(), rule: z.string().max(40).optional() }))
    .output(pageOf(ReconciliationMatch)),
  get: procedure({
    method: 'GET',
    path: '/reconciliation/matches/{id}',
    summary: 'A match with all its lines and postings, and why it was made',
    access: 'reconciliation.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: MatchId }))
    .output(ReconciliationMatch.extend({ items: z.array(ReconciledItem), more: z.boolean() })),
  ofItem: procedure({
    method: 'GET',
    path: '/reconciliation/items/{side}/{item}',
    summary: 'The matches that an item is in now, one for each account that it moves',
    access: 'reconciliation.read',
  })
    .input(z.object({ side: ItemSide, item: ItemInPath }))
    .output(z.object({ items: z.array(ReconciliationMatch), next: z.null() })),
  proof: procedure({
    method: 'GET',
    path: '/reconciliation/proof',
    summary: "Whether the bank's money is what is owed, at the end of a business day",
    access: 'reconciliation.read',
  })
    .errors(notReconciled)
    .input(z.object({ ...Account, day: Day }))
    .output(OmnibusProof),
  backtest: procedure({
    method: 'POST',
    path: '/reconciliation/backtest',
    summary: 'What other rules would have matched of the days that are asked for, without doing it',
    access: 'reconciliation.read',
  })
    .errors(notReconciled)
    .input(z.object({ ...Account, from: Day, to: Day, draft: matching }))
    .output(Backtest),
}

/** What is proposed about matches: both post money. */
export const matchChanges = {
  match_residue: { ...together, residueTo: ResidueAccount },
  match_undo: { match: ItemNumber },
} as const
