/** Did it move as they said: how much of what statements told of is matched, and how long the rest waits. Pure. */
import type { OverviewReconciliation, ReconciledCurrency, UnmatchedBand } from '../../engine/contract/overview.ts'
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
import { matchedAddress, openItemsAddress } from './links.ts'
import { axisMoney, bandText, countText, moneyText, shareText } from './words.ts'

type Account = Readonly<{ account: string; currency: string }>
/** With the accounts that statements are sent of, which is where a figure leads. */
type Of = Readonly<{ reconciliation: OverviewReconciliation; accounts: readonly Account[] }>

const accountsIn = ({ accounts }: Pick<Of, 'accounts'>, currency: string): readonly Account[] =>
  accounts.filter((each) => each.currency === currency)

export function matchedTable(of: Of, { text, formats, reach }: Words): FigureTable {
  return {
    columns: [
      { id: 'currency', header: text('account.currency') },
      { id: 'lines', header: text('overview.lines'), amount: true },
      { id: 'matchedLines', header: text('overview.matched_lines'), amount: true },
      { id: 'shareOfLines', header: text('overview.share_of_lines'), amount: true },
      { id: 'money', header: text('overview.told_money'), amount: true },
      { id: 'matchedMoney', header: text('overview.matched_money'), amount: true },
      { id: 'shareOfMoney', header: text('overview.share_of_money'), amount: true },
    ],
    rows: of.reconciliation.currencies.map(({ currency, matched }) => {
      const href = matchedAddress(reach, accountsIn(of, currency))
      const open = openItemsAddress(reach, accountsIn(of, currency))
      return {
        key: currency,
        cells: [
          { text: currency },
          { text: countText(matched.lines, formats), href: open },
          { text: countText(matched.matchedLines, formats), href },
          { text: shareText(matched.shareOfLines, text, formats), href },
          { text: moneyText(matched.money, currency, formats), href: open },
          { text: moneyText(matched.matchedMoney, currency, formats), href },
          { text: shareText(matched.shareOfMoney, text, formats), href },
        ],
      }
    }),
  }
}

const whole = 10_000

/** Of a hundred, by count and by money. */
export function matchedChart(of: Of, words: Words): FigureChart {
  const { text, formats, reach } = words
  const { currencies } = of.reconciliation
  const [byLines, byMoney] = [text('overview.share_of_lines'), text('overview.share_of_money')]
  const description = currencies
    .map(({ currency, matched: { shareOfLines, shareOfMoney } }) =>
      text('overview.matched.sentence', {
        currency,
        lines: shareText(shareOfLines, text, formats),
        money: shareText(shareOfMoney, text, formats),
      }),
    )
    .join(' ')
  const said = (share: number): string => shareText(share, text, formats)
  return {
    height: legendHeight + 40 + currencies.length * 48,
    description,
    hrefOf: ({ dataIndex }) => {
      const currency = currencies[dataIndex]?.currency
      return currency === undefined ? null : matchedAddress(reach, accountsIn(of, currency))
    },
    option: (look) => ({
      ...chartBase(look, description),
      legend: legendOf(look, [byLines, byMoney]),
      grid: { left: 0, right: 56, top: legendHeight, bottom: 0, ...within },
      xAxis: valueAxis(look, (share) => `${share / 100} %`, { min: 0, max: whole, interval: whole / 4 }),
      yAxis: categoryAxis(
        look,
        currencies.map(({ currency }) => currency),
        { inverse: true },
      ),
      series: [
        {
          ...barOf(
            byLines,
            look.colours[seriesToken.topUps],
            currencies.map(({ matched }) => matched.shareOfLines),
          ),
          tooltip: saying(said),
        },
        {
          ...barOf(
            byMoney,
            look.colours[seriesToken.third],
            currencies.map(({ matched }) => matched.shareOfMoney),
          ),
          tooltip: saying(said),
        },
      ].map((series) => ({
        ...series,
        barMaxWidth: 14,
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

export function unmatchedTable(of: Of, { text, formats, reach }: Words): FigureTable {
  return {
    columns: [
      { id: 'age', header: text('overview.age') },
      { id: 'currency', header: text('account.currency') },
      { id: 'lines', header: text('overview.open_lines'), amount: true },
      { id: 'lineMoney', header: text('overview.open_line_money'), amount: true },
      { id: 'postings', header: text('overview.open_postings'), amount: true },
      { id: 'postingMoney', header: text('overview.open_posting_money'), amount: true },
    ],
    rows: of.reconciliation.currencies.flatMap(({ currency, unmatched }) =>
      unmatched.map((band) => {
        const href = openItemsAddress(reach, accountsIn(of, currency), band)
        return {
          key: `${currency} ${band.fromDays}`,
          cells: [
            { text: bandText(band, text) },
            { text: currency },
            { text: countText(band.lines, formats), href },
            { text: moneyText(band.lineMoney, currency, formats), href },
            { text: countText(band.postings, formats), href },
            { text: moneyText(band.postingMoney, currency, formats), href },
          ],
        }
      }),
    ),
  }
}

/** Money of one currency: two can't stand on one axis. */
export function unmatchedChart(of: Of, currency: string, words: Words): FigureChart {
  const { text, formats, reach } = words
  const found: ReconciledCurrency | undefined = of.reconciliation.currencies.find((each) => each.currency === currency)
  const bands: readonly UnmatchedBand[] = found?.unmatched ?? []
  const [lines, postings] = [text('overview.open_line_money'), text('overview.open_posting_money')]
  const said = (value: number): string => formats.money(BigInt(Math.round(value)), currency)
  const oldest = bands.findLast((band) => band.lines + band.postings > 0)
  const description =
    oldest === undefined
      ? text('overview.unmatched.none', { currency })
      : text('overview.unmatched.sentence', {
          currency,
          age: bandText(oldest, text),
          lines: oldest.lines,
          postings: oldest.postings,
        })
  return {
    height: 220,
    description,
    hrefOf: ({ dataIndex }) => {
      const band = bands[dataIndex]
      return band === undefined ? null : openItemsAddress(reach, accountsIn(of, currency), band)
    },
    option: (look) => ({
      ...chartBase(look, description),
      legend: legendOf(look, [lines, postings]),
      grid: { left: 0, right: 8, top: legendHeight + 4, bottom: 0, ...within },
      xAxis: categoryAxis(
        look,
        bands.map((band) => bandText(band, text)),
      ),
      yAxis: valueAxis(look, (value) => axisMoney(value, formats.digits(currency), formats.locale)),
      series: [
        {
          ...barOf(
            lines,
            look.colours[seriesToken.topUps],
            bands.map(({ lineMoney }) => Number(lineMoney)),
          ),
          tooltip: saying(said),
        },
        {
          ...barOf(
            postings,
            look.colours[seriesToken.payments],
            bands.map(({ postingMoney }) => Number(postingMoney)),
          ),
          tooltip: saying(said),
        },
      ],
    }),
  }
}
