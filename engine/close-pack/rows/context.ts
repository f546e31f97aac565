/** What the rows of a pack's tables are read with: one snapshot of the store, the days, and what moved on them. */
import type { Database } from 'better-sqlite3'
import type { DaySums } from '../day-sums.ts'
import type { Instants, PackDays } from '../pack-days.ts'

export type RowsContext = Readonly<{
  raw: Database
  days: PackDays
  instants: Instants
  sums: DaySums
}>

const rowsAtOnce = 1_000

type Numbered = Readonly<{ number: number }>
type Statement = Readonly<{ all: (values: Readonly<Record<string, unknown>>) => unknown[] }>

/** Page by page behind the last number, so that a table of any size takes as much memory as a page. */
export function* paged<R extends Numbered>(
  statement: Statement,
  values: Readonly<Record<string, unknown>>,
): Generator<R> {
  for (let after = 0; ; ) {
    const rows = statement.all({ ...values, after, limit: rowsAtOnce }) as R[]
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < rowsAtOnce) return
    after = last.number
  }
}
