/** Days that move along, as they stand on the day for which a report is due. Pure. */

import { dayAfter, dayBefore, dayNumberOf, dayOfNumber, firstDayOf, monthOf } from '../calendar/day.ts'
import { isoOf } from '../calendar/instant.ts'
import type { Zone } from '../calendar/zone.ts'
import { type ExportSource, exportDays } from '../contract/export-sources.ts'
import type { ReportRange } from '../contract/reports.ts'
import { assertNever } from '../invariant.ts'
import type { Json } from '../store/command.ts'
import { weekdayOf } from './due.ts'

export type Days = Readonly<{ from: string; to: string }>

export function daysOfRange(range: ReportRange, day: string): Days {
  switch (range) {
    case 'day_before':
      return { from: dayBefore(day), to: dayBefore(day) }
    case 'last_week': {
      // From Monday to Sunday.
      const monday = dayNumberOf(day) - weekdayOf(day) + 1
      return { from: dayOfNumber(monday - 7), to: dayOfNumber(monday - 1) }
    }
    case 'last_month': {
      const to = dayBefore(firstDayOf(monthOf(day)))
      return { from: firstDayOf(monthOf(to)), to }
    }
    case 'this_month':
      return { from: firstDayOf(monthOf(day)), to: day }
    default:
      return assertNever(range)
  }
}

export type Parameters = Readonly<Record<string, Json>>

/** What a table is narrowed by once its days are known; they replace those that it had. */
export function narrowedTo(
  { source, parameters }: Readonly<{ source: ExportSource; parameters: Parameters }>,
  { from, to }: Days,
  zone: Zone,
): Parameters {
  const way = exportDays[source]
  switch (way) {
    case 'days':
      return { ...parameters, from, to }
    case 'raised':
      return { ...parameters, raisedFrom: isoOf(zone.startOf(from)), raisedBefore: isoOf(zone.startOf(dayAfter(to))) }
    case 'end':
      return { ...parameters, at: isoOf(zone.startOf(dayAfter(to)) - 1) }
    case null:
      return parameters
    default:
      return assertNever(way)
  }
}
