/** How many digits the minor unit of a currency has: as the books keep it, else as the standard says. */
import type { Database } from 'better-sqlite3'

export type Digits = Readonly<Record<string, number>>

export function bookedDigits(raw: Database): Digits {
  const known = raw.prepare('SELECT code, digits FROM currency').all() as Readonly<{ code: string; digits: number }>[]
  return Object.fromEntries(known.map(({ code, digits }) => [code, digits]))
}

export const digitsIn = (raw: Database): ((currency: string) => number | null) => digitsBy(bookedDigits(raw))

const known: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/** A bank may send statements of accounts in money that the books are not kept in. */
export const digitsBy =
  (booked: Digits) =>
  (currency: string): number | null =>
    booked[currency] ?? (known.has(currency) ? standardDigits(currency) : null)

const standardDigits = (currency: string): number | null =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? null
