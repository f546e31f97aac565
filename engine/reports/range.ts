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

const dueBounds = ['dueBefore', 'dueAfter'] as const

/**
 * What is due “by tomorrow” or “by now” was said on the day that the report was made: a bound at the beginning of a day moves
 * on with the days, and any other was that moment and is the moment of the run.
 */
export function dueMovedOn(
  { source, parameters }: Readonly<{ source: ExportSource; parameters: Parameters }>,
  { madeAt, at }: Readonly<{ madeAt: number; at: number }>,
  zone: Zone,
): Parameters {
  if (source !== 'exceptions') return parameters
  const daysOn = zone.dayNumberOf(at) - zone.dayNumberOf(madeAt)
  const moved = dueBounds.flatMap((name) => {
    const bound = parameters[name]
    if (typeof bound !== 'string') return []
    const instant = Date.parse(bound)
    const isDay = zone.startOf(zone.dayOf(instant)) === instant
    return [[name, isoOf(isDay ? zone.startOf(dayOfNumber(zone.dayNumberOf(instant) + daysOn)) : at)]]
  })
  return { ...parameters, ...Object.fromEntries(moved) }
}

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
