/** Sums that may pass what a number holds, at the cost of a number's addition for nearly all that is added. */
export class ExactSums {
  readonly #low: Float64Array
  readonly #high: bigint[]

  constructor(size: number) {
    this.#low = new Float64Array(size)
    this.#high = Array.from({ length: size }, () => 0n)
  }

  /** `amount` is a safe integer. */
  add(at: number, amount: number): void {
    const sum = (this.#low[at] ?? 0) + amount
    if (Number.isSafeInteger(sum)) {
      this.#low[at] = sum
      return
    }
    this.#high[at] = (this.#high[at] ?? 0n) + BigInt(this.#low[at] ?? 0)
    this.#low[at] = amount
  }

  get(at: number): bigint {
    return (this.#high[at] ?? 0n) + BigInt(this.#low[at] ?? 0)
  }
}
