/**
 * Lines that another format's statement of other days told by the same balances, day after day. Of a day that both tell whole,
 * and of one of which everything is found again, they are the same; else they may be others that began with that balance. Pure.
 */
import type { KnownLine, Taken } from './known-lines.ts'

type Days = Readonly<{ fromDay: number; toDay: number }>

export class RetoldDays {
  /** Of each day: whether anything was not found, and what was by its balance alone. */
  readonly #days = new Map<number, { isWhole: boolean; byBalance: KnownLine[] }>()

  note(line: KnownLine, taken: Taken): void {
    const day = this.#days.get(line.day) ?? { isWhole: true, byBalance: [] }
    this.#days.set(line.day, day)
    if (taken === 'not') day.isWhole = false
    if (taken === 'by_balance') day.byBalance.push(line)
  }

  decided(both: readonly Days[]): Readonly<{ same: readonly KnownLine[]; unsure: readonly KnownLine[] }> {
    const same: KnownLine[] = []
    const unsure: KnownLine[] = []
    for (const [day, { isWhole, byBalance }] of this.#days) {
      const isInside = both.every(({ fromDay, toDay }) => day > fromDay && day < toDay)
      for (const line of byBalance) (isWhole || isInside ? same : unsure).push(line)
    }
    return { same, unsure }
  }
}
