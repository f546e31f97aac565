/**
 * Exact sums by a small number, tens of millions of additions long. Each is kept in two parts, so that it may pass what a
 * number holds exactly without a bigint per addition.
 */

/** As SQLite gives it: a number where that is exact, else a bigint. */
export type Whole = number | bigint

// Two numbers up to here add up to one that is still exact.
const unit = 2 ** 52
const unitExact = 2n ** 52n

export class Sums {
  readonly #low: Float64Array
  readonly #high: Float64Array

  constructor(count: number) {
    this.#low = new Float64Array(count)
    this.#high = new Float64Array(count)
  }

  add(index: number, value: Whole): void {
    if (typeof value === 'bigint' || value > unit || value < -unit) return this.#addLarge(index, BigInt(value))
    const low = (this.#low[index] ?? 0) + value
    if (low <= unit && low >= -unit) this.#low[index] = low
    else this.#carry(index, low)
  }

  is(index: number, value: Whole): boolean {
    if (typeof value === 'number' && this.#high[index] === 0) return this.#low[index] === value
    return this.get(index) === BigInt(value)
  }

  get(index: number): bigint {
    return BigInt(this.#high[index] ?? 0) * unitExact + BigInt(this.#low[index] ?? 0)
  }

  #addLarge(index: number, value: bigint): void {
    this.#high[index] = (this.#high[index] ?? 0) + Number(value / unitExact)
    this.add(index, Number(value % unitExact))
  }

  #carry(index: number, low: number): void {
    const sign = Math.sign(low)
    this.#high[index] = (this.#high[index] ?? 0) + sign
    this.#low[index] = low - sign * unit
  }
}
