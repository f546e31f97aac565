/** Money and times as clients and producers read them, in their language and the workspace's zone. */
import type { Database } from 'better-sqlite3'
import type { Language } from '../contract/settings.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'

const digitsOf = perConnection((raw) => raw.prepare('SELECT digits FROM currency WHERE code = ?').pluck())

/** The platform takes decimals as text, so no amount passes through a fraction. */
export function moneyText(raw: Database, language: Language, minor: number, currency: string): string {
  const digits = (digitsOf(raw).get(currency) as number | undefined) ?? 2
  const text = String(minor).padStart(digits + 1, '0')
  const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  const figures = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  // The code and not a sign: many countries have a dollar.
  return `${currency} ${figures.format(decimal as Intl.StringNumericLiteral)}`
}

export type When = Readonly<{ day: string; time: string }>

/** A row that says no time is kept as the start of its day, and nobody was at a shop then: `none` stands for its time. */
export function whenOf(raw: Database, language: Language, at: number): When {
  const timeZone = homeOf(raw).zone.name
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium', hourCycle: 'h23' }).format(at)
  const time = new Intl.DateTimeFormat(language, { timeZone, timeStyle: 'short', hourCycle: 'h23' }).format(at)
  return { day: dayText(raw, language, at), time: clock === '00:00:00' ? 'none' : time }
}

export const dayText = (raw: Database, language: Language, at: number): string =>
  new Intl.DateTimeFormat(language, { timeZone: homeOf(raw).zone.name, dateStyle: 'long' }).format(at)

export const dayAndTime = (raw: Database, language: Language, at: number): string =>
  new Intl.DateTimeFormat(language, {
    timeZone: homeOf(raw).zone.name,
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(at)

/** `whole`: nothing follows it. */
export const listText = (language: Language, parts: readonly string[], whole: boolean): string =>
  new Intl.ListFormat(language, whole ? { type: 'conjunction' } : { type: 'unit', style: 'short' }).format(parts)
