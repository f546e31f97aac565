/** Opened, resolved and left over, bucket by bucket; what is open by severity and age; how long it took. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { severities } from '../../engine/contract/exceptions.ts'
import { type ExceptionsAsked, readExceptions } from '../../engine/overview/exceptions.ts'
import { type CaseDraft, insertCase } from '../exceptions/queue/random-cases.ts'
import { openRowBooks, producers, type RowBooks } from './posted-rows.ts'
import { hoursOf } from './volume-model.ts'

const zone = 'Europe/Berlin'
const hourMs = 3_600_000
const at = Date.parse('2026-04-05T10:00:00Z')
const dayOf = (instant: number): string => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(instant)
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / (24 * hourMs)

type Case = Readonly<{
  severity: CaseDraft['severity']
  producer: number | null
  raisedAt: number
  touchedAfter: number | null
  resolvedAfter: number | null
}>

const someCase = fc.record({
  severity: fc.constantFrom(...severities),
  producer: fc.constantFrom(...producers, null),
  raisedAt: fc.integer({ min: at - 60 * 24 * hourMs, max: at - 1 }),
  touchedAfter: fc.option(fc.integer({ min: 0, max: 9 * 24 * hourMs }), { nil: null }),
  resolvedAfter: fc.option(fc.integer({ min: 0, max: 20 * 24 * hourMs }), { nil: null }),
})
const cases: readonly Case[] = fc.sample(someCase, { numRuns: 120, seed: 7 })

let books: RowBooks
beforeAll(async () => {
  books = await openRowBooks(zone)
})
afterAll(() => books.close())

const read = (asked: Partial<ExceptionsAsked> = {}) =>
  readExceptions({ raw: books.raw }, { from: '2026-03-28', to: '2026-03-30', by: 'day', producer: null, at, ...asked })

it('is all nothing where nothing ever needed anybody', () => {
  const { buckets, open, ...rest } = read()
  expect(rest).toEqual({
    asOf: '2026-04-05T10:00:00.000Z',
    zone,
    by: 'day',
    from: '2026-03-28',
    to: '2026-03-30',
    backlogBefore: 0,
    toFirstTouch: { count: 0, p50Ms: null, p90Ms: null },
    toResolution: { count: 0, p50Ms: null, p90Ms: null },
  })
  expect(buckets.map(({ from, opened, resolved, backlog }) => [from, opened, resolved, backlog])).toEqual([
    ['2026-03-28', 0, 0, 0],
    ['2026-03-29', 0, 0, 0],
    ['2026-03-30', 0, 0, 0],
  ])
  expect(open).toHaveLength(severities.length * 5)
  expect(open.every(({ count }) => count === 0)).toBe(true)
})

const resolvedAt = ({ raisedAt, resolvedAfter }: Case): number | null =>
  resolvedAfter === null || raisedAt + resolvedAfter >= at ? null : raisedAt + resolvedAfter
const touchedAt = ({ raisedAt, touchedAfter }: Case): number | null =>
  touchedAfter === null ? null : raisedAt + touchedAfter

function insert(each: Case): void {
  const resolved = resolvedAt(each)
  insertCase(books.raw, {
    code: 'BATCH_MISSING',
    scope: each.producer === null ? 'engine' : 'producer',
    severity: each.severity,
    status: resolved === null ? 'open' : 'resolved',
    waitingFor: null,
    producer: each.producer,
    batch: null,
    resolution: resolved === null ? null : 'not_a_problem',
    resolvedAt: resolved,
    resolvedBy: resolved === null ? null : 'engine',
    client: null,
    line: null,
    rows: 0,
    amount: null,
    found: null,
    owner: null,
    raisedAt: each.raisedAt,
    dueAt: each.raisedAt,
    snoozedUntil: null,
    touchedAt: touchedAt(each),
    touchedBy: touchedAt(each) === null ? null : 'maria',
  })
}

const bands = [0, 2, 4, 8, 31]
const percentile = (took: readonly number[], part: number): number | null =>
  took.toSorted((a, b) => a - b)[Math.ceil(took.length * part) - 1] ?? null

it('is what case by case comes to, for all and for some producers, in every step of the calendar', () => {
  for (const each of cases) insert(each)
  for (const producer of [null, [7], [8, 9]]) {
    const mine = cases.filter((each) => producer === null || producer.includes(each.producer ?? 0))
    for (const by of ['hour', 'day', 'week', 'month'] as const) {
      const [from, to] = ['2026-03-11', '2026-04-05']
      const answer = read({ from, to, by, producer })
      const within = (instant: number | null, [start, end]: readonly [number, number]): boolean =>
        instant !== null && instant >= start && instant < end
      for (const { startsAt, endsAt, opened, resolved, backlog } of answer.buckets) {
        const times = [Date.parse(startsAt), Date.parse(endsAt)] as const
        expect(opened).toBe(mine.filter(({ raisedAt }) => within(raisedAt, times)).length)
        expect(resolved).toBe(mine.filter((each) => within(resolvedAt(each), times)).length)
        const isOpen = (each: Case): boolean =>
          each.raisedAt < times[1] && (resolvedAt(each) ?? Number.POSITIVE_INFINITY) >= times[1]
        expect(backlog).toBe(mine.filter(isOpen).length)
      }
      const [begin, end] = [hoursOf(zone, from)[0] ?? 0, (hoursOf(zone, to).at(-1) ?? 0) + hourMs]
      expect([answer.buckets[0]?.startsAt, answer.buckets.at(-1)?.endsAt]).toEqual([
        new Date(begin).toISOString(),
        new Date(end).toISOString(),
      ])
      const took = (happened: (each: Case) => number | null): readonly number[] =>
        mine.filter((each) => within(happened(each), [begin, end])).map((each) => (happened(each) ?? 0) - each.raisedAt)
      for (const [spread, all] of [
        [answer.toFirstTouch, took(touchedAt)],
        [answer.toResolution, took(resolvedAt)],
      ] as const)
        expect(spread).toEqual({ count: all.length, p50Ms: percentile(all, 0.5), p90Ms: percentile(all, 0.9) })
    }
    const open = mine.filter((each) => resolvedAt(each) === null)
    const expected = severities.flatMap((severity) =>
      bands.map((fromDays, band) => {
        const toDays = (bands[band + 1] ?? Number.POSITIVE_INFINITY) - 1
        const isIn = ({ raisedAt }: Case): boolean => {
          const days = daysBetween(dayOf(raisedAt), dayOf(at))
          return days >= fromDays && days <= toDays
        }
        const count = open.filter((each) => each.severity === severity && isIn(each)).length
        return { severity, fromDays, toDays: Number.isFinite(toDays) ? toDays : null, count }
      }),
    )
    expect(read({ producer }).open).toEqual(expected)
    expect(expected.some(({ count }) => count > 0)).toBe(true)
  }
})
