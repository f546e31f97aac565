/** The days that a close pack is about, and the instants in which things happened on them. */
import { dayAfter, dayNumberOf } from '../calendar/day.ts'
import type { Zone } from '../calendar/zone.ts'
import { packDaysMax } from '../contract/close-packs.ts'

export type PackDays = Readonly<{ from: string; to: string }>

export type DaysRefusal =
  | Readonly<{ status: 'days_reversed'; from: string; to: string }>
  | Readonly<{ status: 'days_too_many'; days: number; daysMax: number }>
  | Readonly<{ status: 'days_in_future'; to: string; today: string }>

export function refusalOfDays({ from, to }: PackDays, today: string): DaysRefusal | null {
  if (to < from) return { status: 'days_reversed', from, to }
  if (to > today) return { status: 'days_in_future', to, today }
  const days = dayNumberOf(to) - dayNumberOf(from) + 1
  return days > packDaysMax ? { status: 'days_too_many', days, daysMax: packDaysMax } : null
}

/** Every one of them. */
export function daysOf({ from, to }: PackDays): readonly string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = dayAfter(day)) days.push(day)
  return days
}

/** From the first instant up to, and without, the last. */
export type Instants = Readonly<{ start: number; end: number }>

export const instantsOf = ({ from, to }: PackDays, zone: Zone): Instants => ({
  start: zone.startOf(from),
  end: zone.startOf(dayAfter(to)),
})
