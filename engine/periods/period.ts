/** A day or a month of the books, by the name that people give it: `2026-11-20` or `2026-11`. */
import type { Database } from 'better-sqlite3'
import { firstDayOf, lastDayOf } from '../calendar/day.ts'
import { isoOf } from '../calendar/instant.ts'
import type { Period } from '../contract/periods.ts'
import { perConnection } from '../store/compiled.ts'

export type Span = Readonly<{ kind: Period['kind']; firstDay: string; lastDay: string }>

export function spanOf(name: string): Span {
  if (name.length === 10) return { kind: 'day', firstDay: name, lastDay: name }
  return { kind: 'month', firstDay: firstDayOf(name), lastDay: lastDayOf(name) }
}

/** A month that ends on a day and the day itself are two periods with one last day. */
export function findPeriod(raw: Database, name: string): Period | null {
  const { kind, lastDay } = spanOf(name)
  const row = statementsOf(raw).find.get(kind, lastDay) as PeriodRow | undefined
  return row === undefined ? null : periodOf(row)
}

/** A month stands above its days. */
export const allPeriods = (raw: Database): Period[] => (statementsOf(raw).all.all() as PeriodRow[]).map(periodOf)

export const subjectOf = (name: string): string => `period:${name}`

type PeriodRow = Omit<Period, 'closedAt' | 'root'> & Readonly<{ root: Buffer | null; closedAt: number }>

const periodOf = ({ root, closedAt, ...row }: PeriodRow): Period => ({
  ...row,
  root: root?.toString('hex') ?? null,
  closedAt: isoOf(closedAt),
})

const period = `
  SELECT iif(kind = 'day', first_day, substr(first_day, 1, 7)) AS name, kind, first_day AS firstDay, last_day AS lastDay,
    state, postings, root, proposal, closed_at AS closedAt
  FROM period`

const statementsOf = perConnection((raw) => ({
  find: raw.prepare(`${period} WHERE kind = ? AND last_day = ?`),
  all: raw.prepare(`${period} ORDER BY last_day DESC, kind DESC`),
}))
