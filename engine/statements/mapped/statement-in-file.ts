/** One statement of a file while its lines come: an account in one currency. */
import type { Day, StatementLine } from '../statement.ts'
import type { MappedLine } from './line-reader.ts'
import { RunningBalance } from './running.ts'

export class StatementInFile {
  readonly account: string
  readonly currency: string
  readonly running = new RunningBalance()
  /** Lines that wait until the one before is closed. */
  held: StatementLine[] = []
  heldLength = 0
  isOpen = false
  /** The number of the record that its last line was. */
  lastRecord = 0
  /** The first and the last day that a line was booked on. */
  from: Day | null = null
  to: Day | null = null
  #lines = 0

  constructor(account: string, currency: string) {
    this.account = account
    this.currency = currency
  }

  /** The line with its number; null when its balance doesn't follow from those before. */
  add({ line, balance }: MappedLine): StatementLine | null {
    this.#lines += 1
    const day = line.bookedOn ?? line.valueOn
    if (!line.isPending) {
      if (day !== null && (this.from === null || day < this.from)) this.from = day
      if (day !== null && (this.to === null || day > this.to)) this.to = day
      if (!this.running.add(line.amount, balance, day)) return null
    }
    return { seq: this.#lines, ...line }
  }

  hold(line: StatementLine, length: number): void {
    // A copy, because a text that was cut out of a block of the file keeps the whole block.
    this.held.push(structuredClone(line))
    this.heldLength += length
  }

  letGo(): readonly StatementLine[] {
    const lines = this.held
    this.held = []
    this.heldLength = 0
    return lines
  }
}
