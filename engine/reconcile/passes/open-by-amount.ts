/** Open items of a side in the order of amount and day, to be found by both. */
import type { ItemSet } from '../items/item-set.ts'

export class OpenByAmount {
  readonly #set: ItemSet
  readonly #order: Int32Array

  constructor(set: ItemSet, taken: Uint8Array) {
    const open: number[] = []
    for (let item = 0; item < set.count; item += 1) if (taken[item] === 0) open.push(item)
    const { amounts, days } = set
    this.#set = set
    this.#order = Int32Array.from(open).sort(
      (a, b) => (amounts[a] as number) - (amounts[b] as number) || (days[a] as number) - (days[b] as number),
    )
  }

  /** At most so many, beginning with the earliest. */
  find(amount: number, firstDay: number, lastDay: number, most: number): readonly number[] {
    const { amounts, days } = this.#set
    const found: number[] = []
    for (let at = this.#lowerBound(amount, firstDay); at < this.#order.length && found.length < most; at += 1) {
      const item = this.#order[at] as number
      if (amounts[item] !== amount || (days[item] as number) > lastDay) break
      found.push(item)
    }
    return found
  }

  /** Of amounts from one to another, at most so many. */
  findBetween(
    { from, to }: Readonly<{ from: number; to: number }>,
    { firstDay, lastDay }: Readonly<{ firstDay: number; lastDay: number }>,
    most: number,
  ): readonly number[] {
    const { amounts, days } = this.#set
    const found: number[] = []
    for (let at = this.#lowerBound(from, firstDay); at < this.#order.length && found.length < most; at += 1) {
      const item = this.#order[at] as number
      if ((amounts[item] as number) > to) break
      const day = days[item] as number
      if (day >= firstDay && day <= lastDay) found.push(item)
    }
    return found
  }

  #lowerBound(amount: number, day: number): number {
    const { amounts, days } = this.#set
    let low = 0
    let high = this.#order.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const item = this.#order[middle] as number
      const isBelow = (amounts[item] as number) - amount || (days[item] as number) - day
      if (isBelow < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
