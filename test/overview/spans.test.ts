/** Ranges of business days in pieces of the calendar, and the period that each is compared with. */
import { expect, it } from 'vitest'
import { Zone } from '../../engine/calendar/zone.ts'
import type { OverviewStep } from '../../engine/contract/overview.ts'
import { countPieces, daysOf, periodBefore, piecesOf, spanOf } from '../../engine/overview/spans.ts'

const before = (by: OverviewStep, from: string, to: string): string => {
  const found = daysOf(periodBefore(by, spanOf({ from, to })))
  return `${found.from} – ${found.to}`
}

it.each<[OverviewStep, string, string, string]>([
  ['day', '2026-03-10', '2026-03-10', '2026-03-09 – 2026-03-09'],
  ['day', '2026-03-03', '2026-03-09', '2026-02-24 – 2026-03-02'],
  ['hour', '2026-01-01', '2026-01-02', '2025-12-30 – 2025-12-31'],
  ['day', '2026-03-01', '2026-03-31', '2026-02-01 – 2026-02-28'],
  ['hour', '2024-03-01', '2024-03-31', '2024-02-01 – 2024-02-29'],
  ['month', '2026-01-01', '2026-03-31', '2025-10-01 – 2025-12-31'],
  ['month', '2026-01-01', '2026-12-31', '2025-01-01 – 2025-12-31'],
  ['month', '2026-11-01', '2026-11-22', '2026-10-01 – 2026-10-22'],
  ['month', '2026-03-20', '2026-04-10', '2026-02-20 – 2026-03-10'],
  ['month', '2026-03-10', '2026-05-20', '2025-12-10 – 2026-02-20'],
  ['month', '2026-03-30', '2026-03-30', '2026-02-28 – 2026-02-28'],
  ['week', '2026-03-02', '2026-03-08', '2026-02-23 – 2026-03-01'],
  ['week', '2026-03-01', '2026-03-31', '2026-01-25 – 2026-02-24'],
  ['week', '2026-03-04', '2026-03-05', '2026-02-25 – 2026-02-26'],
])('by %s, %s to %s is compared with %s', (by, from, to, expected) => {
  expect(before(by, from, to)).toBe(expected)
})

const zone = new Zone('Europe/Berlin')
const pieces = (by: OverviewStep, from: string, to: string): readonly string[] =>
  piecesOf(by, spanOf({ from, to }), zone).map((piece) => `${daysOf(piece).from} – ${daysOf(piece).to}`)

it('begins weeks on Monday and months on their first day, and cuts off what is not asked for', () => {
  expect(pieces('week', '2026-03-01', '2026-03-10')).toEqual([
    '2026-03-01 – 2026-03-01',
    '2026-03-02 – 2026-03-08',
    '2026-03-09 – 2026-03-10',
  ])
  expect(pieces('month', '2026-01-31', '2026-03-01')).toEqual([
    '2026-01-31 – 2026-01-31',
    '2026-02-01 – 2026-02-28',
    '2026-03-01 – 2026-03-01',
  ])
  expect(pieces('week', '1969-12-29', '1970-01-05')).toEqual(['1969-12-29 – 1970-01-04', '1970-01-05 – 1970-01-05'])
})

it.each<OverviewStep>(['hour', 'day', 'week', 'month'])('counts the pieces by %s before it makes them', (by) => {
  const span = spanOf({ from: '2026-01-17', to: '2026-02-12' })
  expect(countPieces(by, span)).toBe(piecesOf(by, span, zone).length)
})

it('covers each instant of its days once, also where the zone is half an hour off or its clocks are moved', () => {
  for (const name of ['Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia']) {
    const here = new Zone(name)
    for (const [from, to] of [
      ['2026-03-27', '2026-04-06'],
      ['2011-12-28', '2012-01-02'],
    ] as const) {
      const hours = piecesOf('hour', spanOf({ from, to }), here)
      expect(hours[0]?.startsAt).toBe(here.startOf(from))
      for (const [at, { startsAt }] of hours.entries()) if (at > 0) expect(startsAt).toBe(hours[at - 1]?.endsAt)
      expect(new Set(hours.map(({ place }) => place)).size).toBe(hours.length)
    }
  }
})
