/** The bars of the proof as the chart library takes them: a plain object, so that it is tested without a page. */
import type { EChartsCoreOption } from 'echarts/core'
import { floatingBars } from '../charts/floating-bars.ts'
import type { Token } from '../theme/tokens.ts'
import type { Bar } from './waterfall.ts'

export type ChartWords = Readonly<{
  nameOf: (bar: Bar) => string
  money: (sum: string) => string
  /** The whole of it, for whoever does not see it. */
  description: string
  font: string
  colours: Readonly<Record<Token, string>>
}>

const tokenOf: Readonly<Record<Bar['kind'], Token>> = { more: 'accent', less: 'high', total: 'low', gap: 'critical' }

export const barHeight = 28

export function chartOptions(bars: readonly Bar[], words: ChartWords): EChartsCoreOption {
  const { nameOf, description, font, colours } = words
  const textStyle = { fontFamily: font, fontSize: 12, color: colours.text }
  return {
    animation: false,
    aria: { enabled: true, label: { description } },
    textStyle,
    grid: { left: 8, right: 16, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'value',
      axisLabel: { show: false },
      splitLine: { show: false },
      axisLine: { show: false },
      // Room for the figure beside the longest bar.
      boundaryGap: ['0%', '24%'],
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(nameOf),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.control } },
      axisLabel: { ...textStyle, width: 168, overflow: 'truncate' },
    },
    series: [floatingBars(bars, { ...words, tokenOf: ({ kind }) => tokenOf[kind], thickness: barHeight - 12 })],
  }
}
