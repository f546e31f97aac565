/**
 * Did the money move as everyone said? Both sides of an account as items, what explains what and by which rule, and what is
 * left. Amounts are as the account sees them: what came in is positive. Sums may pass what a number holds, so they are text.
 */
import { z } from 'zod'
import { notFound } from './fault.ts'
import { matching, ResidueAccount } from './match-rules.ts'
import { AccountCode, CurrencyCode, plainText } from './money.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'

const Day = z.iso.date()
const Sum = z.string()
const ItemNumber = z.int().min(1)
const Account = { account: AccountCode, currency: CurrencyCode.optional() }

export const ItemSide = z.enum(['line', 'posting'])
export type ItemSide = z.infer<typeof ItemSide>

export const ReconciledItem = z.object({
  side: ItemSide,
  id: z.int(),
  day: Day,
  amount: z.int(),
  /** What it is called by, with the name of the field that says so. */
  references: z.array(z.object({ name: z.string(), value: z.string() })),
  party: z.string().nullable(),
  text: z.string(),
  /** The bank's code of a line; what kind of posting it is. */
  kind: z.string(),
  /** Of a line. */
  statement: z.int().nullable(),
  /** Of a posting, with the account on its other side. */
  transaction: z.int().nullable(),
  counter: z.string().nullable(),
  batch: z.int().nullable(),
  line: z.int().nullable(),
})
export type ReconciledItem = z.infer<typeof ReconciledItem>

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
  lastRun: ReconciliationRun.nullable(),
  ages: z.array(AgeBand),
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
  /** What the bank says at the end of the day; null where no statement reaches it. */
  bankClosing: Sum.nullable(),
  statement: z.int().nullable(),
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

/** Why lines and postings can't be put together, or a match not be taken apart. */
export const matchFaults = {
  account_not_reconciled: { status: 404, data: z.object({ account: z.string() }) },
  item_unknown: { status: 404, data: z.object({ side: ItemSide, item: z.int() }) },
  item_matched: { status: 409, data: z.object({ side: ItemSide, item: z.int(), match: z.int() }) },
  /** They leave something over: it has to go somewhere, and a second person has to agree. */
  sums_differ: { status: 409, data: z.object({ lineSum: z.int(), postingSum: z.int(), residue: z.int() }) },
  match_unknown: { status: 404, data: z.object({ match: z.int() }) },
  match_undone: { status: 409, data: z.object({ match: z.int() }) },
  /** Only what came in to a bank can be of an unknown payer. */
  line_not_of_a_payer: { status: 409, data: z.object({ line: z.int() }) },
  /** Its residue was posted: taking it apart posts it back, so a second person has to agree. */
  residue_posted: { status: 409, data: z.object({ match: z.int(), residue: z.int() }) },
} as const

const Items = z.array(ItemNumber).max(5_000)
export const together = { ...Account, lines: Items, postings: Items }
const MatchId = z.coerce.number().int().min(1)
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
    .input(z.object({ accounts: z.array(AccountCode).max(200).optional() }))
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
    .input(z.object({ ...pageInput, ...Account, line: z.coerce.number().int().min(1).optional() }))
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
    .input(z.object({ line: z.coerce.number().int().min(1), reason: plainText(140) }))
    .output(ReconciliationMatch),
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
    .input(z.object({ side: ItemSide, item: z.coerce.number().int().min(1) }))
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
