import type { Day } from './statement.ts'

/** Days with years of two digits, as SWIFT and American banks write them. */

/** `YYMMDD`; years from 80 on are of the last century: SWIFT says so, and BAI leaves it open. */
export function readDay(text: string): Day | null {
  if (!/^\d{6}$/.test(text)) return null
  const year = Number(text.slice(0, 2))
  return dayOf(year < 80 ? 2000 + year : 1900 + year, text.slice(2))
}

/** A day of the calendar, or null: `MMDD` in a year. */
export function dayOf(year: number, monthAndDay: string): Day | null {
  const day = `${year}-${monthAndDay.slice(0, 2)}-${monthAndDay.slice(2)}`
  const instant = Date.parse(`${day}T00:00:00Z`)
  // A thirtieth of February is moved into March by the clock, so only what comes back unchanged is a day.
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day) ? day : null
}
