/**
 * Where the postings of a day stand. Days are counted by buckets of numbers: which buckets hold any of a day is known,
 * and within a bucket its thousand postings are looked at.
 */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../calendar/day.ts'
import { perConnection } from '../store/compiled.ts'
import type { Order } from './account-postings.ts'
import { bucketSize } from './posting-writer.ts'

/** Business days, both included. */
export type DayRange = Readonly<{ from: string; to: string }>

/** The same as postings count days. */
export type DayNumbers = Readonly<{ fromDay: number; toDay: number }>

export const dayNumbersOf = ({ from, to }: DayRange): DayNumbers => ({
  fromDay: dayNumberOf(from),
  toDay: dayNumberOf(to),
})

export const bucketOf = (seq: number): number => Math.floor(seq / bucketSize)
export const firstOf = (bucket: number): number => bucket * bucketSize

/**
 * An edge as near as is known to the next posting of these days beyond this one, whosever it is: what lies between,
 * millions of postings of other days when a row came late, is stepped over. Null when there is none.
 */
export function nearNextOf(
  raw: Database,
  { days, order, edge }: Readonly<{ days: DayNumbers; order: Order; edge: number }>,
): number | null {
  const { lastUpTo, firstFrom } = statementsOf(raw)
  if (order === 'newestFirst') {
    const bucket = lastUpTo.get({ ...days, bucket: bucketOf(edge - 1) }) as number | null
    return bucket === null ? null : Math.min(edge, firstOf(bucket + 1))
  }
  const bucket = firstFrom.get({ ...days, bucket: bucketOf(edge + 1) }) as number | null
  return bucket === null ? null : Math.max(edge, firstOf(bucket) - 1)
}

/** The buckets from one to another that hold any posting of these days, in their order. */
export function bucketsOf(
  raw: Database,
  asked: DayNumbers & Readonly<{ firstBucket: number; lastBucket: number }>,
): readonly number[] {
  return statementsOf(raw).between.all(asked) as number[]
}

/** The number of the first posting on a later day than this one; null when there is none. */
export function firstPostingAfter(raw: Database, day: number): number | null {
  const bucket = statementsOf(raw).firstFrom.get({ fromDay: day + 1, toDay: Number.MAX_SAFE_INTEGER, bucket: 0 })
  return bucket === null ? null : (statementsOf(raw).firstAfter.get({ bucket, day }) as number)
}

// Each distinct day by one step in the key.
const daysOfRange = `
  WITH RECURSIVE day (d) AS (
    SELECT min(day) FROM posting_day WHERE day >= @fromDay AND day <= @toDay
    UNION ALL
    SELECT (SELECT min(day) FROM posting_day WHERE day > d AND day <= @toDay) FROM day WHERE d IS NOT NULL)`

const statementsOf = perConnection((raw) => ({
  lastUpTo: raw
    .prepare(`
      ${daysOfRange}
      SELECT max((SELECT max(bucket) FROM posting_day WHERE day = d AND bucket <= @bucket)) FROM day WHERE d IS NOT NULL`)
    .pluck(),
  firstFrom: raw
    .prepare(`
      ${daysOfRange}
      SELECT min((SELECT min(bucket) FROM posting_day WHERE day = d AND bucket >= @bucket)) FROM day WHERE d IS NOT NULL`)
    .pluck(),
  between: raw
    .prepare(`
      ${daysOfRange}
      SELECT DISTINCT bucket FROM day CROSS JOIN posting_day
      ON posting_day.day = d AND bucket >= @firstBucket AND bucket <= @lastBucket
      WHERE d IS NOT NULL ORDER BY bucket`)
    .pluck(),
  firstAfter: raw
    .prepare(`
      SELECT seq FROM movement WHERE seq >= @bucket * ${bucketSize} AND seq < (@bucket + 1) * ${bucketSize} AND day > @day
      ORDER BY seq LIMIT 1`)
    .pluck(),
}))
