import { readDay } from '../short-day.ts'
import type { Day } from '../statement.ts'

/** Whole minor units, the point implied by the currency; an amount that isn't given is null, an unreadable one undefined. */
export function readUnits(text: string): number | null | undefined {
  if (text === '') return null
  const amount = /^[+-]?\d{1,18}$/.test(text) ? Number(text) : Number.NaN
  // Zero is added because `-0` is a zero of its own otherwise.
  return Number.isSafeInteger(amount) ? amount + 0 : undefined
}

export type Funds = Readonly<{ valueOn: Day | null; next: number }>

/** When money can be drawn on, and where the fields go on: `V` has a day and time, `S` three amounts, `D` pairs of its own number. */
export function readFunds(fields: readonly string[], at: number): Funds | null {
  switch (fields[at] ?? '') {
    case '':
    case 'Z':
    case '0':
    case '1':
    case '2':
      return { valueOn: null, next: at + 1 }
    case 'V': {
      const valueOn = readDay(fields[at + 1] ?? '')
      return valueOn === null ? null : { valueOn, next: at + 3 }
    }
    case 'S':
      return { valueOn: null, next: at + 4 }
    case 'D': {
      const count = fields[at + 1] ?? ''
      return /^\d{1,3}$/.test(count) ? { valueOn: null, next: at + 2 + 2 * Number(count) } : null
    }
    default:
      return null
  }
}
