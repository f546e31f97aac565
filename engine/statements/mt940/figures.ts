import { dayOf, readDay } from '../short-day.ts'
import type { Day, StatedBalance, StatementFault } from '../statement.ts'

/** Days and amounts as SWIFT writes them. */

export type Unread = Readonly<{ code: StatementFault['code']; found: string }>
export const isUnread = (value: object | string | number): value is Unread =>
  typeof value === 'object' && 'code' in value

export type DigitsOf = (currency: string) => number | null

/** `MMDD`, in the year that brings it nearest to the value date: about New Year that may be another one. */
export function readEntryDay(monthAndDay: string, valueOn: Day): Day | null {
  const year = Number(valueOn.slice(0, 4))
  const near = [year - 1, year, year + 1].flatMap((candidate) => dayOf(candidate, monthAndDay) ?? [])
  const distance = (day: Day): number => Math.abs(Date.parse(day) - Date.parse(valueOn))
  return near.sort((a, b) => distance(a) - distance(b))[0] ?? null
}

/** An amount without sign, in minor units. Its comma may have no digit behind it. */
export function readAmount(text: string, currency: string, digitsOf: DigitsOf): number | Unread {
  const digits = digitsOf(currency)
  if (digits === null) return { code: 'currency_unknown', found: currency }
  const parts = /^(\d{1,15})(?:,(\d{0,15}))?$/.exec(text)
  const decimals = (parts?.[2] ?? '').replace(/0+$/, '')
  const amount = Number(`${parts?.[1] ?? ''}${decimals.padEnd(digits, '0')}`)
  if (parts === null || decimals.length > digits || !Number.isSafeInteger(amount)) {
    return { code: 'amount_unreadable', found: text }
  }
  return amount
}

/** `C110522EUR3236,28` */
export function readBalance(text: string, digitsOf: DigitsOf): StatedBalance | Unread {
  const parts = /^([CD])(\d{6})([A-Z]{3})([\d,]+)$/.exec(text.trim())
  const day = readDay(parts?.[2] ?? '')
  if (parts === null || day === null) return { code: 'field_unreadable', found: text }
  const currency = parts[3] ?? ''
  const amount = readAmount(parts[4] ?? '', currency, digitsOf)
  if (isUnread(amount)) return amount
  return { day, amount: parts[1] === 'C' ? amount : negated(amount), currency }
}

/** Never the negative zero, which equals zero and prints as another. */
export const negated = (amount: number): number => 0 - amount
