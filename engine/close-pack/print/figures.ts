/** Amounts and instants as a print says them. */
import { amountText } from '../../pdf/amount-text.ts'
import type { DigitsOf } from '../csv.ts'
import type { PackDocument } from '../document.ts'
import type { Cell, Row } from '../tables.ts'

export class Figures {
  readonly #digitsOf: DigitsOf
  readonly #clock: Intl.DateTimeFormat

  constructor({ workspace }: PackDocument, digitsOf: DigitsOf) {
    this.#digitsOf = digitsOf
    this.#clock = new Intl.DateTimeFormat('sv-SE', {
      timeZone: workspace.zone,
      dateStyle: 'short',
      timeStyle: 'short',
    })
  }

  amount(cell: Cell | undefined, currency: string): string {
    if (cell === null || cell === undefined) return '–'
    return amountText(cell, this.#digitsOf(currency))
  }

  /** A balance with the side on which it stands: what is owed to others is a credit. */
  balance(cell: Cell | undefined, currency: string): string {
    const minor = BigInt(cell ?? 0)
    if (minor === 0n) return this.amount(0, currency)
    return `${this.amount(minor < 0n ? 0n - minor : minor, currency)} ${minor < 0n ? 'Cr' : 'Dr'}`
  }

  money(row: Row, column: string): string {
    return this.amount(row[column], String(row.currency ?? ''))
  }

  time(instant: Cell | undefined): string {
    return typeof instant === 'string' && instant !== '' ? this.#clock.format(Date.parse(instant)) : '–'
  }
}

export const count = (value: Cell | undefined): string =>
  value === null || value === undefined ? '–' : Number(value).toLocaleString('en')

export const textOf = (value: Cell | undefined): string =>
  value === null || value === undefined || value === '' ? '–' : String(value)
