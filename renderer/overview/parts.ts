/** Who moves it, where, and which clients: what each part came to beside the period before. Pure. */
import type { OverviewVolume, VolumePart, VolumeSplit, VolumeTotal } from '../../engine/contract/overview.ts'
import { assertNever } from '../assert-never.ts'
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
import { movedAddress } from './links.ts'
import type { Measure } from './search.ts'
import { axisCount, axisMoney, changeText, countText, moneyText } from './words.ts'

export type Split = Exclude<VolumeSplit, 'none'>
type Of = Readonly<{ volume: OverviewVolume; currency: string; show: Measure }>
type Kind = 'topUps' | 'payments'

type PartTotal = Readonly<{ part: VolumePart; total: VolumeTotal }>

function partTotals({ volume, currency }: Pick<Of, 'volume' | 'currency'>): readonly PartTotal[] {
  return volume.parts.flatMap((part, at) => {
    const total = volume.totals.find(({ part: of, currency: each }) => of === at && each === currency)
    return total === undefined ? [] : [{ part, total }]
  })
}

export function partName({ kind, name }: VolumePart, split: VolumeSplit, { text }: Pick<Words, 'text'>): string {
  if (kind === 'rest') return text('overview.rest')
  return name === null || name === '' ? text(split === 'location' ? 'overview.no_location' : 'overview.no_tier') : name
}

/** A client's tier is the one at the time of posting, which no row keeps: no list can be narrowed to it. */
function partAddress(
  { volume }: Pick<Of, 'volume'>,
  { kind, key }: VolumePart,
  { reach }: Words,
  side: 'TopUp' | 'Payment',
) {
  if (kind !== 'one') return null
  switch (volume.split) {
    case 'producer':
      return key === null ? null : movedAddress(reach, volume.now, { kind: side, producer: Number(key) })
    case 'location':
      return key === null || key === '' ? null : movedAddress(reach, volume.now, { kind: side, location: key })
    case 'none':
    case 'tier':
      return null
    default:
      return assertNever(volume.split)
  }
}

export function partsTable(of: Omit<Of, 'show'>, words: Words): FigureTable {
  const { text, formats } = words
  const { volume, currency } = of
  const headers = (kind: Kind) => {
    const name = text(`overview.${kind}`)
    return [
      { id: `${kind}.rows`, header: text('overview.rows_of', { name }), amount: true },
      { id: `${kind}.money`, header: text('overview.money', { name, currency }), amount: true },
      { id: `${kind}.change`, header: text('overview.change_of', { name }), amount: true },
    ]
  }
  return {
    columns: [
      { id: 'part', header: text(`overview.split.${volume.split}`) },
      ...headers('topUps'),
      ...headers('payments'),
    ],
    rows: partTotals(of).map(({ part, total }) => {
      const cells = (kind: Kind) => {
        const href =
          total.now[kind].rows === 0 ? null : partAddress(of, part, words, kind === 'topUps' ? 'TopUp' : 'Payment')
        return [
          { text: countText(total.now[kind].rows, formats), href },
          { text: moneyText(total.now[kind].money, currency, formats), href },
          { text: changeText(total.change[kind].money, words) },
        ]
      }
      return {
        key: `${part.kind} ${part.key ?? ''}`,
        cells: [{ text: partName(part, volume.split, words) }, ...cells('topUps'), ...cells('payments')],
      }
    }),
  }
}

/** So many fit beside each other; the table has all of them. */
const shownMax = 8
const rowHeight = 30

export function partsChart(of: Of, words: Words): FigureChart {
  const { text, formats } = words
  const { volume, currency, show } = of
  const shown = partTotals(of).slice(0, shownMax)
  const size = ({ total }: PartTotal, kind: Kind): number =>
    show === 'money' ? Number(total.now[kind].money) : total.now[kind].rows
  const said = (value: number): string =>
    show === 'money' ? formats.money(BigInt(Math.round(value)), currency) : countText(value, formats)
  const names = { topUps: text('overview.topUps'), payments: text('overview.payments') }
  const [first] = shown
  const description =
    first === undefined
      ? text('overview.nothing_moved')
      : text('overview.parts.sentence', {
          count: shown.length,
          name: partName(first.part, volume.split, words),
          topUps: said(size(first, 'topUps')),
          payments: said(size(first, 'payments')),
        })
  return {
    height: legendHeight + 32 + Math.max(shown.length, 3) * rowHeight,
    description,
    hrefOf: ({ seriesIndex, dataIndex }) => {
      const part = shown[dataIndex]?.part
      return part === undefined ? null : partAddress(of, part, words, seriesIndex === 0 ? 'TopUp' : 'Payment')
    },
    option: (look) => ({
      ...chartBase(look, description),
      legend: legendOf(look, [names.topUps, names.payments]),
      grid: { left: 0, right: 16, top: legendHeight, bottom: 0, ...within },
      xAxis: valueAxis(
        look,
        (value) =>
          show === 'money'
            ? axisMoney(value, formats.digits(currency), formats.locale)
            : axisCount(value, formats.locale),
        { splitNumber: 3, ...(show === 'rows' ? { minInterval: 1 } : {}) },
      ),
      yAxis: categoryAxis(
        look,
        shown.map(({ part }) => partName(part, volume.split, words)),
        {
          inverse: true,
          axisLabel: {
            fontFamily: look.font,
            fontSize: 12,
            color: look.colours.text,
            width: 112,
            overflow: 'truncate',
          },
        },
      ),
      series: (['topUps', 'payments'] as const).map((kind) => ({
        ...barOf(
          names[kind],
          look.colours[seriesToken[kind]],
          shown.map((each) => size(each, kind)),
        ),
        tooltip: saying(said),
        barMaxWidth: 10,
      })),
    }),
  }
}
