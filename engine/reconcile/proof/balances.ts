/** What stands on all accounts of a currency at the end of a business day, by kind: what stands now, less what came for later days. */
import type { Database } from 'better-sqlite3'
import type { AccountKind } from '../../contract/accounts.ts'
import { bucketsOf } from '../../ledger/posting-days.ts'
import { bucketSize } from '../../ledger/posting-writer.ts'
import { perConnection } from '../../store/compiled.ts'

/** Credits less debits. */
export type KindBalance = Readonly<{ kind: AccountKind; balance: bigint; accounts: number }>

type Own = Readonly<{ id: number; currency: string }>

export function balancesAtDay(
  raw: Database,
  { id, currency }: Own,
  day: number,
): Readonly<{ own: bigint; others: readonly KindBalance[] }> {
  const { standing, later } = statementsOf(raw)
  const balances = standing.all({ id, currency }) as Readonly<{
    kind: AccountKind
    isOwn: bigint
    balance: bigint
    accounts: bigint
  }>[]
  const buckets = bucketsOf(raw, {
    fromDay: day + 1,
    toDay: Number.MAX_SAFE_INTEGER,
    firstBucket: 0,
    lastBucket: Number.MAX_SAFE_INTEGER,
  })
  const moved = later.all({ id, currency, day, buckets: JSON.stringify(buckets) }) as Readonly<{
    kind: AccountKind
    isOwn: bigint
    added: bigint
  }>[]
  const addedTo = (kind: AccountKind, isOwn: bigint): bigint =>
    moved.find((one) => one.kind === kind && one.isOwn === isOwn)?.added ?? 0n
  const atDay = balances.map(({ kind, isOwn, balance, accounts }) => ({
    kind,
    isOwn,
    balance: balance - addedTo(kind, isOwn),
    accounts: Number(accounts),
  }))
  const own = atDay.find(({ isOwn }) => isOwn === 1n)?.balance ?? 0n
  // As an asset: what the bank should have.
  return { own: 0n - own, others: atDay.filter(({ isOwn }) => isOwn === 0n) }
}

const statementsOf = perConnection((raw) => ({
  standing: raw
    .prepare(`
      SELECT kind, id = @id AS isOwn, sum(balance) AS balance, count(*) AS accounts FROM account
      WHERE currency = @currency GROUP BY kind, id = @id`)
    .safeIntegers(),
  later: raw
    .prepare(`
      WITH moved AS (
        SELECT debit, credit, amount FROM json_each(@buckets) AS wanted
        CROSS JOIN movement ON seq >= wanted.value * ${bucketSize} AND seq < (wanted.value + 1) * ${bucketSize}
        WHERE day > @day AND currency = @currency)
      SELECT account.kind, account.id = @id AS isOwn, sum(added) AS added FROM (
        SELECT credit AS account, amount AS added FROM moved UNION ALL SELECT debit, 0 - amount FROM moved) AS side
      JOIN account ON account.id = side.account GROUP BY account.kind, account.id = @id`)
    .safeIntegers(),
}))
