/** Is money moving as usual: each bucket beside the one that had its place in the period before. Pure. */
import type { EChartsCoreOption } from 'echarts/core'
import type { OverviewVolume, VolumeBucket, VolumeSum } from '../../engine/contract/overview.ts'
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
import type { FigureChart, FigureTable, Look, Words } from './figure.ts'
import { movedAddress } from './links.ts'
import type { Measure } from './search.ts'
import { axisCount, axisMoney, bucketShort, bucketText, countText, moneyText } from './words.ts'

type Of = Readonly<{ volume: OverviewVolume; currency: string; show: Measure }>
type Kind = 'topUps' | 'payments'
const kindOf = { topUps: 'TopUp', payments: 'Payment' } as const

/** Those that the answer is of: what moved in the period or before it, the most rows first as the engine says. */
export const currenciesOf = ({ totals }: OverviewVolume): readonly string[] => [
  ...new Set(totals.filter(({ part }) => part === null).map(({ currency }) => currency)),
]

/** The one that is asked for where it moved, else the workspace's own, else any that moved. */
export function currencyOf(volume: OverviewVolume, wanted: string | undefined, own: string): string {
  const moved = currenciesOf(volume)
  const found = [wanted, own].find((currency) => currency !== undefined && moved.includes(currency))
  return found ?? moved[0] ?? wanted ?? own
}

const noSide = { rows: 0, money: '0' } as const

function sumOf(bucket: VolumeBucket | null, currency: string): Pick<VolumeSum, Kind> | null {
  if (bucket === null) return null
  return bucket.sums.find((sum) => sum.currency === currency) ?? { topUps: noSide, payments: noSide }
}

export function volumeTable({ volume, currency }: Omit<Of, 'show'>, words: Words): FigureTable {
  const { text, formats, reach } = words
  const moneyHeader = (id: string) => ({
    id: `${id}.money`,
    header: text('overview.money', { name: text(`overview.${id as Kind}`), currency }),
    amount: true,
  })
  const rowsHeader = (id: string) => ({
    id: `${id}.rows`,
    header: text('overview.rows_of', { name: text(`overview.${id as Kind}`) }),
    amount: true,
  })
  return {
    columns: [
      { id: 'bucket', header: text(`overview.by.${volume.by}`) },
      rowsHeader('topUps'),
      moneyHeader('topUps'),
      rowsHeader('payments'),
      moneyHeader('payments'),
      { id: 'before', header: text('overview.bucket_before') },
      {
        id: 'before.topUps',
        header: text('overview.before_of', { name: text('overview.topUps'), currency }),
        amount: true,
      },
      {
        id: 'before.payments',
        header: text('overview.before_of', { name: text('overview.payments'), currency }),
        amount: true,
      },
    ],
    rows: volume.buckets.map(({ now, before }, at) => {
      const [is, was] = [sumOf(now, currency), sumOf(before, currency)]
      const cells = (kind: Kind) => {
        const href =
          now === null || is === null || is[kind].rows === 0 ? null : movedAddress(reach, now, { kind: kindOf[kind] })
        return [
          { text: is === null ? '' : countText(is[kind].rows, formats), href },
          { text: is === null ? '' : moneyText(is[kind].money, currency, formats), href },
        ]
      }
      const wasText = (kind: Kind) => ({
        text: was === null ? '' : moneyText(was[kind].money, currency, formats),
        href:
          before === null || was === null || was[kind].rows === 0
            ? null
            : movedAddress(reach, before, { kind: kindOf[kind] }),
      })
      return {
        key: now?.startsAt ?? before?.startsAt ?? String(at),
        cells: [
          { text: now === null ? '' : bucketText(volume.by, now, formats) },
          ...cells('topUps'),
          ...cells('payments'),
          { text: before === null ? '' : bucketText(volume.by, before, formats) },
          wasText('topUps'),
          wasText('payments'),
        ],
      }
    }),
  }
}

function sizeOf(bucket: VolumeBucket | null, kind: Kind, { currency, show }: Omit<Of, 'volume'>): number | null {
  const sum = sumOf(bucket, currency)
  if (sum === null) return null
  const size = show === 'money' ? Number(sum[kind].money) : sum[kind].rows
  return kind === 'topUps' ? size : -size
}

/** Top-ups up, payments down, and the period before as thin steps over both. */
export function volumeChart({ volume, currency, show }: Of, words: Words): FigureChart {
  const { formats, reach } = words
  const { buckets, by } = volume
  const names = buckets.map(({ now, before }) => {
    const shown = now ?? before
    return shown === null ? '' : bucketShort(by, shown, formats)
  })
  const onAxis = (value: number): string =>
    show === 'money'
      ? axisMoney(Math.abs(value), formats.digits(currency), formats.locale)
      : axisCount(Math.abs(value), formats.locale)
  const description = volumeSentence({ volume, currency, show }, words)
  return {
    height: 260,
    description,
    hrefOf: ({ seriesIndex, dataIndex }) => {
      const pair = buckets[dataIndex]
      const kind = seriesIndex % 2 === 0 ? 'TopUp' : 'Payment'
      const bucket = seriesIndex < 2 ? pair?.now : pair?.before
      return bucket ? movedAddress(reach, bucket, { kind }) : null
    },
    option: (look) => ({
      ...chartBase(look, description),
      legend: legendOf(look, Object.values(namesOf(words))),
      grid: { left: 0, right: 8, top: legendHeight + 4, bottom: 0, ...within },
      xAxis: categoryAxis(look, names, { axisLine: { onZero: false, lineStyle: { color: look.colours.control } } }),
      yAxis: valueAxis(look, onAxis, show === 'rows' ? { minInterval: 1 } : {}),
      series: volumeSeries({ volume, currency, show }, words, look),
    }),
  }
}

const namesOf = ({ text }: Pick<Words, 'text'>) => ({
  topUps: text('overview.topUps'),
  payments: text('overview.payments'),
  before: text('overview.period_before'),
})

const kinds = ['topUps', 'payments'] as const

function volumeSeries({ volume: { buckets }, ...of }: Of, words: Words, look: Look): readonly EChartsCoreOption[] {
  const { formats } = words
  const names = namesOf(words)
  const said = (value: number): string =>
    of.show === 'money'
      ? formats.money(BigInt(Math.round(Math.abs(value))), of.currency)
      : countText(Math.abs(value), formats)
  const before = look.colours[seriesToken.before]
  return [
    ...kinds.map((kind) => ({
      ...barOf(
        names[kind],
        look.colours[seriesToken[kind]],
        buckets.map(({ now }) => sizeOf(now, kind, of)),
      ),
      stack: 'now',
      tooltip: saying(said),
    })),
    ...kinds.map((kind) => ({
      type: 'line',
      name: names.before,
      step: 'middle',
      symbol: 'none',
      data: buckets.map((bucket) => sizeOf(bucket.before, kind, of)),
      lineStyle: { width: 1, color: before },
      itemStyle: { color: before },
      emphasis: { disabled: true },
      tooltip: saying(said),
    })),
  ]
}

/** What both sides came to, and how much more or less that is than before. */
export function volumeSentence({ volume, currency, show }: Of, { text, formats }: Words): string {
  const total = volume.totals.find(({ part, currency: of }) => part === null && of === currency)
  const said = (kind: Kind): string =>
    show === 'money'
      ? moneyText(total?.now[kind].money ?? '0', currency, formats)
      : countText(total?.now[kind].rows ?? 0, formats)
  return text('overview.volume.sentence', {
    from: volume.now.from,
    to: volume.now.to,
    currency,
    show,
    topUps: said('topUps'),
    payments: said('payments'),
  })
}
