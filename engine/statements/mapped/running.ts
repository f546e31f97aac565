/**
 * The balances that stand beside the lines of a statement. They have to follow from one another, from the oldest line to
 * the newest or the other way round, whichever way the file is written; opening and closing follow from that.
 */
import type { Day } from '../statement.ts'

export type Ends = Readonly<{ opening: bigint; closing: bigint }>

export class RunningBalance {
  #sum = 0n
  /** The opening balance as each stated one says it if the oldest line comes first; null when they say different ones. */
  #opening: bigint | null | undefined
  /** The closing balance likewise if the newest comes first. */
  #closing: bigint | null | undefined
  #firstDay: Day | null = null
  #lastDay: Day | null = null

  /** False when the balance follows from those before it in neither direction. */
  add(amount: number, balance: number | null, day: Day | null): boolean {
    const before = this.#sum
    this.#sum += BigInt(amount)
    this.#firstDay ??= day
    this.#lastDay = day ?? this.#lastDay
    if (balance === null) return true
    this.#opening = agreed(this.#opening, BigInt(balance) - this.#sum)
    this.#closing = agreed(this.#closing, BigInt(balance) + before)
    return this.#opening !== null || this.#closing !== null
  }

  get sum(): bigint {
    return this.#sum
  }

  /** Null where no balance was stated. */
  ends(): Ends | null {
    const oldestFirst =
      typeof this.#opening === 'bigint' ? { opening: this.#opening, closing: this.#opening + this.#sum } : null
    const newestFirst =
      typeof this.#closing === 'bigint' ? { opening: this.#closing - this.#sum, closing: this.#closing } : null
    // Where both fit, as they do for a single balance, the days tell.
    const isNewestFirst = (this.#firstDay ?? '') > (this.#lastDay ?? '')
    return isNewestFirst ? (newestFirst ?? oldestFirst) : (oldestFirst ?? newestFirst)
  }
}

const agreed = (known: bigint | null | undefined, said: bigint): bigint | null =>
  known === undefined || known === said ? said : null
