/** The figures of the overview: what each says, what each draws, and the rows that each leads to. */
import { describe, expect, it } from 'vitest'
import { BatchSearch } from '../../renderer/batches/search.ts'
import { filterOf } from '../../renderer/exceptions/filter.ts'
import { QueueSearch } from '../../renderer/exceptions/search.ts'
import { LedgerSearch } from '../../renderer/ledger/search.ts'
import { flowChart, flowTable, openTable, paceTable } from '../../renderer/overview/cases.ts'
import type { FigureTable, Look } from '../../renderer/overview/figure.ts'
import { gapBars, gapChart, gapTable } from '../../renderer/overview/gap.ts'
import { healthTable } from '../../renderer/overview/health.ts'
import { keyFigures } from '../../renderer/overview/key-figures.ts'
import { casesAddress, daysOfBand, movedAddress, openItemsAddress } from '../../renderer/overview/links.ts'
import { glyphOf, onTimeChart, onTimeShare, onTimeTable } from '../../renderer/overview/on-time.ts'
import { partsTable } from '../../renderer/overview/parts.ts'
import { matchedTable, unmatchedTable } from '../../renderer/overview/reconciled.ts'
import { askedOf, OverviewSearch, presetRange } from '../../renderer/overview/search.ts'
import { volumeChart, volumeTable } from '../../renderer/overview/volume.ts'
import { WorkspaceSearch } from '../../renderer/reconciliation/search.ts'
import { tokens } from '../../renderer/theme/tokens.ts'
import { byProducer, exceptions, gap, health, reconciliation, volume, words } from './overview-answers.ts'

const texts = ({ rows }: FigureTable) => rows.map(({ cells }) => cells.map(({ text }) => text))
const hrefs = ({ rows }: FigureTable, at: number) => rows.map(({ cells }) => cells[at]?.href ?? null)
const searchOf = (address: string | null) => Object.fromEntries(new URL(address ?? '', 'http://console').searchParams)
const look: Look = { colours: tokens.light, font: 'Inter' }
const usd = { volume, currency: 'USD' } as const
const main = [{ account: 'omnibus:main', currency: 'USD' }]
const analyst = words('analyst')
const executive = words('executive')

describe('the filters', () => {
  it.each([
    [{}, { from: '2026-10-24', to: '2026-11-22', by: 'day' }],
    [{ from: '2026-11-01' }, { from: '2026-11-01', to: '2026-11-22' }],
    [{ to: '2026-02-10' }, { from: '2026-01-12', to: '2026-02-10' }],
    [{ from: '2026-12-01' }, { from: '2026-12-01', to: '2026-12-30' }],
    [
      { from: '2026-11-09', to: '2026-11-01' },
      { from: '2026-11-01', to: '2026-11-09' },
    ],
    [
      { from: 'never', by: 'second', producer: '-1', location: ' ' },
      { from: '2026-10-24', by: 'day' },
    ],
    [
      { by: 'hour', producer: '7', location: 'Central' },
      { by: 'hour', producer: 7, location: 'Central' },
    ],
  ])('%j are read from the address', (address, asked) => {
    expect(askedOf(OverviewSearch.parse(address), '2026-11-22')).toMatchObject(asked)
  })

  it('a range with a name is as many days up to today', () => {
    expect(presetRange('today', '2026-11-22')).toEqual({ from: '2026-11-22', to: '2026-11-22', by: 'hour' })
    expect(presetRange('quarter', '2026-11-22')).toEqual({ from: '2026-08-24', to: '2026-11-22', by: 'week' })
    expect(presetRange('month', '2026-11-22')).toEqual({ from: undefined, to: undefined, by: undefined })
  })
})

describe('what moved', () => {
  it('is a table of each bucket beside the one before', () => {
    expect(texts(volumeTable(usd, analyst))).toEqual([
      ['2026-11-21', '3', '123.45', '1', '2.50', '2026-11-19', '1.00', '2.50'],
      ['2026-11-22', '0', '0.00', '0', '0.00', '', '', ''],
    ])
  })

  it('leads to its postings, and where nothing moved nowhere', () => {
    const table = volumeTable(usd, words('analyst', 7))
    expect(LedgerSearch.parse(searchOf(hrefs(table, 2)[0] ?? null))).toMatchObject({
      tab: 'postings',
      in: 'clearing:seven',
      type: 'TopUp',
      from: '2026-11-21',
      to: '2026-11-21',
    })
    expect(hrefs(table, 2)[1]).toBeNull()
    expect(searchOf(hrefs(table, 4)[0] ?? null)).toMatchObject({ type: 'Payment' })
  })

  it('leads whoever does not read the ledger to the batches of these days', () => {
    const address = movedAddress(words('executive', 7).reach, volume.now, { kind: 'TopUp' })
    expect(address).toMatch(/^\/batches\?/)
    expect(BatchSearch.parse(searchOf(address))).toMatchObject({ producer: 7, from: '2026-11-21', to: '2026-11-22' })
  })

  it('leads to the rows of the place alone, and to no batches, which are of all places', () => {
    const { reach } = words('analyst')
    const address = movedAddress({ ...reach, location: 'Mong Kok' }, volume.now, { kind: 'TopUp' })
    expect(LedgerSearch.parse(searchOf(address))).toMatchObject({
      tab: 'postings',
      type: 'TopUp',
      location: 'Mong Kok',
    })
    expect(movedAddress({ ...executive.reach, location: 'Mong Kok' }, volume.now)).toBeNull()
  })

  it('is drawn with top-ups up, payments down, and the period before as steps', () => {
    const chart = volumeChart({ ...usd, show: 'money' }, analyst)
    const { series, animation, aria } = chart.option(look) as {
      series: { type: string; data: (number | null)[]; step?: string }[]
      animation: boolean
      aria: unknown
    }
    expect(series.map(({ type, data, step }) => [type, data, step ?? null])).toEqual([
      ['bar', [12_345, 0], null],
      ['bar', [-250, -0], null],
      ['line', [100, null], 'middle'],
      ['line', [-250, null], 'middle'],
    ])
    expect([animation, aria]).toEqual([false, { enabled: true, label: { description: chart.description } }])
    expect(chart.description).toBe('From 2026-11-21 to 2026-11-22: top-ups of USD 123.45, payments of USD 2.50.')
    expect(chart.hrefOf({ seriesIndex: 1, dataIndex: 0 })).toMatch(/type=Payment/)
    expect(chart.hrefOf({ seriesIndex: 3, dataIndex: 0 })).toMatch(/from=2026-11-19/)
    expect(chart.hrefOf({ seriesIndex: 3, dataIndex: 1 })).toBeNull()
  })

  it('is set out by producer, each with its change and its own rows', () => {
    const table = partsTable({ volume: byProducer, currency: 'USD' }, analyst)
    expect(texts(table)).toEqual([
      ['Seven Corner', '3', '123.45', '−10.50\u00a0%', '1', '2.50', 'nothing before'],
      ['All others', '3', '123.45', '−10.50\u00a0%', '1', '2.50', 'nothing before'],
    ])
    expect(hrefs(table, 1)).toEqual([expect.stringContaining('in=clearing%3Aseven'), null])
  })
})

describe('what is reconciled', () => {
  it('is told by count and by money, and never reads as all', () => {
    expect(texts(matchedTable({ reconciliation, accounts: main }, analyst))).toEqual([
      ['USD', '4', '3', '75.00\u00a0%', '40.00', '39.99', '99.97\u00a0%'],
    ])
  })

  it('leads from an age to the items of the account that are so old', () => {
    const table = unmatchedTable({ reconciliation, accounts: main }, analyst)
    expect(texts(table)).toEqual([
      ['0–1 d', 'USD', '1', '0.01', '0', '0.00'],
      ['over 30 d', 'USD', '0', '0.00', '2', '0.70'],
    ])
    const [young, old] = hrefs(table, 2).map((href) => WorkspaceSearch.parse(searchOf(href)))
    expect([young?.from, young?.to]).toEqual(['2026-11-21', undefined])
    expect([old?.from, old?.to]).toEqual([undefined, '2026-10-22'])
    // Of several accounts no single list has all.
    expect(openItemsAddress(analyst.reach, [...main, { account: 'gateway:x', currency: 'USD' }])).toBe(
      '/reconciliation',
    )
    expect(openItemsAddress(words('operator').reach, main)).toBeNull()
  })

  it('draws the gap alone, each part from where the one before it ended', () => {
    const [bank] = gap.banks
    if (bank === undefined) throw new Error('no bank')
    expect(gapBars(bank)).toEqual([
      { name: 'gap', sum: '1000', from: 0, to: 1_000 },
      { name: 'lines_not_posted', sum: '1500', from: 1_000, to: -500 },
      { name: 'postings_not_at_bank', sum: '-700', from: -500, to: 200 },
      { name: 'residue', sum: '200', from: 0, to: 200 },
    ])
    expect(gapBars({ ...bank, gap: null, residue: null })).toEqual([])
    expect(texts(gapTable(gap, analyst))).toEqual([
      ['omnibus:main', 'USD', '2026-11-22', '10.00', '15.00', '−7.00', '2.00'],
    ])
    expect(gapChart(bank, analyst).hrefOf({ seriesIndex: 0, dataIndex: 3 })).toBe(
      '/reconciliation/omnibus:main/proof?currency=USD&day=2026-11-22',
    )
  })
})

describe('exceptions', () => {
  const clock = { now: Date.parse('2026-11-22T06:00:00.000Z'), zone: 'Asia/Hong_Kong' }
  const filter = (address: string | null) => filterOf(QueueSearch.parse(searchOf(address)), clock)

  it('lead to what was opened, and to what was resolved, on that day', () => {
    const table = flowTable(exceptions, analyst)
    expect(texts(table)[0]).toEqual(['2026-11-21', '5', '3', '4'])
    expect(filter(hrefs(table, 1)[0] ?? null)).toEqual({
      raisedFrom: '2026-11-20T16:00:00.000Z',
      raisedBefore: '2026-11-21T16:00:00.000Z',
      snoozed: 'with',
    })
    expect(filter(hrefs(table, 2)[0] ?? null)).toEqual({
      status: ['resolved'],
      resolvedFrom: '2026-11-20T16:00:00.000Z',
      resolvedBefore: '2026-11-21T16:00:00.000Z',
      snoozed: 'with',
    })
  })

  it('that are open lead to those that are as bad and as old, of the producer that is asked for', () => {
    const table = openTable(exceptions, words('analyst', 7))
    expect(texts(table)[1]).toEqual(['High', '0', '0', '3', '0', '0'])
    expect(filter(hrefs(table, 3)[1] ?? null)).toEqual({
      status: ['unresolved'],
      severity: ['high'],
      producer: [7],
      raisedFrom: '2026-11-14T16:00:00.000Z',
      raisedBefore: '2026-11-18T16:00:00.000Z',
      snoozed: 'with',
    })
    expect(hrefs(table, 1)).toEqual([null, null, null, null])
  })

  it('are figures without links for whoever does not read them', () => {
    expect(casesAddress(executive.reach, {})).toBeNull()
    expect(flowChart(exceptions, executive).hrefOf({ seriesIndex: 0, dataIndex: 0 })).toBeNull()
  })

  it('say how long they took, and that nothing is known where nothing is', () => {
    expect(texts(paceTable(exceptions, analyst))).toEqual([
      ['To the first look', '4', '< 1 min', '2 h'],
      ['To the decision', '0', 'none yet', 'none yet'],
    ])
  })

  it('an age is the days on which it was raised', () => {
    expect(daysOfBand({ fromDays: 0, toDays: 1 }, '2026-11-22')).toEqual({ from: '2026-11-21' })
    expect(daysOfBand({ fromDays: 31, toDays: null }, '2026-11-22')).toEqual({ to: '2026-10-22' })
  })
})

describe('the work', () => {
  it('is a producer’s day by the worst that happened on it, and leads to its batches', () => {
    expect(texts(onTimeTable(health, executive))).toEqual([
      ['Seven Corner', '2026-11-22', '1', '0', '0', '1', '1'],
      ['Seven Corner', '2026-11-21', '2', '1', '1', '0', '0'],
    ])
    expect(health.punctuality.map((cell) => glyphOf(cell).tone)).toEqual(['medium', 'critical'])
    expect(BatchSearch.parse(searchOf(hrefs(onTimeTable(health, executive), 6)[0] ?? null))).toMatchObject({
      producer: 7,
      state: 'rejected',
      from: '2026-11-22',
      to: '2026-11-22',
    })
    expect(onTimeChart(health, executive).hrefOf({ seriesIndex: 0, dataIndex: 0 })).toBe(
      '/batches?producer=7&from=2026-11-21&to=2026-11-21',
    )
    expect(onTimeShare(health.totals)).toBe(3_333)
    expect(onTimeShare({ ...health.totals, expected: 0 })).toBeNull()
  })

  it('says what waits, what was proven when, and how much room is left', () => {
    const table = healthTable(health, executive)
    expect(texts(table).map(([name, value]) => [name, value])).toEqual([
      ['Rows posted', '10,000 a second'],
      ['Files waiting', '0'],
      ['Batches running', '0'],
      ['Batches held', '2'],
      ['Open exceptions', '3'],
      ['Proposals waiting', '0'],
      ['Check of the books', 'fine'],
      ['Check of every page', 'never yet'],
      ['Audit chain verified', 'found problems'],
      ['Backup', 'never yet'],
      ['Disk', '50 GB of 1,000 GB free'],
    ])
    expect(hrefs(table, 1)[3]).toBe('/batches?state=held')
    expect(table.rows.at(-1)?.cells[1]?.tone).toBe('high')
  })
})

it('six figures come first: each now, against the period before, and nothing where nothing is known', () => {
  const before = { reconciliation: { ...reconciliation, currencies: [] }, health }
  const known = { volume, reconciliation, gap, exceptions, health, before, currency: undefined, own: 'USD' }
  expect(keyFigures(known, executive).map(({ value, change }) => [value, change])).toEqual([
    ['123.45', '−10.50\u00a0% against 1.00'],
    ['2.50', 'nothing before'],
    ['99.97\u00a0%', 'nothing before'],
    ['2.00', 'of a gap of 10.00'],
    ['3', '2 when 2026-11-21 began'],
    ['33.33\u00a0%', '0.00 points against 33.33\u00a0%'],
  ])
  const unknown = {
    volume: undefined,
    reconciliation: undefined,
    gap: undefined,
    exceptions: undefined,
    health: undefined,
    before: { reconciliation: undefined, health: undefined },
  }
  const figures = keyFigures({ ...unknown, currency: undefined, own: 'USD' }, executive)
  expect(figures.map(({ value }) => value)).toEqual([null, null, null, null, null, null])
})
