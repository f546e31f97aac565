/** Are we keeping up, and how fast: what was opened and resolved, what is left, how old it is, how long it took. Pure. */
import { severities } from '../../engine/contract/exceptions.ts'
import {
  ageBandsFrom,
  type ExceptionBucket,
  type OpenByAge,
  type OverviewExceptions,
} from '../../engine/contract/overview.ts'
import {
  barOf,
  categoryAxis,
  chartBase,
  legendHeight,
  legendOf,
  saying,
  seriesToken,
  valueAxis,
  within,
} from './chart-style.ts'
import type { FigureChart, FigureTable, Words } from './figure.ts'
import { casesAddress, daysOfBand } from './links.ts'
import { type CellOfMatrix, matrixChart } from './matrix.ts'
import { axisCount, bandText, bucketShort, bucketText, countText, tookText } from './words.ts'

const flowAddresses = ({ from, to }: ExceptionBucket, { reach }: Words) => ({
  opened: casesAddress(reach, { raised: { from, to }, all: true }),
  resolved: casesAddress(reach, { resolved: { from, to } }),
  open: casesAddress(reach, {}),
})

export function flowTable({ by, buckets }: OverviewExceptions, words: Words): FigureTable {
  const { text, formats } = words
  return {
    columns: [
      { id: 'bucket', header: text(`overview.by.${by}`) },
      { id: 'opened', header: text('overview.opened'), amount: true },
      { id: 'resolved', header: text('overview.resolved'), amount: true },
      { id: 'backlog', header: text('overview.backlog'), amount: true },
    ],
    rows: buckets.map((bucket) => {
      const href = flowAddresses(bucket, words)
      return {
        key: bucket.startsAt,
        cells: [
          { text: bucketText(by, bucket, formats) },
          { text: countText(bucket.opened, formats), href: href.opened },
          { text: countText(bucket.resolved, formats), href: href.resolved },
          // How many were open then is a sum over time; no list shows what was open on a day that is over.
          { text: countText(bucket.backlog, formats) },
        ],
      }
    }),
  }
}

const flowHeight = 120
const flowToken = {
  opened: seriesToken.payments,
  resolved: seriesToken.third,
  backlog: seriesToken.before,
} as const

/** Two panels, one over the other: what came and went, and what is left. */
export function flowChart({ by, buckets, backlogBefore }: OverviewExceptions, words: Words): FigureChart {
  const { text, formats } = words
  const names = {
    opened: text('overview.opened'),
    resolved: text('overview.resolved'),
    backlog: text('overview.backlog'),
  }
  const labels = buckets.map((bucket) => bucketShort(by, bucket, formats))
  const last = buckets.at(-1)
  const description = text('overview.flow.sentence', {
    before: backlogBefore,
    after: last?.backlog ?? backlogBefore,
    from: buckets[0]?.from ?? '',
    to: last?.to ?? '',
  })
  const said = (value: number): string => countText(value, formats)
  const count = (value: number): string => axisCount(value, formats.locale)
  return {
    height: legendHeight + flowHeight + 110,
    description,
    hrefOf: ({ seriesIndex, dataIndex }) => {
      const bucket = buckets[dataIndex]
      if (bucket === undefined) return null
      const href = flowAddresses(bucket, words)
      return [href.opened, href.resolved, href.open][seriesIndex] ?? null
    },
    option: (look) => ({
      ...chartBase(look, description),
      legend: legendOf(look, [names.opened, names.resolved, names.backlog]),
      grid: [
        { left: 0, right: 8, top: legendHeight + 4, height: flowHeight - 8, ...within },
        { left: 0, right: 8, top: legendHeight + flowHeight + 8, bottom: 0, ...within },
      ],
      xAxis: [
        categoryAxis(look, labels, { gridIndex: 0, axisLabel: { show: false } }),
        categoryAxis(look, labels, { gridIndex: 1 }),
      ],
      yAxis: [
        valueAxis(look, count, { gridIndex: 0, minInterval: 1, splitNumber: 3 }),
        valueAxis(look, count, { gridIndex: 1, minInterval: 1, splitNumber: 2 }),
      ],
      series: (['opened', 'resolved', 'backlog'] as const).map((name) => {
        const panel = name === 'backlog' ? 1 : 0
        return {
          ...barOf(
            names[name],
            look.colours[flowToken[name]],
            buckets.map((bucket) => bucket[name]),
          ),
          xAxisIndex: panel,
          yAxisIndex: panel,
          tooltip: saying(said),
        }
      }),
    }),
  }
}

const toDaysOf = (at: number): number | null => {
  const next = ageBandsFrom[at + 1]
  return next === undefined ? null : next - 1
}
const bands = ageBandsFrom.map((fromDays, at) => ({ fromDays, toDays: toDaysOf(at) }))

const openOf = ({ open }: OverviewExceptions, severity: string, fromDays: number): OpenByAge | undefined =>
  open.find((each) => each.severity === severity && each.fromDays === fromDays)

/** Severity by age: the table is the figure, and what is worst and oldest stands out by its tint and its figure. */
export function openTable(answer: OverviewExceptions, { text, formats, reach }: Words): FigureTable {
  return {
    columns: [
      { id: 'severity', header: text('overview.severity') },
      ...bands.map((band) => ({ id: String(band.fromDays), header: bandText(band, text), amount: true })),
    ],
    rows: severities.map((severity) => ({
      key: severity,
      cells: [
        { text: text(`case.severity.${severity}`), tone: `severity-${severity}` as const },
        ...bands.map((band) => {
          const count = openOf(answer, severity, band.fromDays)?.count ?? 0
          return {
            text: countText(count, formats),
            href: count === 0 ? null : casesAddress(reach, { severity, raised: daysOfBand(band, reach.today) }),
            ...(count === 0 ? {} : { tint: severity }),
          }
        }),
      ],
    })),
  }
}

/** The same, as a picture that somebody takes along. */
export function openChart(answer: OverviewExceptions, words: Words): FigureChart {
  const { text, formats, reach } = words
  const cells: readonly CellOfMatrix[] = severities.flatMap((severity, row) =>
    bands.flatMap((band, column) => {
      const count = openOf(answer, severity, band.fromDays)?.count ?? 0
      if (count === 0) return []
      const href = casesAddress(reach, { severity, raised: daysOfBand(band, reach.today) })
      return [{ row, column, text: countText(count, formats), tone: severity, href }]
    }),
  )
  return matrixChart({
    rows: severities.map((severity) => text(`case.severity.${severity}`)),
    columns: bands.map((band) => bandText(band, text)),
    cells,
    rowHeight: 40,
    description: openSentence(answer, words),
  })
}

export const openSentence = ({ open }: OverviewExceptions, { text }: Pick<Words, 'text'>): string => {
  const worst = severities.find((severity) => open.some((each) => each.severity === severity && each.count > 0))
  const oldest = bands.findLast((band) => open.some(({ fromDays, count }) => fromDays === band.fromDays && count > 0))
  return worst === undefined || oldest === undefined
    ? text('overview.open.none')
    : text('overview.open.sentence', { severity: text(`case.severity.${worst}`), age: bandText(oldest, text) })
}

const spans = ['toFirstTouch', 'toResolution'] as const

export function paceTable(answer: OverviewExceptions, { text, formats, reach }: Words): FigureTable {
  const { from, to } = answer
  return {
    columns: [
      { id: 'what', header: text('overview.pace.what') },
      { id: 'count', header: text('overview.pace.count'), amount: true },
      { id: 'p50', header: text('overview.pace.p50'), amount: true },
      { id: 'p90', header: text('overview.pace.p90'), amount: true },
    ],
    rows: spans.map((name) => {
      const href = casesAddress(reach, { raised: { from, to }, all: true })
      const { count, p50Ms, p90Ms } = answer[name]
      return {
        key: name,
        cells: [
          { text: text(`measures.${name}`) },
          { text: countText(count, formats), href },
          { text: tookText(p50Ms, text), href },
          { text: tookText(p90Ms, text), href },
        ],
      }
    }),
  }
}

const hourMs = 3_600_000

export function paceChart(answer: OverviewExceptions, words: Words): FigureChart {
  const { text, formats, reach } = words
  const names = [text('overview.pace.p50'), text('overview.pace.p90')] as const
  const said = (hours: number): string => tookText(hours * hourMs, text)
  const hours = (ms: number | null): number | null => (ms === null ? null : ms / hourMs)
  const description = spans
    .map((name) =>
      text('overview.pace.sentence', {
        what: text(`measures.${name}`),
        half: tookText(answer[name].p50Ms, text),
        most: tookText(answer[name].p90Ms, text),
      }),
    )
    .join(' ')
  return {
    height: legendHeight + 152,
    description,
    hrefOf: () => casesAddress(reach, { raised: { from: answer.from, to: answer.to }, all: true }),
    option: (look) => ({
      ...chartBase(look, description),
      legend: legendOf(look, names),
      grid: { left: 0, right: 56, top: legendHeight, bottom: 0, ...within },
      xAxis: valueAxis(look, (value) => text('overview.hours', { hours: axisCount(value, formats.locale) }), {
        splitNumber: 3,
      }),
      yAxis: categoryAxis(
        look,
        spans.map((name) => text(`measures.${name}`)),
        { inverse: true },
      ),
      series: (['p50Ms', 'p90Ms'] as const).map((part, at) => ({
        ...barOf(
          names[at] ?? '',
          look.colours[at === 0 ? seriesToken.third : seriesToken.payments],
          spans.map((name) => hours(answer[name][part])),
        ),
        barMaxWidth: 14,
        tooltip: saying(said),
        label: {
          show: true,
          position: 'right',
          color: look.colours.text,
          fontFamily: look.font,
          fontSize: 12,
          formatter: ({ value }: Readonly<{ value: number }>) => said(value),
        },
      })),
    }),
  }
}
