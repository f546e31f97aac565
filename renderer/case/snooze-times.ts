/** Until when a case may be out of sight: the times that people mean, on the clocks of the workspace. Pure. */
import { instantOf, localOf } from '../time/read.ts'

export type SnoozeChoice = Readonly<{ name: 'hour' | 'tomorrow' | 'monday'; until: string }>

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const morning = '09:00'

export function snoozeChoices(now: number, zone: string): readonly SnoozeChoice[] {
  const today = localOf(new Date(now).toISOString(), zone).slice(0, 10)
  const days = daysToMonday(today)
  return [
    { name: 'hour', until: new Date(now + hourMs).toISOString() },
    { name: 'tomorrow', until: morningOf(dayBehind(today, 1), zone) },
    // On a Sunday that is tomorrow, and there already.
    ...(days === 1 ? [] : [{ name: 'monday', until: morningOf(dayBehind(today, days), zone) } as const]),
  ]
}

/** The morning of a day of the calendar. */
export const morningOf = (day: string, zone: string): string =>
  // Nine in the morning is skipped by no clock.
  instantOf(`${day}T${morning}`, zone) ?? `${day}T${morning}:00.000Z`

const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`)

const dayBehind = (day: string, days: number): string => new Date(noon(day) + days * dayMs).toISOString().slice(0, 10)

/** On a Monday the next one is meant. */
const daysToMonday = (day: string): number => (8 - new Date(noon(day)).getUTCDay()) % 7 || 7
