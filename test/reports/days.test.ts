/** Which days a report is of, and when it is due: written out by hand, and as a law against the calendar of the platform. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Zone } from '../../engine/calendar/zone.ts'
import type { ReportSchedule } from '../../engine/contract/reports.ts'
import { lastDue, nextDue, weekdayOf } from '../../engine/reports/due.ts'
import { daysOfRange, dueMovedOn, narrowedTo } from '../../engine/reports/range.ts'

const hongKong = new Zone('Asia/Hong_Kong')
const london = new Zone('Europe/London')

describe('the days of a report, as they stand on the day for which it is due', () => {
  it.each([
    ['day_before', '2026-03-01', '2026-02-28', '2026-02-28'],
    ['day_before', '2028-03-01', '2028-02-29', '2028-02-29'],
    ['day_before', '2026-01-01', '2025-12-31', '2025-12-31'],
    // Monday the 23rd, and the Sunday before it: the week before ends on another Sunday.
    ['last_week', '2026-11-23', '2026-11-16', '2026-11-22'],
    ['last_week', '2026-11-22', '2026-11-09', '2026-11-15'],
    ['last_month', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['last_month', '2026-01-15', '2025-12-01', '2025-12-31'],
    ['this_month', '2026-11-22', '2026-11-01', '2026-11-22'],
    ['this_month', '2026-12-01', '2026-12-01', '2026-12-01'],
  ] as const)('%s on %s is %s to %s', (range, day, from, to) => {
    expect(daysOfRange(range, day)).toEqual({ from, to })
  })

  it('narrow each table in its own way, and replace the days that it had', () => {
    const days = { from: '2026-11-01', to: '2026-11-22' }
    const narrowed = (source: 'postings' | 'exceptions' | 'trial_balance' | 'clients', parameters = {}) =>
      narrowedTo({ source, parameters }, days, hongKong)
    expect(narrowed('postings', { from: '2020-01-01', kind: 'TopUp' })).toEqual({ ...days, kind: 'TopUp' })
    expect(narrowed('exceptions')).toEqual({
      raisedFrom: '2026-10-31T16:00:00.000Z',
      raisedBefore: '2026-11-22T16:00:00.000Z',
    })
    expect(narrowed('trial_balance')).toEqual({ at: '2026-11-22T15:59:59.999Z' })
    expect(narrowed('clients', { search: 'C1' })).toEqual({ search: 'C1' })
  })
})

describe('what is due when a report is made', () => {
  const madeAt = Date.parse('2026-03-27T06:02:00Z')
  const moved = (dueBefore: string, at: string, zone = hongKong) =>
    dueMovedOn({ source: 'exceptions', parameters: { dueBefore, mine: true } }, { madeAt, at: Date.parse(at) }, zone)

  it.each([
    // Today's work is that of the day of the run, and next week's begins there.
    ['2026-03-27T16:00:00.000Z', '2026-11-21T23:00:00Z', '2026-11-22T16:00:00.000Z'],
    ['2026-04-02T16:00:00.000Z', '2026-03-28T23:00:00Z', '2026-04-04T16:00:00.000Z'],
    ['2026-03-27T16:00:00.000Z', '2026-03-27T07:00:00Z', '2026-03-27T16:00:00.000Z'],
    // What was late at that moment is what is late at the run.
    ['2026-03-27T06:02:00.000Z', '2026-11-21T23:00:00Z', '2026-11-21T23:00:00.000Z'],
  ])('by %s, run at %s, is by %s', (before, at, expected) => {
    expect(moved(before, at)).toEqual({ dueBefore: expected, mine: true })
  })

  it('is moved by days of the zone, however long they are', () => {
    expect(moved('2026-03-28T00:00:00.000Z', '2026-03-29T10:00:00Z', london)).toEqual({
      dueBefore: '2026-03-29T23:00:00.000Z',
      mine: true,
    })
  })

  it('stays where nothing is due', () => {
    const parameters = { dueBefore: '2026-03-27T16:00:00.000Z' }
    expect(dueMovedOn({ source: 'proposals', parameters }, { madeAt, at: madeAt * 2 }, hongKong)).toBe(parameters)
    expect(dueMovedOn({ source: 'exceptions', parameters: {} }, { madeAt, at: madeAt * 2 }, hongKong)).toEqual({})
  })
})

describe('a report is due', () => {
  const at = (text: string): number => Date.parse(text)
  const due = (schedule: ReportSchedule, after: string, zone = hongKong): string =>
    new Date(nextDue(schedule, zone, at(after))).toISOString()

  it.each([
    [{ every: 'day', at: '07:00' }, '2026-11-21T22:59:59Z', '2026-11-21T23:00:00.000Z'],
    // On the very minute it is for the next day: this one has been.
    [{ every: 'day', at: '07:00' }, '2026-11-21T23:00:00Z', '2026-11-22T23:00:00.000Z'],
    [{ every: 'week', on: 1, at: '00:00' }, '2026-11-22T10:00:00Z', '2026-11-22T16:00:00.000Z'],
    [{ every: 'week', on: 7, at: '23:59' }, '2026-11-22T16:00:00Z', '2026-11-29T15:59:00.000Z'],
    [{ every: 'month', on: 31, at: '07:00' }, '2026-02-01T00:00:00Z', '2026-02-27T23:00:00.000Z'],
    [{ every: 'month', on: 31, at: '07:00' }, '2026-02-28T00:00:00Z', '2026-03-30T23:00:00.000Z'],
    [{ every: 'month', on: 1, at: '07:00' }, '2026-11-01T00:00:00Z', '2026-11-30T23:00:00.000Z'],
  ] as const)('%j after %s: %s', (schedule, after, expected) => {
    expect(due(schedule, after)).toBe(expected)
  })

  it('an hour later where clocks leave its time out', () => {
    expect(due({ every: 'day', at: '01:30' }, '2026-03-28T12:00:00Z', london)).toBe('2026-03-29T01:30:00.000Z')
  })

  const times = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  const clock = times.map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
  const schedules: fc.Arbitrary<ReportSchedule> = fc.oneof(
    fc.record({ every: fc.constant('day' as const), at: clock }),
    fc.record({ every: fc.constant('week' as const), on: fc.integer({ min: 1, max: 7 }), at: clock }),
    fc.record({ every: fc.constant('month' as const), on: fc.integer({ min: 1, max: 31 }), at: clock }),
  )
  const instants = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2032-01-01T00:00:00Z') })

  it('at times of which none lies between: the last one up to the next is the one before it', () => {
    fc.assert(
      fc.property(schedules, instants, (schedule, now) => {
        const [last, next] = [lastDue(schedule, hongKong, now), nextDue(schedule, hongKong, now)]
        expect(last <= now && now < next).toBe(true)
        expect(nextDue(schedule, hongKong, last)).toBe(next)
        expect(lastDue(schedule, hongKong, next)).toBe(next)
        for (const each of [last, next]) expect(shownBy(each)).toContain(schedule.at)
      }),
      { numRuns: 500 },
    )
  })

  it('on the day of the week that it says', () => {
    fc.assert(
      fc.property(instants, (now) => {
        const day = hongKong.dayOf(now)
        expect(weekdayOf(day)).toBe(((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1)
      }),
    )
  })
})

const shownBy = (instant: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Hong_Kong', hour: '2-digit', minute: '2-digit' }).format(instant)
