/**
 * What the charts show is what was posted: the sums by hour, producer, place and kind equal those over the postings. The
 * client's tier is left out, because it is the one at the time of posting. There may be more sums than memory holds, so
 * both sides of a day are reckoned as sums of hashes, each read once; only where they differ it is looked up what does.
 */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import type { Findings } from '../../ledger/check/findings.ts'
import { bucketSize, type PostingValues } from '../../ledger/posting-writer.ts'
import { column } from './posting-columns.ts'

type Sum = Readonly<{
  day: number
  hour: number
  producer: number
  place: number
  kind: string
  currency: string
  rows: number
  /** The amount modulo 2³² and modulo a prime: together they tell any two amounts apart that a store can hold. */
  low: number
  rest: number
}>

type DaySums = { rows: number; low: number; rest: number }

const hourMs = 3_600_000
/** The largest below 2²⁶, so that a product of two remainders is exact. */
const prime = 67_108_859

export class VolumeSums {
  readonly #raw: Database
  /** By the number of a batch. */
  readonly #producers: Float64Array
  readonly #days = new Map<number, DaySums>()
  /** Days on which something was posted before the sums were kept. */
  readonly #olderDays = new Set<number>()
  readonly #words = new Map<string, number>()

  constructor(raw: Database) {
    this.#raw = raw
    const size = 1 + ((raw.prepare('SELECT max(id) FROM batch').pluck().get() as number | null) ?? 0)
    this.#producers = new Float64Array(size)
    const batches = raw.prepare('SELECT id, producer_id FROM batch').raw().iterate()
    for (const [id, producer] of batches as IterableIterator<[number, number]>) this.#producers[id] = producer
  }

  take(values: PostingValues, { isOlder }: Readonly<{ isOlder: boolean }>): void {
    const batch = values[column.batch] as number | null
    if (batch === null) return
    const day = values[column.day] as number
    if (isOlder) this.#olderDays.add(day)
    const amount = values[column.amount] as number
    this.#add(
      {
        day,
        hour: Math.floor((values[column.occurredAt] as number) / hourMs),
        producer: this.#producers[batch] ?? 0,
        place: (values[column.place] ?? 0) as number,
        kind: values[column.kind] as string,
        currency: values[column.currency] as string,
        rows: 1,
        low: amount,
        rest: amount % prime,
      },
      1,
    )
  }

  close(findings: Findings): void {
    const kept = this.#raw
      .prepare(`
        SELECT day, hour, producer_id AS producer, place, kind, currency, rows, amount & 4294967295 AS low,
          amount % ${prime} AS rest
        FROM volume`)
      .iterate() as IterableIterator<Sum>
    for (const sum of kept) this.#add(sum, -1)
    for (const [day, { rows, low, rest }] of [...this.#days].toSorted(([a], [b]) => a - b)) {
      if (this.#olderDays.has(day) || (rows === 0 && low === 0 && rest === 0)) continue
      this.#lookUp(day, findings)
    }
  }

  /** What was added and taken away leaves nothing, whatever the sums come to on the way: each is kept as a remainder. */
  #add(sum: Sum, sign: 1 | -1): void {
    const { day, rows, low, rest } = sum
    const sums = this.#days.get(day) ?? { rows: 0, low: 0, rest: 0 }
    this.#days.set(day, sums)
    // An odd factor leaves no remainder only where there was none.
    const factor = this.#hashOf(sum) | 1
    const restFactor = 1 + ((Math.imul(factor, 0x85ebca6b) >>> 0) % (prime - 1))
    sums.rows = (sums.rows + Math.imul(sign * rows, Math.imul(factor, 0xc2b2ae35))) | 0
    sums.low = (sums.low + Math.imul(sign, Math.imul(factor, low))) | 0
    sums.rest = (sums.rest + sign * rest * restFactor) % prime
  }

  #hashOf({ day, hour, producer, place, kind, currency }: Sum): number {
    let hash = 0x811c9dc5
    for (const value of [day, hour, producer, place, this.#wordOf(kind), this.#wordOf(currency)]) {
      hash = Math.imul(hash ^ value, 0x9e3779b1)
      hash ^= hash >>> 15
    }
    return hash
  }

  /** Words as numbers that hold for this check. */
  #wordOf(word: string): number {
    const known = this.#words.get(word) ?? this.#words.size + 1
    this.#words.set(word, known)
    return known
  }

  #lookUp(day: number, findings: Findings): void {
    let differing = 0
    for (const { hour, producer, place, kind, currency, ...sums } of this.#sumsOf(day)) {
      const posted = said(sums.postedRows, sums.postedHigh, sums.postedLow)
      const kept = said(sums.keptRows, sums.keptHigh, sums.keptLow)
      if (posted === kept) continue
      differing += 1
      const what = `${kind} ${currency} producer:${producer} place:${place}`
      findings.add('volume_differs', `${nameOf(day)} hour:${hour} ${what}`, { expected: posted, found: kept })
    }
    // Postings are looked for where their days are counted: those may be wrong too.
    if (differing === 0)
      findings.add('volume_differs', nameOf(day), { expected: 'the sums of its postings', found: 'others' })
  }

  /** Amounts in two halves, because damaged ones may add up to more than the store holds. */
  #sumsOf(day: number): IterableIterator<DaySum> {
    return this.#raw
      .prepare(`
        SELECT hour, producer, place, kind, currency, sum(posted) AS postedRows, sum(posted * (amount >> 32)) AS postedHigh,
          sum(posted * (amount & 4294967295)) AS postedLow, sum(kept) AS keptRows,
          sum((posted = 0) * (amount >> 32)) AS keptHigh, sum((posted = 0) * (amount & 4294967295)) AS keptLow
        FROM (
          SELECT (occurred_at - (occurred_at % ${hourMs} + ${hourMs}) % ${hourMs}) / ${hourMs} AS hour,
            batch.producer_id AS producer, place, movement.kind, movement.currency, 1 AS posted, 0 AS kept, amount
          FROM posting_day
          CROSS JOIN movement ON movement.day = posting_day.day AND movement.batch_id IS NOT NULL
            AND movement.seq BETWEEN posting_day.bucket * ${bucketSize} AND posting_day.bucket * ${bucketSize} + ${bucketSize - 1}
          LEFT JOIN batch ON batch.id = movement.batch_id
          WHERE posting_day.day = @day
          UNION ALL
          SELECT hour, producer_id, place, kind, currency, 0, rows, amount FROM volume WHERE day = @day)
        GROUP BY hour, producer, place, kind, currency ORDER BY 1, 2, 3, 4, 5`)
      .safeIntegers()
      .iterate({ day }) as IterableIterator<DaySum>
  }
}

type DaySum = Readonly<{
  hour: bigint
  producer: bigint | null
  place: bigint
  kind: string
  currency: string
  postedRows: bigint
  postedHigh: bigint
  postedLow: bigint
  keptRows: bigint
  keptHigh: bigint
  keptLow: bigint
}>

const said = (rows: bigint, high: bigint, low: bigint): string => `${rows} rows, ${high * 2n ** 32n + low}`

/** A damaged day may be none of any calendar. */
const nameOf = (day: number): string => `day:${Math.abs(day) < 100_000 ? dayOfNumber(day) : day}`
