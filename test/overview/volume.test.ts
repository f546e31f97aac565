/** What moved, beside the period before: whole answers, and the same sums as row by row whatever is asked for. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OverviewVolume } from '../../engine/contract/overview.ts'
import { Findings } from '../../engine/ledger/check/findings.ts'
import { readVolume } from '../../engine/overview/volume.ts'
import { checkVolumeSums } from '../../engine/workspace/check/volume-sums.ts'
import { currencies, openRowBooks, type PostedRow, places, producers, type RowBooks, tiers } from './posted-rows.ts'
import { type ModelAsked, modelOf } from './volume-model.ts'

/** Clocks there are put forward on 29 March 2026 and back on 25 October. */
const zone = 'Europe/Berlin'
const at = Date.parse('2026-11-01T10:00:00Z')

let books: RowBooks
const posted: PostedRow[] = []
beforeAll(async () => {
  books = await openRowBooks(zone)
})
afterAll(() => books.close())

const all = { split: 'none', producer: null, location: null } as const
const read = (asked: ModelAsked): OverviewVolume => readVolume({ raw: books.raw }, { ...asked, at })
const post = (...rows: readonly PostedRow[]): void => {
  books.post(rows)
  posted.push(...rows)
}
const row = (occurredAt: string, draft: Partial<PostedRow> = {}): PostedRow => ({
  producer: 7,
  place: 'Central',
  tier: 'standard',
  currency: 'USD',
  kind: 'TopUp',
  amount: 100,
  occurredAt,
  day: occurredAt.slice(0, 10),
  ...draft,
})

/** In the words of the model. */
function written({ by, parts, buckets }: OverviewVolume, which: 'now' | 'before'): Record<string, string> {
  const volumes: Record<string, string> = {}
  for (const { [which]: bucket } of buckets) {
    if (bucket === null) continue
    const monday = new Date(`${bucket.from}T00:00:00Z`)
    monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7))
    const name = {
      hour: bucket.startsAt,
      day: bucket.from,
      week: monday.toISOString().slice(0, 10),
      month: bucket.from.slice(0, 7),
    }[by]
    for (const { part, currency, ...sides } of bucket.sums)
      for (const [kind, { rows, money }] of [['TopUp', sides.topUps] as const, ['Payment', sides.payments] as const]) {
        const key = parts[part]?.kind === 'all' ? 'all' : parts[part]?.key
        if (rows > 0) volumes[`${name} | ${key} | ${currency} | ${kind}`] = `${rows} rows, ${money}`
      }
  }
  return volumes
}

describe('in books where nothing moved', () => {
  it('shows every bucket, empty', () => {
    const answer = read({ ...all, from: '2001-02-27', to: '2001-02-28', by: 'day' })
    expect(answer).toEqual({
      asOf: '2026-11-01T10:00:00.000Z',
      zone,
      by: 'day',
      split: 'none',
      now: { from: '2001-02-27', to: '2001-02-28' },
      before: { from: '2001-02-25', to: '2001-02-26' },
      parts: [{ kind: 'all', key: null, name: null }],
      buckets: [27, 28].map((day) => ({ now: emptyDay(day), before: emptyDay(day - 2) })),
      totals: [],
    })
    expect(read({ ...all, split: 'location', from: '2001-02-27', to: '2001-02-28', by: 'day' }).parts).toEqual([])
  })
})

const emptyDay = (day: number) => ({
  from: `2001-02-${day}`,
  to: `2001-02-${day}`,
  startsAt: `2001-02-${day - 1}T23:00:00.000Z`,
  endsAt: `2001-02-${day}T23:00:00.000Z`,
  sums: [],
})

describe('of a month', () => {
  beforeAll(() =>
    post(
      row('2005-02-03T10:00:00Z', { amount: 50 }),
      row('2005-02-03T11:00:00Z', { amount: 30, kind: 'Payment' }),
      row('2005-03-03T10:00:00Z', { amount: 70 }),
      row('2005-03-31T10:00:00Z', { amount: 5, producer: 8, place: 'North' }),
      row('2005-03-31T10:00:00Z', { amount: 7, currency: 'EUR', tier: 'gold' }),
    ),
  )

  it('tells the month before beside it, with what both come to and how much more that is', () => {
    const answer = read({ ...all, from: '2005-03-01', to: '2005-03-31', by: 'month' })
    const none = { rows: 0, money: '0' }
    expect(answer.before).toEqual({ from: '2005-02-01', to: '2005-02-28' })
    expect(answer.buckets.map(({ now, before }) => [now?.sums, before?.sums])).toEqual([
      [
        [
          { part: 0, currency: 'EUR', topUps: { rows: 1, money: '7' }, payments: none },
          { part: 0, currency: 'USD', topUps: { rows: 2, money: '75' }, payments: none },
        ],
        [{ part: 0, currency: 'USD', topUps: { rows: 1, money: '50' }, payments: { rows: 1, money: '30' } }],
      ],
    ])
    const unknown = { rows: null, money: null }
    expect(answer.totals).toEqual([
      {
        part: null,
        currency: 'EUR',
        now: { topUps: { rows: 1, money: '7' }, payments: none },
        before: { topUps: none, payments: none },
        change: { topUps: unknown, payments: unknown },
      },
      {
        part: null,
        currency: 'USD',
        now: { topUps: { rows: 2, money: '75' }, payments: none },
        before: { topUps: { rows: 1, money: '50' }, payments: { rows: 1, money: '30' } },
        change: { topUps: { rows: 10_000, money: 5_000 }, payments: { rows: -10_000, money: -10_000 } },
      },
    ])
  })

  it('tells its days beside those of the shorter month, and the last three beside nothing', () => {
    const { buckets } = read({ ...all, from: '2005-03-01', to: '2005-03-31', by: 'day' })
    expect(buckets).toHaveLength(31)
    expect(buckets.slice(26).map(({ now, before }) => [now?.from, before?.from])).toEqual([
      ['2005-03-27', '2005-02-27'],
      ['2005-03-28', '2005-02-28'],
      ['2005-03-29', undefined],
      ['2005-03-30', undefined],
      ['2005-03-31', undefined],
    ])
  })

  it('tells producers by name, those of most rows first, each with what it came to', () => {
    const { parts, totals } = read({ ...all, split: 'producer', from: '2005-03-01', to: '2005-03-31', by: 'month' })
    expect(parts).toEqual([
      { kind: 'one', key: '7', name: 'Producer 7' },
      { kind: 'one', key: '8', name: 'Producer 8' },
    ])
    expect(totals.map(({ part, currency, now }) => [part, currency, now.topUps.money])).toEqual([
      [null, 'EUR', '7'],
      [null, 'USD', '75'],
      [0, 'EUR', '7'],
      [0, 'USD', '70'],
      [1, 'USD', '5'],
    ])
  })

  it('tells twenty parts one by one and the others together', () => {
    const day = '2006-06-01'
    post(
      ...Array.from({ length: 23 }, (_, at) => at).flatMap((at) =>
        Array.from({ length: at < 20 ? 2 : 1 }, () => row(`${day}T10:00:00Z`, { place: `Stall ${at}`, amount: 1 })),
      ),
    )
    const { parts, totals } = read({ ...all, split: 'location', from: day, to: day, by: 'day' })
    expect(parts).toHaveLength(21)
    expect(parts.at(-1)).toEqual({ kind: 'rest', key: null, name: null })
    expect(totals.at(-1)).toMatchObject({ part: 20, now: { topUps: { rows: 3, money: '3' } } })
    expect(totals[0]).toMatchObject({ part: null, now: { topUps: { rows: 43, money: '43' } } })
  })
})

describe('by hour', () => {
  const hours = (day: string) => read({ ...all, from: day, to: day, by: 'hour' }).buckets

  it('has twenty-three on the day on which clocks go forward, each beside the same time of the day before', () => {
    const buckets = hours('2026-03-29')
    expect(buckets.filter(({ now }) => now !== null)).toHaveLength(23)
    expect(buckets.slice(1, 4).map(({ now, before }) => [now?.startsAt, before?.startsAt])).toEqual([
      ['2026-03-29T00:00:00.000Z', '2026-03-28T00:00:00.000Z'],
      [undefined, '2026-03-28T01:00:00.000Z'],
      ['2026-03-29T01:00:00.000Z', '2026-03-28T02:00:00.000Z'],
    ])
  })

  it('has twenty-five on the day on which they go back, and the one that comes twice beside nothing', () => {
    const buckets = hours('2026-10-25')
    expect(buckets).toHaveLength(25)
    expect(buckets.slice(2, 5).map(({ now, before }) => [now?.startsAt, before?.startsAt])).toEqual([
      ['2026-10-25T00:00:00.000Z', '2026-10-24T00:00:00.000Z'],
      ['2026-10-25T01:00:00.000Z', undefined],
      ['2026-10-25T02:00:00.000Z', '2026-10-24T01:00:00.000Z'],
    ])
  })

  it('puts what came late to the first hour of the day that it was posted to', () => {
    post(row('2007-05-01T15:20:00Z', { day: '2007-05-03' }))
    const found = hours('2007-05-03').filter(({ now }) => (now?.sums.length ?? 0) > 0)
    expect(found.map(({ now }) => now?.startsAt)).toEqual(['2007-05-02T22:00:00.000Z'])
    expect(hours('2007-05-01').every(({ now }) => now?.sums.length === 0)).toBe(true)
  })
})

it('is the same of producers over a range too long to step through day by day', () => {
  const asked = { ...all, from: '2000-01-01', to: '2030-12-31', by: 'month', producer: [7, 8] } as const
  expect(written(read(asked), 'now')).toEqual(modelOf(zone, posted, asked))
})

const dayBetween = (first: string, days: number) =>
  fc.nat(days).map((more) => new Date(Date.parse(`${first}T00:00:00Z`) + more * 86_400_000).toISOString().slice(0, 10))
/** Around the days on which clocks are moved, and with a month's end among them. */
const someDay = fc.oneof(dayBetween('2026-03-20', 20), dayBetween('2026-10-18', 20))
const someRow = fc
  .record({
    instant: fc.tuple(someDay, fc.nat(86_399)),
    late: fc.constantFrom(0, 0, 0, 1, 3),
    producer: fc.constantFrom(...producers),
    place: fc.constantFrom(...places),
    tier: fc.constantFrom(...tiers),
    currency: fc.constantFrom(...currencies),
    kind: fc.constantFrom('TopUp' as const, 'Payment' as const),
    amount: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ instant: [date, second], late, ...draft }): PostedRow => {
    const occurredAt = new Date(Date.parse(`${date}T00:00:00Z`) + second * 1_000)
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(occurredAt.getTime() + late * 86_400_000)
    return { ...draft, occurredAt: occurredAt.toISOString(), day }
  })
const some = <T>(...items: readonly T[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...items), { minLength: 1 }), { nil: null })
const someQuestion = fc
  .record({
    days: fc.tuple(someDay, someDay).map((days) => days.toSorted()),
    by: fc.constantFrom('hour' as const, 'day' as const, 'week' as const, 'month' as const),
    split: fc.constantFrom('none' as const, 'producer' as const, 'location' as const, 'tier' as const),
    producer: some(...producers),
    location: some(...places, 'Nowhere'),
  })
  .map(({ days, ...asked }): ModelAsked => ({ ...asked, from: days[0] ?? '', to: days[1] ?? '' }))

it('is what row by row comes to, whatever was posted and whatever is asked for', () => {
  fc.assert(
    fc.property(fc.array(someRow, { minLength: 1, maxLength: 12 }), someQuestion, (rows, asked) => {
      post(...rows)
      const answer = read(asked)
      expect(written(answer, 'now')).toEqual(modelOf(zone, posted, asked))
      // Parts are those of this period, so that others of the one before are told together.
      if (asked.split === 'none')
        expect(written(answer, 'before')).toEqual(modelOf(zone, posted, { ...asked, ...answer.before }))
      // Whoever asks for totals alone gets the same ones, whichever way they are read.
      expect(readVolume({ raw: books.raw }, { ...asked, at, totalsOnly: true })).toEqual({ ...answer, buckets: [] })
    }),
    { numRuns: 150 },
  )
  const findings = new Findings()
  checkVolumeSums(books.raw, findings)
  expect(findings.all()).toEqual([])
})
