/**
 * Where the postings of a day are looked for: how many of each bucket of numbers stand on which day. Both sides are
 * reckoned as sums of hashes, each read once; only when they differ it is looked up where.
 */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import { bucketSize } from '../posting-writer.ts'
import type { Findings } from './findings.ts'
import type { PostingLaw, PostingRow } from './postings.ts'

type Counted = Readonly<{ day: number; bucket: number; met: number; recorded: number }>

export class PostingDays implements PostingLaw {
  readonly #raw: Database
  readonly #days = new Map<number, number>()
  #ofBucket = new Map<number, number>()
  #bucket = 0
  #sum = 0
  #otherSum = 0

  constructor(raw: Database) {
    this.#raw = raw
  }

  take(row: PostingRow): void {
    const bucket = Math.floor(row[0] / bucketSize)
    if (bucket !== this.#bucket) this.#endBucket()
    this.#bucket = bucket
    this.#ofBucket.set(row[14], (this.#ofBucket.get(row[14]) ?? 0) + 1)
  }

  close(findings: Findings): void {
    this.#endBucket()
    const recorded = this.#raw.prepare('SELECT day, bucket, postings FROM posting_day').raw().iterate()
    for (const [day, bucket, postings] of recorded as IterableIterator<[number, number, number]>)
      this.#add({ day, bucket, postings }, -1)
    if (this.#sum !== 0 || this.#otherSum !== 0) this.#lookUp(findings)
  }

  /** How many postings were met on each day. */
  counted(): readonly Readonly<{ day: string; count: number }>[] {
    return [...this.#days].map(([day, count]) => ({ day: dayOfNumber(day), count })).toSorted(byDay)
  }

  #endBucket(): void {
    for (const [day, postings] of this.#ofBucket) {
      this.#add({ day, bucket: this.#bucket, postings }, 1)
      this.#days.set(day, (this.#days.get(day) ?? 0) + postings)
    }
    this.#ofBucket.clear()
  }

  /** Both sums wrap around, which is all that is asked of them: what was added and taken away leaves nothing. */
  #add({ day, bucket, postings }: Readonly<{ day: number; bucket: number; postings: number }>, sign: 1 | -1): void {
    const hash = Math.imul(Math.imul(day ^ 0x811c9dc5, 0x01000193) ^ bucket, 0x9e3779b1) ^ postings
    const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
    const other = Math.imul(hash ^ (hash >>> 13) ^ bucket, 0xc2b2ae35)
    this.#sum = (this.#sum + Math.imul(sign, mixed ^ (mixed >>> 16))) | 0
    this.#otherSum = (this.#otherSum + Math.imul(sign, other ^ (other >>> 16))) | 0
  }

  #lookUp(findings: Findings): void {
    const rows = this.#raw
      .prepare(`
        SELECT day, bucket, sum(met) AS met, sum(recorded) AS recorded FROM (
          SELECT day, seq / ${bucketSize} AS bucket, count(*) AS met, 0 AS recorded FROM movement GROUP BY 1, 2
          UNION ALL SELECT day, bucket, 0, postings FROM posting_day)
        GROUP BY day, bucket HAVING sum(met) <> sum(recorded) ORDER BY day, bucket`)
      .iterate() as IterableIterator<Counted>
    for (const { day, bucket, met, recorded } of rows) {
      const first = bucket * bucketSize
      const subject = `day:${dayOfNumber(day)} postings:${first}-${first + bucketSize - 1}`
      findings.add('day_postings_differ', subject, { expected: met, found: recorded })
    }
  }
}

const byDay = (a: Readonly<{ day: string }>, b: Readonly<{ day: string }>): number => (a.day < b.day ? -1 : 1)
