/** A closed period has the postings that it was closed with: nothing came into it since, and nothing left it. */
import type { Database } from 'better-sqlite3'
import type { Findings } from './findings.ts'

/** A business day, and how many postings were met that stand on it. */
type Day = Readonly<{ day: string; count: number }>
type Closed = Readonly<{ kind: 'day' | 'month'; first: string; last: string; postings: number | null }>

export function checkPeriods(raw: Database, days: readonly Day[], findings: Findings): void {
  const periods = raw
    .prepare('SELECT kind, first_day AS first, last_day AS last, postings FROM period ORDER BY id')
    .all() as Closed[]
  if (periods.length === 0) return
  for (const { kind, first, last, postings } of periods) {
    // While its root is reckoned nobody has counted yet; it takes nothing more already.
    if (postings === null) continue
    const found = days.reduce((sum, { day, count }) => (day >= first && day <= last ? sum + count : sum), 0)
    const name = kind === 'day' ? last : last.slice(0, 7)
    if (found !== postings) findings.add('period_postings_differ', `period:${name}`, { expected: postings, found })
  }
  checkMark(raw, periods, findings)
  checkBetween(days, periods, findings)
}

/** Every day up to the last one of the last period is closed. */
function checkMark(raw: Database, periods: readonly Closed[], findings: Findings): void {
  const expected = lastOf(periods)
  const found = (raw.prepare('SELECT through FROM closed_days').pluck().get() as string | undefined) ?? 'none'
  if (found !== expected) findings.add('closed_days_differ', 'closed_days', { expected, found })
}

/** Closing leaves no day with postings out, so between the periods and before the first one there are none. */
function checkBetween(days: readonly Day[], periods: readonly Closed[], findings: Findings): void {
  const through = lastOf(periods)
  for (const { day, count } of days) {
    const isClosed = periods.some(({ first, last }) => day >= first && day <= last)
    if (day <= through && !isClosed) findings.add('day_in_no_period', `day:${day}`, { expected: 0, found: count })
  }
}

const lastOf = (periods: readonly Closed[]): string =>
  periods
    .map(({ last }) => last)
    .toSorted()
    .at(-1) ?? ''
