/** Schedules in local time: every kind of day that a clock can have, and laws over schedules made up at random. */
import { describe, expect, it } from 'vitest'
import { Zone } from '../../engine/calendar/zone.ts'
import { Schedule, weekdays } from '../../engine/contract/schedules.ts'
import { dueBetween, expectationsAfter, isInWindow } from '../../engine/producers/schedule.ts'
import { Random } from '../simulation/random.ts'

const hongKong = new Zone('Asia/Hong_Kong')
const london = new Zone('Europe/London')
const minute = 60_000
const at = (text: string): number => Date.parse(text)

const due = (schedule: object, zone: Zone, from: string, to: string): readonly string[] =>
  dueBetween(Schedule.parse(schedule), zone, at(from), at(to)).map((each) => new Date(each).toISOString().slice(0, 16))

describe('a batch is expected', () => {
  it('daily at its times, in the zone, on its weekdays', () => {
    // 2026-11-21 is a Saturday.
    const schedule = { kind: 'daily', times: ['18:00', '09:30'], weekdays: ['fri', 'mon'] }
    expect(due(schedule, hongKong, '2026-11-20T00:00:00Z', '2026-11-24T00:00:00Z')).toEqual([
      '2026-11-20T01:30',
      '2026-11-20T10:00',
      '2026-11-23T01:30',
      '2026-11-23T10:00',
    ])
  })

  it('every so often in a window, its first and last moment among them', () => {
    const schedule = { kind: 'every', minutes: 90, from: '09:00', to: '12:00' }
    expect(due(schedule, hongKong, '2026-11-20T00:00:00Z', '2026-11-20T23:59:00Z')).toEqual([
      '2026-11-20T01:00',
      '2026-11-20T02:30',
      '2026-11-20T04:00',
    ])
  })

  it('over midnight, on the weekday on which the window opens', () => {
    const schedule = { kind: 'every', minutes: 180, from: '22:00', to: '04:00', weekdays: ['sat'] }
    expect(due(schedule, hongKong, '2026-11-20T00:00:00Z', '2026-11-23T00:00:00Z')).toEqual([
      '2026-11-21T14:00',
      '2026-11-21T17:00',
      '2026-11-21T20:00',
    ])
  })

  it('all day long, once at each midnight and not twice', () => {
    const schedule = { kind: 'every', minutes: 720 }
    expect(due(schedule, hongKong, '2026-11-20T15:59:00Z', '2026-11-21T16:00:00Z')).toEqual([
      '2026-11-20T16:00',
      '2026-11-21T04:00',
      '2026-11-21T16:00',
    ])
  })

  it('all day long on one weekday only, up to its end and not with it', () => {
    const schedule = { kind: 'every', minutes: 720, weekdays: ['sat'] }
    expect(due(schedule, hongKong, '2026-11-20T00:00:00Z', '2026-11-23T00:00:00Z')).toEqual([
      '2026-11-20T16:00',
      '2026-11-21T04:00',
    ])
  })

  it('when clocks go forward: a time in the gap is the moment behind it, and two there are one', () => {
    const schedule = { kind: 'daily', times: ['01:15', '01:45', '02:30'] }
    expect(due(schedule, london, '2026-03-28T23:00:00Z', '2026-03-29T23:00:00Z')).toEqual([
      '2026-03-29T01:00',
      '2026-03-29T01:30',
    ])
  })

  it('when clocks go back: a time that comes twice is the earlier, and the night has an hour more', () => {
    const daily = { kind: 'daily', times: ['01:30'] }
    expect(due(daily, london, '2026-10-24T23:00:00Z', '2026-10-25T23:00:00Z')).toEqual(['2026-10-25T00:30'])
    const hourly = { kind: 'every', minutes: 60, from: '00:00', to: '03:00' }
    expect(due(hourly, london, '2026-10-24T22:00:00Z', '2026-10-25T12:00:00Z')).toEqual([
      '2026-10-24T23:00',
      '2026-10-25T00:00',
      '2026-10-25T01:00',
      '2026-10-25T02:00',
      '2026-10-25T03:00',
    ])
    expect(due(hourly, london, '2026-03-28T22:00:00Z', '2026-03-29T12:00:00Z')).toEqual([
      '2026-03-29T00:00',
      '2026-03-29T01:00',
      '2026-03-29T02:00',
    ])
  })

  it('at the same local time on both sides of a change of the clock', () => {
    const schedule = { kind: 'daily', times: ['18:00'] }
    expect(due(schedule, london, '2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z')).toEqual([
      '2026-03-28T18:00',
      '2026-03-29T17:00',
    ])
  })

  it('never on a day that the zone left out', () => {
    const apia = new Zone('Pacific/Apia')
    const schedule = { kind: 'daily', times: ['12:00'] }
    expect(due(schedule, apia, '2011-12-29T00:00:00Z', '2011-12-31T12:00:00Z')).toEqual([
      '2011-12-29T22:00',
      '2011-12-30T22:00',
    ])
  })
})

describe('a batch belongs to an expectation', () => {
  const of = (schedule: object, from: string) => {
    const { value } = expectationsAfter(Schedule.parse(schedule), hongKong, at(from)).next()
    const clock = (instant: number): string => new Date(instant + 8 * 60 * minute).toISOString().slice(5, 16)
    return value === undefined
      ? undefined
      : [clock(value.opensAt), clock(value.expectedAt), clock(value.dueAt), clock(value.closesAt)]
  }

  it('from the lead before it until the lead before the next', () => {
    const schedule = { kind: 'daily', times: ['18:00'], graceMinutes: 30, leadMinutes: 120 }
    expect(of(schedule, '2026-11-20T00:00:00Z')).toEqual(['11-20T16:00', '11-20T18:00', '11-20T18:30', '11-21T16:00'])
  })

  it('but never before half the way from the expectation before', () => {
    const schedule = { kind: 'daily', times: ['09:00', '09:30'], graceMinutes: 0, leadMinutes: 120 }
    expect(of(schedule, '2026-11-20T00:00:00Z')).toEqual(['11-20T07:00', '11-20T09:00', '11-20T09:00', '11-20T09:15'])
    expect(of(schedule, '2026-11-20T01:00:00Z')).toEqual(['11-20T09:15', '11-20T09:30', '11-20T09:30', '11-21T07:00'])
  })

  it('is out of schedule outside of the time from the lead to the end of the grace', () => {
    const schedule = Schedule.parse({ kind: 'daily', times: ['23:30'], graceMinutes: 60, leadMinutes: 30 })
    const inside = (text: string): boolean => isInWindow(schedule, hongKong, at(`${text}:00+08:00`))
    expect(['2026-11-20T22:59', '2026-11-20T23:00', '2026-11-21T00:30', '2026-11-21T00:31'].map(inside)).toEqual([
      false,
      true,
      true,
      false,
    ])
  })
})

/** Any schedule that the contract takes. */
function randomSchedule(random: Random): Schedule {
  const clock = (): string =>
    `${String(random.below(24)).padStart(2, '0')}:${String(random.below(60)).padStart(2, '0')}`
  const common = {
    weekdays: weekdays.filter((_, index) => index === random.below(7) || random.chance(70)),
    graceMinutes: random.below(1_441),
    leadMinutes: random.below(1_441),
  }
  const days = common.weekdays.length === 0 ? { ...common, weekdays: ['wed'] } : common
  if (random.chance(50)) {
    const times = Array.from({ length: 1 + random.below(4) }, clock)
    return Schedule.parse({ kind: 'daily', times, ...days })
  }
  const from = clock()
  return Schedule.parse({
    kind: 'every',
    minutes: 5 + random.below(1_436),
    from,
    to: random.chance(30) ? from : clock(),
    ...days,
  })
}

it.each(Array.from({ length: 60 }, (_, seed) => seed + 1))(
  'however time is cut into pieces, each expectation falls into one of them and their times leave no gap (seed %i)',
  (seed) => {
    const random = new Random(seed)
    const zone = random.pick([hongKong, london, new Zone('America/St_Johns'), new Zone('Australia/Lord_Howe')])
    const schedule = randomSchedule(random)
    const from =
      at(random.pick(['2026-03-20T00:00:00Z', '2026-10-18T00:00:00Z', '2026-11-01T00:00:00Z'])) +
      random.below(86_400_000)
    const to = from + 20 * 86_400_000
    const whole = dueBetween(schedule, zone, from, to)
    const cuts = Array.from({ length: 30 }, () => from + random.below(20 * 86_400_000)).toSorted((a, b) => a - b)
    const ends = [from, ...cuts, to]
    const pieces = ends.slice(1).flatMap((end, index) => dueBetween(schedule, zone, ends[index] ?? from, end))
    expect(pieces).toEqual(whole)
    expect(whole).toEqual([...new Set(whole)].toSorted((a, b) => a - b))
    expect(whole.length).toBeGreaterThan(0)
    let closed: number | null = null
    for (const { expectedAt, opensAt, closesAt, dueAt } of expectationsAfter(schedule, zone, from)) {
      if (expectedAt > to) break
      expect(opensAt).toBeLessThanOrEqual(expectedAt)
      expect(closesAt).toBeGreaterThan(expectedAt)
      expect(dueAt - expectedAt).toBe(schedule.graceMinutes * minute)
      if (closed !== null) expect(opensAt).toBe(closed)
      expect(isInWindow(schedule, zone, expectedAt)).toBe(true)
      closed = closesAt
    }
  },
)
