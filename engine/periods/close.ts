/**
 * Closing a day or a month, as part of the approval that carries it out: one mark moves forward, and from then on the
 * database refuses every posting behind it. The root hash follows by itself, because nothing can change under it.
 */
import type { Database } from 'better-sqlite3'
import { dayNumberOf, dayOfNumber } from '../calendar/day.ts'
import { OpenDays } from '../ledger/open-days.ts'
import { bucketSize } from '../ledger/posting-writer.ts'
import type { RefusalOf } from '../operations/refusal.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { findPeriod, type Span, spanOf, subjectOf } from './period.ts'

export type PeriodRefusal = RefusalOf<'period_not_over'> | RefusalOf<'period_closed'> | RefusalOf<'earlier_days_open'>

export type PeriodEffect = Readonly<{
  firstDay: string
  lastDay: string
  closedThrough: string
  /** Counted up to a bound, and whether there are more. */
  postings: number
  morePostings: boolean
  /** The number of the period's newest posting: whatever else comes in before the approval moves it. */
  lastPosting: number | null
}>

export type PeriodClosed = Readonly<{
  status: 'done'
  result: Readonly<{ period: string }>
  sets: readonly [
    Readonly<{ subject: string; before: Readonly<{ closedThrough: string }> | null; after: PeriodEffect }>,
  ]
}>

/** People want to know whether it is much, and a close that is agreed on says the same ever after. */
const countedMax = 100_000

export function closePeriod(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  period: string,
  proposal: number,
): PeriodClosed | PeriodRefusal {
  const span = spanOf(period)
  const { closedThrough } = new OpenDays(raw)
  if (homeOf(raw).zone.dayOf(at) <= span.lastDay) return { status: 'period_not_over', period }
  if (isClosed(raw, { period, span, closedThrough })) return { status: 'period_closed', period }
  const firstOpenDay = firstOpenDayWithPostings(raw, closedThrough)
  if (firstOpenDay !== null && firstOpenDay < span.firstDay) return { status: 'earlier_days_open', firstOpenDay }
  const through = closedThrough === null || closedThrough < span.lastDay ? span.lastDay : closedThrough
  const { insert, moveMark } = statementsOf(raw)
  insert.run({ ...span, proposal, at })
  moveMark.run(through)
  return {
    status: 'done',
    result: { period },
    sets: [
      {
        subject: subjectOf(period),
        before: closedThrough === null ? null : { closedThrough },
        after: { firstDay: span.firstDay, lastDay: span.lastDay, closedThrough: through, ...contentOf(raw, span) },
      },
    ],
  }
}

/** The first day behind the closed ones that has postings: where the next close begins. */
export function firstOpenDayWithPostings(raw: Database, closedThrough: string | null): string | null {
  const { firstDayAfter } = statementsOf(raw)
  const closed = closedThrough === null ? -Number.MAX_SAFE_INTEGER : dayNumberOf(closedThrough)
  const day = firstDayAfter.get(closed) as number | null
  return day === null ? null : dayOfNumber(day)
}

/** A day is closed by itself, with its month, or with a later day; a month whose days are closed may still be closed as one. */
function isClosed(
  raw: Database,
  { period, span, closedThrough }: Readonly<{ period: string; span: Span; closedThrough: string | null }>,
): boolean {
  if (span.kind === 'day') return closedThrough !== null && span.lastDay <= closedThrough
  return findPeriod(raw, period) !== null
}

function contentOf(
  raw: Database,
  { firstDay, lastDay }: Span,
): Pick<PeriodEffect, 'postings' | 'morePostings' | 'lastPosting'> {
  const { count, lastOfDays } = statementsOf(raw)
  const days = { from: dayNumberOf(firstDay), to: dayNumberOf(lastDay) }
  const counted = count.get(days) as number
  const lastPosting = lastOfDays.get(days) as number | null
  return { postings: Math.min(counted, countedMax), morePostings: counted > countedMax, lastPosting }
}

const statementsOf = perConnection((raw) => ({
  firstDayAfter: raw.prepare('SELECT min(day) FROM posting_day WHERE day > ?').pluck(),
  count: raw.prepare('SELECT coalesce(sum(postings), 0) FROM posting_day WHERE day BETWEEN @from AND @to').pluck(),
  // In the last bucket that has any of them.
  lastOfDays: raw
    .prepare(`
      WITH last AS (SELECT max(bucket) AS bucket FROM posting_day WHERE day BETWEEN @from AND @to)
      SELECT max(movement.seq) FROM last CROSS JOIN movement ON movement.seq >= last.bucket * ${bucketSize}
        AND movement.seq < (last.bucket + 1) * ${bucketSize} AND movement.day BETWEEN @from AND @to`)
    .pluck(),
  insert: raw.prepare(`
    INSERT INTO period (kind, first_day, last_day, state, proposal, closed_at)
    VALUES (@kind, @firstDay, @lastDay, 'closing', @proposal, @at)`),
  moveMark: raw.prepare(
    'INSERT INTO closed_days (id, through) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET through = excluded.through',
  ),
}))
