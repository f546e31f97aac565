/**
 * A range of business days in pieces of the calendar, and the period that it is compared with. Days are counted from
 * 1970-01-01; weeks begin on Monday; hours are those of the zone's clock.
 */
import { dayNumberOf, dayOfNumber } from '../calendar/day.ts'
import type { Zone } from '../calendar/zone.ts'
import type { OverviewStep } from '../contract/overview.ts'
import { assertNever } from '../invariant.ts'

export type Span = Readonly<{ first: number; last: number }>

export type Piece = Span &
  Readonly<{
    /** Its place in the range: pieces of two periods that have the same one stand beside each other. */
    place: number
    startsAt: number
    endsAt: number
    /** In hours since 1970. What was posted to a day late, or ahead, stands in its first or last hour. */
    firstHour: number
    lastHour: number
  }>

const hourMs = 3_600_000
const minuteMs = 60_000
const noHour = { firstHour: Number.MIN_SAFE_INTEGER, lastHour: Number.MAX_SAFE_INTEGER }

export const spanOf = ({ from, to }: Readonly<{ from: string; to: string }>): Span => ({
  first: dayNumberOf(from),
  last: dayNumberOf(to),
})

export const daysOf = ({ first, last }: Span): Readonly<{ from: string; to: string }> => ({
  from: dayOfNumber(first),
  to: dayOfNumber(last),
})

/** Reckoned before any of them is made: somebody may ask for the hours of a thousand years. */
export function countPieces(by: OverviewStep, span: Span): number {
  const days = span.last - span.first + 1
  switch (by) {
    case 'hour':
      return days * 24
    case 'day':
      return days
    case 'week':
      return (mondayOf(span.last) - mondayOf(span.first)) / 7 + 1
    case 'month':
      return monthNumberOf(span.last) - monthNumberOf(span.first) + 1
    default:
      return assertNever(by)
  }
}

export function piecesOf(by: OverviewStep, span: Span, zone: Zone): readonly Piece[] {
  const pieces: Piece[] = []
  for (let first = span.first; first <= span.last; ) {
    const last = Math.min(span.last, lastOf(by, first))
    if (by === 'hour') pieces.push(...hoursOf(first, span, zone))
    else {
      const startsAt = startOf(zone, first)
      pieces.push({
        first,
        last,
        place: placeOf(by, first, span),
        startsAt,
        endsAt: startOf(zone, last + 1),
        ...noHour,
      })
    }
    first = last + 1
  }
  return pieces
}

/** All of a range as one piece. */
export const wholeOf = ({ first, last }: Span, zone: Zone): Piece => ({
  first,
  last,
  place: 0,
  startsAt: startOf(zone, first),
  endsAt: startOf(zone, last + 1),
  ...noHour,
})

/**
 * As long as the range and right before it. Whole months are compared with as many whole months before them, and weeks with
 * whole weeks before, so that a Monday stands beside a Monday.
 */
export function periodBefore(by: OverviewStep, span: Span): Span {
  const days = span.last - span.first + 1
  if (by === 'week') {
    const back = Math.ceil(days / 7) * 7
    return { first: span.first - back, last: span.last - back }
  }
  const isWhole = dayOfMonth(span.first) === 1 && dayOfMonth(span.last + 1) === 1
  if (!isWhole && by !== 'month') return { first: span.first - days, last: span.first - 1 }
  if (isWhole) return { first: monthsBefore(span.first, countPieces('month', span)), last: span.first - 1 }
  // As few months back as it takes that no day is compared with itself.
  let back = 1
  while (monthsBefore(span.last, back) >= span.first) back += 1
  return { first: monthsBefore(span.first, back), last: monthsBefore(span.last, back) }
}

function hoursOf(day: number, span: Span, zone: Zone): readonly Piece[] {
  const [start, end] = [startOf(zone, day), startOf(zone, day + 1)]
  const firstHour = Math.floor(start / hourMs)
  // A day that the zone leaves out is as long as nothing, and keeps what was posted to it.
  const lastHour = Math.max(firstHour, Math.ceil(end / hourMs) - 1)
  const seen = new Set<number>()
  return Array.from({ length: lastHour - firstHour + 1 }, (_, at) => {
    const hour = firstHour + at
    const startsAt = Math.max(start, hour * hourMs)
    const minute = Math.floor((zone.wallOf(startsAt) - day * 24 * hourMs) / minuteMs)
    // The hour that clocks show a second time has its place behind the first.
    const place = (day - span.first) * 10_000 + minute * 2 + (seen.has(minute) ? 1 : 0)
    seen.add(minute)
    return {
      first: day,
      last: day,
      place,
      startsAt,
      endsAt: Math.max(startsAt, Math.min(end, (hour + 1) * hourMs)),
      firstHour: at === 0 ? Number.MIN_SAFE_INTEGER : hour,
      lastHour: hour === lastHour ? Number.MAX_SAFE_INTEGER : hour,
    }
  })
}

function placeOf(by: Exclude<OverviewStep, 'hour'>, day: number, { first }: Span): number {
  switch (by) {
    case 'day':
      return day - first
    case 'week':
      return (mondayOf(day) - mondayOf(first)) / 7
    case 'month':
      return monthNumberOf(day) - monthNumberOf(first)
    default:
      return assertNever(by)
  }
}

function lastOf(by: OverviewStep, day: number): number {
  switch (by) {
    case 'hour':
    case 'day':
      return day
    case 'week':
      return mondayOf(day) + 6
    case 'month':
      return firstOfMonth(monthNumberOf(day) + 1) - 1
    default:
      return assertNever(by)
  }
}

const startOf = (zone: Zone, day: number): number => zone.startOf(dayOfNumber(day))

/** 1970-01-01 was a Thursday. */
const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7)

/** In months since the year 0. */
function monthNumberOf(day: number): number {
  const at = dateOf(day)
  return at.getUTCFullYear() * 12 + at.getUTCMonth()
}

const dayOfMonth = (day: number): number => dateOf(day).getUTCDate()

const dateOf = (day: number): Date => new Date(day * 24 * hourMs)

const firstOfMonth = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1) / (24 * hourMs)

/** The same day of an earlier month, or that month's last. */
function monthsBefore(day: number, months: number): number {
  const month = monthNumberOf(day) - months
  return Math.min(firstOfMonth(month) + dayOfMonth(day) - 1, firstOfMonth(month + 1) - 1)
}
