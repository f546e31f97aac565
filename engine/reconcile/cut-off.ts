/** When a business day is cut off: so many days behind it, at a time of the zone. */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../calendar/day.ts'
import type { Instant } from '../calendar/instant.ts'
import { settingInForce } from '../settings/in-force.ts'
import { homeOf } from '../workspace/home.ts'

/** The newest day that is cut off at this instant, counted from 1970-01-01. */
export function cutOffDay(raw: Database, at: Instant): number {
  const { zone } = homeOf(raw)
  const { daysAfter, at: time } = settingInForce(raw, 'matching').value.cutOff
  const today = zone.dayOf(at)
  const isPast = at >= zone.instantOfWall(Date.parse(`${today}T${time}:00Z`))
  return dayNumberOf(today) - daysAfter - (isPast ? 0 : 1)
}
