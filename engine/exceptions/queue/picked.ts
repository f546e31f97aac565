/** Exceptions that somebody picked: the money at stake in them, and the order that a list has them in. */
import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import type { PickedStake } from '../../contract/case-picks.ts'
import type { CaseSort } from '../../contract/case-views.ts'
import type { QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { homeOf } from '../../workspace/home.ts'
import { exactly, type MoneyAtStake, moneySql } from './money-at-stake.ts'
import { orderOf } from './sort.ts'

type Picked = Readonly<{ ids: readonly number[] }>

/** A number that is no exception's counts for nothing. */
export function pickedStake({ raw }: Pick<QueryContext, 'raw'>, { ids }: Picked): Omit<PickedStake, 'asOf'> {
  const rows = statement(raw).all(JSON.stringify(ids)) as readonly Sum[]
  const home = homeOf(raw).currency
  const known = rows.filter(({ cases, unknown }) => cases > unknown)
  const sums = known.map((row) => ({ currency: row.currency ?? home, sum: String(exactly(row)) }))
  return {
    cases: rows.reduce((count, row) => count + row.cases, 0),
    sums: sums.toSorted((a, b) => rank(a, home) - rank(b, home) || (a.currency < b.currency ? -1 : 1)),
    unknown: rows.reduce((count, row) => count + row.unknown, 0),
  }
}

/** They come in whatever order they were picked in; a list that is copied is in the order that it was seen in. */
export async function pickedInOrder(
  { db }: Pick<QueryContext, 'db'>,
  { ids, sort }: Picked & Readonly<{ sort: CaseSort }>,
): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('exception')
    .select('exception.id')
    .where(sql<boolean>`exception.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    .orderBy(orderOf(sort, { status: ['unresolved'] }))
    .execute()
  return rows.map(({ id }) => id)
}

type Sum = MoneyAtStake & Readonly<{ currency: string | null; cases: number }>

const rank = ({ currency }: Readonly<{ currency: string }>, home: string): number => (currency === home ? 0 : 1)

const statement = perConnection((raw: Database) =>
  raw.prepare(`
    SELECT currency, count(*) AS cases, ${moneySql} FROM exception
    WHERE id IN (SELECT value FROM json_each(?)) GROUP BY currency`),
)
