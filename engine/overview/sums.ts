/** Rows and money of top-ups and payments, added up by part and currency. */
import type { VolumeTotal } from '../contract/overview.ts'

export type Side = { rows: number; money: bigint }
export type Sides = Readonly<{ topUps: Side; payments: Side }>

type Added = Readonly<{ part: number; currency: string; side: keyof Sides; rows: number; money: bigint }>

export const noSides = (): Sides => ({ topUps: { rows: 0, money: 0n }, payments: { rows: 0, money: 0n } })

export class Sums {
  readonly #byPart = new Map<number, Map<string, Sides>>()

  add({ part, currency, side, rows, money }: Added): void {
    const byCurrency = this.#byPart.get(part) ?? new Map<string, Sides>()
    this.#byPart.set(part, byCurrency)
    const sides = byCurrency.get(currency) ?? noSides()
    byCurrency.set(currency, sides)
    sides[side].rows += rows
    sides[side].money += money
  }

  has(part: number): boolean {
    return this.#byPart.has(part)
  }

  get(part: number, currency: string): Sides | undefined {
    return this.#byPart.get(part)?.get(currency)
  }

  /** In the order of parts and currencies. */
  all(): readonly (readonly [part: number, currency: string, sides: Sides])[] {
    return [...this.#byPart]
      .toSorted(([a], [b]) => a - b)
      .flatMap(([part, byCurrency]) =>
        [...byCurrency]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([currency, sides]) => [part, currency, sides] as const),
      )
  }
}

export const writtenSides = ({ topUps, payments }: Sides): VolumeTotal['now'] => ({
  topUps: { rows: topUps.rows, money: String(topUps.money) },
  payments: { rows: payments.rows, money: String(payments.money) },
})
