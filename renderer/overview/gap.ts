/**
 * Is the bank's money what we owe: the gap between the two alone, from what the ledger says to what the bank has, each part
 * beginning where the one before it ended. Whole balances would make cents invisible. Pure.
 */
import type { OmnibusGap, OverviewGap } from '../../engine/contract/overview.ts'
import { type FloatingBar, floatingBars } from '../charts/floating-bars.ts'
import type { Token } from '../theme/tokens.ts'
import { categoryAxis, chartBase, valueAxis, within } from './chart-style.ts'
import type { FigureChart, FigureTable, Words } from './figure.ts'
import { gapAddress, openOfBankAddress } from './links.ts'
import { axisMoney, moneyText } from './words.ts'

const explaining = ['lines_not_posted', 'postings_not_at_bank'] as const

type BarName = 'gap' | (typeof explaining)[number] | 'residue'
export type GapBar = FloatingBar & Readonly<{ name: BarName }>

const termOf = ({ proof }: OmnibusGap, name: BarName): string =>
  proof?.terms.find(({ term }) => term === name)?.sum ?? '0'

/** From the gap down: what explains it is taken away, and what is left over is the residue. */
export function gapBars(bank: OmnibusGap): readonly GapBar[] {
  const { gap, residue } = bank
  if (gap === null || residue === null) return []
  let end = Number(gap)
  const bars: GapBar[] = [{ name: 'gap', sum: gap, from: 0, to: end }]
  for (const name of explaining) {
    const sum = termOf(bank, name)
    const to = end - Number(sum)
    bars.push({ name, sum, from: end, to })
    end = to
  }
  return [...bars, { name: 'residue', sum: residue, from: 0, to: Number(residue) }]
}

const isTerm = (name: BarName): name is (typeof explaining)[number] => name !== 'gap' && name !== 'residue'

const barText = (name: BarName, { text }: Pick<Words, 'text'>): string =>
  isTerm(name) ? text(`proof.term.${name}`) : text(`overview.${name}`)

function barAddress(bank: OmnibusGap, name: BarName, { reach }: Words): string | null {
  const day = bank.proof?.day
  return isTerm(name) && day !== undefined ? openOfBankAddress(reach, bank, day) : gapAddress(reach, bank, day)
}

export function gapTable({ banks }: OverviewGap, words: Words): FigureTable {
  const { text, formats } = words
  return {
    columns: [
      { id: 'account', header: text('account.account') },
      { id: 'currency', header: text('account.currency') },
      { id: 'day', header: text('overview.proven_day') },
      { id: 'gap', header: text('overview.gap'), amount: true },
      ...explaining.map((name) => ({ id: name, header: text(`proof.term.${name}`), amount: true })),
      { id: 'residue', header: text('overview.residue'), amount: true },
    ],
    rows: banks.map((bank) => {
      const { account, currency, proof, gap, residue } = bank
      const cell = (name: BarName, sum: string | null) => ({
        text: sum === null ? text('overview.not_told') : moneyText(sum, currency, formats),
        href: barAddress(bank, name, words),
      })
      return {
        key: `${account} ${currency}`,
        cells: [
          { text: account },
          { text: currency },
          { text: proof?.day ?? text('overview.not_told') },
          cell('gap', gap),
          ...explaining.map((name) => cell(name, proof === null ? null : termOf(bank, name))),
          cell('residue', residue),
        ],
      }
    }),
  }
}

export function gapSentence(bank: OmnibusGap, { text, formats }: Pick<Words, 'text' | 'formats'>): string {
  const { account, currency, proof, gap, residue } = bank
  if (proof === null || gap === null || residue === null) return text('overview.gap.not_told', { account, currency })
  return text('overview.gap.sentence', {
    account,
    currency,
    day: proof.day,
    gap: moneyText(gap, currency, formats),
    residue: moneyText(residue, currency, formats),
  })
}

const barHeight = 40
function tokenOf({ name, sum }: GapBar): Token {
  if (name === 'residue') return sum === '0' ? 'ok' : 'critical'
  return name === 'gap' ? 'series-other' : 'series-top-ups'
}

export function gapChart(bank: OmnibusGap, words: Words): FigureChart {
  const { formats } = words
  const { currency } = bank
  const bars = gapBars(bank)
  const description = gapSentence(bank, words)
  return {
    height: 40 + bars.length * barHeight,
    description,
    hrefOf: ({ dataIndex }) => {
      const bar = bars[dataIndex]
      return bar === undefined ? null : barAddress(bank, bar.name, words)
    },
    option: (look) => ({
      ...chartBase(look, description),
      tooltip: { show: false },
      grid: { left: 0, right: 16, top: 4, bottom: 0, ...within },
      xAxis: valueAxis(look, (value) => axisMoney(value, formats.digits(currency), formats.locale), {
        splitNumber: 3,
        // Room for the figure beside the longest bar.
        boundaryGap: ['4%', '30%'],
      }),
      yAxis: categoryAxis(
        look,
        bars.map(({ name }) => barText(name, words)),
        { inverse: true },
      ),
      series: [
        floatingBars(bars, {
          ...look,
          tokenOf,
          thickness: 18,
          money: (sum) => moneyText(sum, currency, formats),
        }),
      ],
    }),
  }
}
