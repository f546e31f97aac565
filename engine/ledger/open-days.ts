/** Which business day a posting stands on: its own, or the first open one when its own is closed. */
import type { Database } from 'better-sqlite3'
import { dayAfter, dayNumberOf } from '../calendar/day.ts'
import { perConnection } from '../store/compiled.ts'

export class OpenDays {
  /** Every day up to this one is closed; null while none is. */
  readonly closedThrough: string | null
  readonly #closedNumber: number

  constructor(raw: Database) {
    this.closedThrough = (through(raw).get() as string | undefined) ?? null
    this.#closedNumber = this.closedThrough === null ? Number.NEGATIVE_INFINITY : dayNumberOf(this.closedThrough)
  }

  firstOpen(day: string): string {
    return this.closedThrough === null || day > this.closedThrough ? day : dayAfter(this.closedThrough)
  }

  /** The same for days as postings count them. */
  firstOpenNumber(day: number): number {
    return Math.max(day, this.#closedNumber + 1)
  }
}

const through = perConnection((raw) => raw.prepare('SELECT through FROM closed_days WHERE id = 1').pluck())
