/** What stands on the accounts by kind and currency, debits and credits apart: in each currency they cancel. */
import type { Database } from 'better-sqlite3'
import { isoOf, now } from '../calendar/instant.ts'
import { type AccountKind, accountKinds, type TrialBalanceLine } from '../contract/accounts.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { seqAt } from './as-of.ts'
import { balancesAt } from './balances-at.ts'

type Sides = Pick<TrialBalanceLine, 'currency' | 'debit' | 'credit'>
export type TrialBalance = Readonly<{ items: TrialBalanceLine[]; totals: Sides[]; asOf: string; balanced: boolean }>

export function readTrialBalance({ raw }: QueryContext, { at }: Readonly<{ at: number | null }>): TrialBalance {
  const items = at === null ? (statementsOf(raw).standing.all() as TrialBalanceLine[]) : linesAt(raw, at)
  const inOrder = items.toSorted(
    (a, b) => a.currency.localeCompare(b.currency) || accountKinds.indexOf(a.kind) - accountKinds.indexOf(b.kind),
  )
  const totals = totalsOf(inOrder)
  return {
    items: inOrder,
    totals,
    asOf: isoOf(at ?? now()),
    balanced: totals.every((each) => each.debit === each.credit),
  }
}

function totalsOf(items: readonly TrialBalanceLine[]): Sides[] {
  const totals = new Map<string, { debit: bigint; credit: bigint }>()
  for (const { currency, debit, credit } of items) {
    const before = totals.get(currency) ?? { debit: 0n, credit: 0n }
    totals.set(currency, { debit: before.debit + BigInt(debit), credit: before.credit + BigInt(credit) })
  }
  return [...totals].map(([currency, { debit, credit }]) => ({
    currency,
    debit: String(debit),
    credit: String(credit),
  }))
}

type Line = {
  readonly kind: AccountKind
  readonly currency: string
  accounts: number
  debit: bigint
  credit: bigint
}

/** What an account's last posting by then left on it. An account that had none by then counts once it was open. */
function linesAt(raw: Database, at: number): TrialBalanceLine[] {
  const balances = balancesAt(raw, seqAt(raw, at))
  const lines = new Map<string, Line>()
  const accounts = statementsOf(raw).accounts.iterate() as IterableIterator<[number, AccountKind, string, number]>
  for (const [id, kind, currency, openedAt] of accounts) {
    const balance = balances.find(id)
    if (balance === null && openedAt > at) continue
    const key = `${kind} ${currency}`
    const line = lines.get(key) ?? { kind, currency, accounts: 0, debit: 0n, credit: 0n }
    lines.set(key, line)
    line.accounts += 1
    if (balance !== null && balance < 0) line.debit -= BigInt(balance)
    if (balance !== null && balance > 0) line.credit += BigInt(balance)
  }
  return [...lines.values()].map((line) => ({ ...line, debit: String(line.debit), credit: String(line.credit) }))
}

const statementsOf = perConnection((raw) => ({
  standing: raw.prepare(`
    SELECT kind, currency, count(*) AS accounts, CAST(sum(max(-balance, 0)) AS TEXT) AS debit,
      CAST(sum(max(balance, 0)) AS TEXT) AS credit
    FROM account GROUP BY kind, currency`),
  accounts: raw.prepare('SELECT id, kind, currency, opened_at FROM account').raw(),
}))
