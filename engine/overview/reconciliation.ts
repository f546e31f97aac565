/** Whether the money moved as everybody said: what is matched, how long the rest waits, and what the bank has beyond that. */
import type { Database } from 'better-sqlite3'
import { dayNumberOf, dayOfNumber } from '../calendar/day.ts'
import { isoOf } from '../calendar/instant.ts'
import type {
  OmnibusGap,
  OverviewGap,
  OverviewReconciliation,
  ReconciledCurrency,
  UnmatchedBand,
} from '../contract/overview.ts'
import type { ProofTerm } from '../contract/reconciliation.ts'
import { invariant } from '../invariant.ts'
import { sides } from '../reconcile/items/open-items.ts'
import { rateOf, type ToldAndOpen, toldBetween } from '../reconcile/look/match-rate.ts'
import { proveOmnibus } from '../reconcile/proof/prove.ts'
import { lastToldDay } from '../reconcile/proof/told.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { type AgeDays, agesAt } from './ages.ts'
import { type Span, spanOf } from './spans.ts'

export type DaysAsked = Readonly<{ from: string; to: string; at: number }>

type Account = Readonly<{ id: number; account: string; currency: string; kind: string }>

export function readReconciled({ raw }: Pick<QueryContext, 'raw'>, asked: DaysAsked): OverviewReconciliation {
  const { from, to, at } = asked
  const today = dayNumberOf(homeOf(raw).zone.dayOf(at))
  const byCurrency = new Map<string, Account[]>()
  for (const account of statementsOf(raw).accounts.all() as Account[])
    byCurrency.set(account.currency, [...(byCurrency.get(account.currency) ?? []), account])
  return {
    asOf: isoOf(at),
    from,
    to,
    currencies: [...byCurrency].map(([currency, accounts]) =>
      currencyOf(raw, { currency, accounts, span: spanOf(asked), today }),
    ),
  }
}

type OfCurrency = Readonly<{ currency: string; accounts: readonly Account[]; span: Span; today: number }>

function currencyOf(raw: Database, { currency, accounts, span, today }: OfCurrency): ReconciledCurrency {
  const told = accounts.map(({ id }) => toldBetween(raw, { account: id, ...span }))
  return {
    currency,
    matched: rateOf(told.reduce(together, nothingTold)),
    unmatched: agesAt(today).map((age) => bandOf(raw, age, accounts)),
  }
}

const nothingTold: ToldAndOpen = { lines: 0, openLines: 0, money: 0n, openMoney: 0n }

const together = (a: ToldAndOpen, b: ToldAndOpen): ToldAndOpen => ({
  lines: a.lines + b.lines,
  openLines: a.openLines + b.openLines,
  money: a.money + b.money,
  openMoney: a.openMoney + b.openMoney,
})

type Open = Readonly<{ items: number; money: string }>

function bandOf(raw: Database, age: AgeDays, accounts: readonly Account[]): UnmatchedBand {
  const { fromDays, toDays, ...days } = age
  const { inBand } = statementsOf(raw)
  const of = (side: number): { items: number; money: bigint } => {
    const found = accounts.map(({ id }) => inBand.get({ account: id, side, ...days }) as Open)
    return {
      items: found.reduce((sum, { items }) => sum + items, 0),
      money: found.reduce((sum, { money }) => sum + BigInt(money), 0n),
    }
  }
  const [lines, postings] = [of(sides.line), of(sides.posting)]
  return {
    fromDays,
    toDays,
    lines: lines.items,
    lineMoney: String(lines.money),
    postings: postings.items,
    postingMoney: String(postings.money),
  }
}

/** Behind the last day that a statement told of nothing is proven, so that is the day that is looked at. */
export function readGap({ raw }: Pick<QueryContext, 'raw'>, asked: DaysAsked): OverviewGap {
  const { from, to, at } = asked
  const span = spanOf(asked)
  const banks = (statementsOf(raw).accounts.all() as Account[]).filter(({ kind }) => kind === 'omnibus')
  return { asOf: isoOf(at), from, to, banks: banks.map((bank) => gapOfBank(raw, bank, span)) }
}

function gapOfBank(raw: Database, { id, account, currency }: Account, { first, last }: Span): OmnibusGap {
  const told = lastToldDay(raw, id, last)
  if (told === null || told < first) return { account, currency, proof: null, ...noGap }
  const proven = proveOmnibus({ raw }, { account, currency, day: dayOfNumber(told) })
  invariant(proven.status === 'proven', 'an account is reconciled and is not', { account })
  // Where somebody would begin to look is for those who look, at the items of the account.
  const { explanation: _, ...proof } = proven.proof
  return { account, currency, proof, ...gapOf(proof) }
}

const noGap = { gap: null, explained: null, residue: null } as const

const open: ReadonlySet<ProofTerm['term']> = new Set(['lines_not_posted', 'postings_not_at_bank'])

/** The balances of all others come to what the ledger says of the bank, so only open items can explain a gap. */
function gapOf({ bankClosing, ledger, terms, difference }: NonNullable<OmnibusGap['proof']>) {
  if (bankClosing === null || difference === null) return noGap
  const explained = terms.reduce((sum, { term, sum: money }) => (open.has(term) ? sum + BigInt(money) : sum), 0n)
  return { gap: String(BigInt(bankClosing) - BigInt(ledger)), explained: String(explained), residue: difference }
}

const statementsOf = perConnection((raw) => ({
  accounts: raw.prepare(`
    SELECT account.id, account.code AS account, account.currency, account.kind
    FROM reconciled_account JOIN account ON account.id = reconciled_account.account
    ORDER BY account.currency, account.code`),
  inBand: raw.prepare(`
    SELECT count(*) AS items, CAST(coalesce(sum(abs(amount)), 0) AS TEXT) AS money FROM open_item
    WHERE account = @account AND side = @side AND day BETWEEN @firstDay AND @lastDay`),
}))
