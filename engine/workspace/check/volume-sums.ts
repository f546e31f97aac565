/**
 * The sums that charts are drawn from come to the same as the finer ones that they were added up from, which the postings
 * prove. Day by day, so that no more than one day's are in memory.
 */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import type { Findings } from '../../ledger/check/findings.ts'
import { told } from '../../ledger/volume-grains.ts'

type Differing = Readonly<{ grain: number; differing: number }>

export function checkVolumeSums(raw: Database, findings: Findings): void {
  const ofDay = raw.prepare(differingOfDay)
  for (const day of raw.prepare(daysOfEither).pluck().all() as number[]) {
    for (const { grain, differing } of ofDay.all({ day }) as Differing[])
      findings.add('volume_sum_differs', `${nameOf(day)} ${wordsOf(grain)}`, {
        expected: 'the sums that it is made of',
        found: `${differing} others`,
      })
  }
}

const wordsOf = (grain: number): string => {
  const by = Object.entries(told).flatMap(([word, bit]) => (grain & bit ? [word] : []))
  return by.length === 0 ? 'as a whole' : `by ${by.join(' ')}`
}

/** A damaged day may be none of any calendar. */
const nameOf = (day: number): string => `day:${Math.abs(day) < 100_000 ? dayOfNumber(day) : day}`

/** Those that are added up from the finest sums, and those that are added up from them. */
const finest = { ofPlaces: 14, ofHours: 11 } as const
const others = { ofPlaces: [0, 2, 4, 6, 8, 10, 12], ofHours: [1, 3, 9] } as const
const grains = [finest.ofPlaces, finest.ofHours, ...others.ofPlaces, ...others.ofHours]

/** Each distinct day is one step in a key that begins with it; there may be millions of sums. */
const daysOfEither = `
  WITH RECURSIVE
    fine (day) AS (
      SELECT min(day) FROM volume
      UNION ALL SELECT (SELECT min(day) FROM volume WHERE volume.day > fine.day) FROM fine WHERE day IS NOT NULL),
    summed (grain, day) AS (
      SELECT column1, (SELECT min(day) FROM volume_sum WHERE grain = column1)
      FROM (VALUES ${grains.map((grain) => `(${grain})`).join(', ')})
      UNION ALL
      SELECT grain, (SELECT min(day) FROM volume_sum WHERE volume_sum.grain = summed.grain AND volume_sum.day > summed.day)
      FROM summed WHERE day IS NOT NULL)
  SELECT day FROM fine WHERE day IS NOT NULL UNION SELECT day FROM summed WHERE day IS NOT NULL ORDER BY day`

const addedUp = (grain: number, source: string): string => `
  SELECT ${grain}, ${grain & told.hour ? 'hour' : '0'}, ${grain & told.producer ? 'producer_id' : '0'},
    ${grain & told.place ? 'place' : '0'}, kind, ${grain & told.tier ? 'tier' : "''"}, currency, 1, rows, amount
  FROM ${source} day = @day`

const sumsOf = (grain: number): string => `volume_sum WHERE grain = ${grain} AND`

/** Amounts in two halves, because damaged ones may add up to more than the store holds. */
const differingOfDay = `
  WITH each (grain, hour, producer_id, place, kind, tier, currency, sign, rows, amount) AS (
    ${[
      ...Object.values(finest).map((grain) => addedUp(grain, 'volume WHERE')),
      ...others.ofPlaces.map((grain) => addedUp(grain, sumsOf(finest.ofPlaces))),
      ...others.ofHours.map((grain) => addedUp(grain, sumsOf(finest.ofHours))),
    ].join(' UNION ALL ')}
    UNION ALL
    SELECT grain, hour, producer_id, place, kind, tier, currency, -1, rows, amount FROM volume_sum
    WHERE grain IN (${grains.join(', ')}) AND day = @day)
  SELECT grain, count(*) AS differing FROM (
    SELECT grain FROM each GROUP BY grain, hour, producer_id, place, kind, tier, currency
    HAVING sum(sign * rows) <> 0
      OR sum(sign * (amount >> 32)) * 4294967296 + sum(sign * (amount & 4294967295)) <> 0)
  GROUP BY grain ORDER BY grain`
