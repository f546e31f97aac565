/** When a report is due, on the clock of the zone. Pure. */
import { dayNumberOf, dayOfNumber, lastDayOf, monthOf } from '../calendar/day.ts'
import type { Zone } from '../calendar/zone.ts'
import type { ReportSchedule } from '../contract/reports.ts'
import { assertNever } from '../invariant.ts'

/** Longer than the longest month, so that a day of each kind is among them. */
const daysLooked = 70

/** The first time after an instant. */
export function nextDue(schedule: ReportSchedule, zone: Zone, after: number): number {
  const today = zone.dayNumberOf(after)
  for (let day = today; day < today + daysLooked; day += 1) {
    const at = dueOn(schedule, zone, dayOfNumber(day))
    if (at !== null && at > after) return at
  }
  throw new RangeError(`a schedule that is never due: ${schedule.every}`)
}

/** The last time up to an instant: however many were missed, it is for this one that the report runs. */
export function lastDue(schedule: ReportSchedule, zone: Zone, upTo: number): number {
  const today = zone.dayNumberOf(upTo)
  for (let day = today; day > today - daysLooked; day -= 1) {
    const at = dueOn(schedule, zone, dayOfNumber(day))
    if (at !== null && at <= upTo) return at
  }
  throw new RangeError(`a schedule that was never due: ${schedule.every}`)
}

/** Null on a day that is none of its own. */
function dueOn(schedule: ReportSchedule, zone: Zone, day: string): number | null {
  if (!isDay(schedule, day)) return null
  const at = zone.instantOfWall(Date.parse(`${day}T${schedule.at}:00Z`))
  // A time that clocks leave out when they go forward is the end of that hour.
  return Number.isNaN(at) ? zone.instantOfWall(Date.parse(`${day}T${schedule.at}:00Z`) + 3_600_000) : at
}

function isDay(schedule: ReportSchedule, day: string): boolean {
  switch (schedule.every) {
    case 'day':
      return true
    case 'week':
      return weekdayOf(day) === schedule.on
    case 'month': {
      const last = lastDayOf(monthOf(day))
      const wanted = `${monthOf(day)}-${String(schedule.on).padStart(2, '0')}`
      return day === (wanted < last ? wanted : last)
    }
    default:
      return assertNever(schedule)
  }
}

/** Monday is 1; day 0 was a Thursday. */
export const weekdayOf = (day: string): number => ((((dayNumberOf(day) + 3) % 7) + 7) % 7) + 1
