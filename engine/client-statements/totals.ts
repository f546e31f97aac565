/** What a statement comes to. It leaves the engine only when opening, in and out come to what the books say at its end. */
import { invariant } from '../invariant.ts'
import type { Line } from './lines.ts'

export class Totals {
  readonly opening: number
  lines = 0
  /** Sums may pass what a number holds, where one and the same money goes in and out often. */
  sumIn = 0n
  sumOut = 0n

  constructor(opening: number) {
    this.opening = opening
  }

  /** Counts lines as they go by. */
  *count(lines: Iterable<Line>): Generator<Line> {
    for (const line of lines) {
      this.lines += 1
      if (line.amount > 0) this.sumIn += BigInt(line.amount)
      else this.sumOut -= BigInt(line.amount)
      yield line
    }
  }

  prove(closing: number): void {
    const reckoned = BigInt(this.opening) + this.sumIn - this.sumOut
    invariant(reckoned === BigInt(closing), "a client's statement does not come to what the books say", {
      opening: this.opening,
      in: String(this.sumIn),
      out: String(this.sumOut),
      closing,
    })
  }
}
