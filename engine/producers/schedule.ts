/**
 * When batches are expected: from a schedule in local time to instants, whatever the zone's clock does in between. Pure: the
 * clock and the zone come in.
 */
import { dayAfter, dayBefore } from '../calendar/day.ts'
import type { Zone } from '../calendar/zone.ts'
import type { Schedule } from '../contract/schedules.ts'
import { weekdays } from '../contract/schedules.ts'
import { assertNever } from '../invariant.ts'

export type Expected = Readonly<{
  expectedAt: number
  dueAt: number
  /** The first batch received from here up to `closesAt`, exclusive, is the expected one. */
  opensAt: number
  closesAt: number
}>

const minuteMs = 60_000
/** No clock is put forward by more than this; a day that the zone leaves out wholly has no expectation. */
const gapMinutesMax = 180
/** From any day on, a schedule's next weekday comes within a week, and one of its times may fall to a skipped day. */
const searchDaysMax = 16

/** The instants after `from`, up to and with `to`, at which a batch is expected. */
export function dueBetween(schedule: Schedule, zone: Zone, from: number, to: number): readonly number[] {
  const instants: number[] = []
  for (const at of expectedAfter(schedule, zone, from)) {
    if (at > to) break
    instants.push(at)
  }
  return instants
}

/** Expectations after an instant with what belongs to each, without end, in order. */
export function* expectationsAfter(schedule: Schedule, zone: Zone, from: number): Generator<Expected> {
  let before: number | null = null
  let current: number | null = null
  for (const next of expectedAfter(schedule, zone, from)) {
    if (current !== null) {
      yield withBounds(schedule, { before, current, next })
      before = current
    } else before = lastBefore(schedule, zone, next)
    current = next
  }
}

/** Whether a batch that comes at this instant comes when one may: from the lead before an expectation to the end of its grace. */
export function isInWindow(schedule: Schedule, zone: Zone, at: number): boolean {
  const from = at - schedule.graceMinutes * minuteMs - 1
  for (const { expectedAt, opensAt, dueAt } of expectationsAfter(schedule, zone, from)) {
    if (opensAt <= at && at <= dueAt) return true
    if (expectedAt > at) return false
  }
  return false
}

type Neighbours = Readonly<{ before: number | null; current: number; next: number }>

function withBounds(schedule: Schedule, { before, current, next }: Neighbours): Expected {
  return {
    expectedAt: current,
    dueAt: current + schedule.graceMinutes * minuteMs,
    opensAt: current - leadOf(schedule, before === null ? null : current - before),
    closesAt: next - leadOf(schedule, next - current),
  }
}

/** Half the way at most, so that a batch that is a little late for one is not taken for the next. */
function leadOf({ leadMinutes }: Schedule, gap: number | null): number {
  const lead = leadMinutes * minuteMs
  return gap === null ? lead : Math.min(lead, Math.floor(gap / 2))
}

/** In order and each once: two local times that a change of the clock moves onto one instant are one expectation. */
function* expectedAfter(schedule: Schedule, zone: Zone, from: number): Generator<number> {
  let last = from
  // A window over midnight belongs to the day before, and a time of a skipped hour comes later than it says.
  let day = dayBefore(zone.dayOf(from))
  for (let idle = 0; idle < searchDaysMax; day = dayAfter(day)) {
    const instants = instantsOf(schedule, zone, day)
    idle = instants.length === 0 ? idle + 1 : 0
    for (const at of instants) {
      if (at <= last) continue
      last = at
      yield at
    }
  }
}

function lastBefore(schedule: Schedule, zone: Zone, at: number): number | null {
  let day = zone.dayOf(at)
  for (let days = 0; days < searchDaysMax; days += 1) {
    const before = instantsOf(schedule, zone, day).findLast((each) => each < at)
    if (before !== undefined) return before
    day = dayBefore(day)
  }
  return null
}

/** What is expected of one day of the zone, in order. */
function instantsOf(schedule: Schedule, zone: Zone, day: string): readonly number[] {
  const weekday = weekdays[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7]
  if (weekday === undefined || !schedule.weekdays.includes(weekday)) return []
  switch (schedule.kind) {
    case 'daily': {
      const instants = schedule.times.map((time) => instantAt(zone, day, time)).filter((at) => at !== null)
      return [...new Set(instants)].toSorted((a, b) => a - b)
    }
    case 'every':
      return steps(schedule, zone, day)
    default:
      return assertNever(schedule)
  }
}

/** Steps count time that passes, not what the clock shows: a night in which it is put back has an hour more of them. */
function steps(
  { minutes, from, to }: Extract<Schedule, { kind: 'every' }>,
  zone: Zone,
  day: string,
): readonly number[] {
  const begin = instantAt(zone, day, from)
  const end = instantAt(zone, to > from ? day : dayAfter(day), to)
  if (begin === null || end === null) return []
  const instants: number[] = []
  // A whole day ends where the next one begins, and that one brings the instant between them.
  for (let at = begin; from === to ? at < end : at <= end; at += minutes * minuteMs) instants.push(at)
  return instants
}

/** A time that the clock leaves out that day is the first one after the gap; one that comes twice is the earlier. */
function instantAt(zone: Zone, day: string, time: string): number | null {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const asked = hours * 60 + minutes
  for (let minute = asked; minute <= asked + gapMinutesMax; minute += 1) {
    const at = zone.readInstant(`${minute < 1_440 ? day : dayAfter(day)}T${clockOf(minute % 1_440)}:00`)
    if (at !== null) return at
  }
  return null
}

const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
