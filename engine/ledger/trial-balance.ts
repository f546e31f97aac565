/** What stands on the accounts by kind and currency, debits and credits apart: in each currency they cancel. */
import { isoOf, now } from '../calendar/instant.ts'
import { accountKinds, type TrialBalanceLine } from '../contract/accounts.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { seqAt } from './as-of.ts'

type Sides = Pick<TrialBalanceLine, 'currency' | 'debit' | 'credit'>
export type TrialBalance = Readonly<{ items: TrialBalanceLine[]; totals: Sides[]; asOf: string; balanced: boolean }>

export function readTrialBalance({ raw }: QueryContext, { at }: Readonly<{ at: number | null }>): TrialBalance {
  const { standing, past } = statementsOf(raw)
  const items = (at === null ? standing.all() : past.all({ at, seq: seqAt(raw, at) })) as TrialBalanceLine[]
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

const lines = `
  SELECT kind, currency, count(*) AS accounts, CAST(sum(max(-balance, 0)) AS TEXT) AS debit,
    CAST(sum(max(balance, 0)) AS TEXT) AS credit`

const statementsOf = perConnection((raw) => ({
  standing: raw.prepare(`${lines} FROM account GROUP BY kind, currency`),
  // What an account's last posting left on it. An account that had none then counts once it was open.
  past: raw.prepare(`
    WITH last AS MATERIALIZED (
      SELECT kind, currency, opened_at,
        (SELECT max(seq) FROM posting WHERE debit = account.id AND seq <= @seq) AS debited,
        (SELECT max(seq) FROM posting WHERE credit = account.id AND seq <= @seq) AS credited
      FROM account),
    standing AS (
      SELECT kind, currency, iif(coalesce(debited, 0) > coalesce(credited, 0),
        (SELECT debit_after FROM posting WHERE seq = debited),
        coalesce((SELECT credit_after FROM posting WHERE seq = credited), 0)) AS balance
      FROM last WHERE opened_at <= @at OR debited IS NOT NULL OR credited IS NOT NULL)
    ${lines} FROM standing GROUP BY kind, currency`),
}))
