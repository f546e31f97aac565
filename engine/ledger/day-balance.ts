/**
 * What stood on an account up to a business day. Nobody adds up millions of postings for it: postings carry balances, so
 * the balance at any number is known. Days and numbers do not go together exactly, because rows come late: what came
 * behind that number for the days asked for is added, and what came before it for later days is taken off.
 */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../calendar/day.ts'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import { movedSince } from './account-postings.ts'
import { balanceAfter } from './as-of.ts'
import { bucketOf, bucketsOf, firstOf, firstPostingAfter } from './posting-days.ts'
import { bucketSize } from './posting-writer.ts'

export type Until = Readonly<{ account: number; day: string; including: boolean }>

export function balanceUntil(raw: Database, { account, day, including }: Until): number {
  const through = including ? dayNumberOf(day) : dayNumberOf(day) - 1
  const first = firstPostingAfter(raw, through)
  // No posting stands on a later day: all of them count.
  if (first === null) return balanceAfter(raw, { account, seq: Number.MAX_SAFE_INTEGER })
  // Most accounts are moved so seldom that their own postings since are quickest.
  const own = movedSince(raw, { account, first, through, most: ownMax })
  if (own.postings < ownMax) return summed(raw, { account, place: first, difference: own.sum })
  const { place, late, early } = placeOf(raw, { through, first })
  const { sumOfLate, sumOfEarly } = statementsOf(raw)
  const asked = { account, through, place }
  const added = sumOfLate.get({ ...asked, buckets: JSON.stringify(late) }) as number
  const taken = sumOfEarly.get({ ...asked, buckets: JSON.stringify(early) }) as number
  return summed(raw, { account, place, difference: added - taken })
}

const ownMax = 500

function summed(
  raw: Database,
  { account, place, difference }: Readonly<{ account: number; place: number; difference: number }>,
): number {
  const balance = balanceAfter(raw, { account, seq: place - 1 }) + difference
  invariant(Number.isSafeInteger(balance), 'a balance is too large', { account })
  return balance
}

type Place = Readonly<{ place: number; late: readonly number[]; early: readonly number[] }>

/**
 * The number to begin from, and the buckets that have to be looked at then: those behind it with days asked for, and
 * those before it with later ones. Where the later days begin nothing has to be taken off; but a day's batches come in
 * while the next day is going on already, so it may be less behind them.
 */
function placeOf(raw: Database, { through, first }: Readonly<{ through: number; first: number }>): Place {
  const firstBucket = bucketOf(first)
  const none = -Number.MAX_SAFE_INTEGER
  const before = { fromDay: none, toDay: through, firstBucket, lastBucket: Number.MAX_SAFE_INTEGER }
  const late = bucketsOf(raw, before)
  const behind = { fromDay: through + 1, toDay: Number.MAX_SAFE_INTEGER, firstBucket, lastBucket: late.at(-1) ?? none }
  const early = bucketsOf(raw, behind)
  let best = { place: first, lateFrom: 0, earlyTo: 0, buckets: late.length }
  let earlyTo = 0
  for (const [index, bucket] of late.entries()) {
    while ((early[earlyTo] ?? Number.POSITIVE_INFINITY) <= bucket) earlyTo += 1
    const buckets = late.length - index - 1 + earlyTo
    if (buckets < best.buckets) best = { place: firstOf(bucket + 1), lateFrom: index + 1, earlyTo, buckets }
  }
  return { place: best.place, late: late.slice(best.lateFrom), early: early.slice(0, best.earlyTo) }
}

const statementsOf = perConnection((raw) => {
  const summedIn = (condition: string) =>
    raw
      .prepare(`
        SELECT coalesce(sum(iif(credit = @account, amount, -amount)), 0)
        FROM json_each(@buckets) AS wanted
        CROSS JOIN movement ON seq >= wanted.value * ${bucketSize} AND seq < (wanted.value + 1) * ${bucketSize}
        WHERE ${condition} AND @account IN (debit, credit)`)
      .pluck()
  return {
    // The plus keeps the place from being where each bucket is read from.
    sumOfLate: summedIn('day <= @through AND +seq >= @place'),
    sumOfEarly: summedIn('day > @through AND +seq < @place'),
  }
})
