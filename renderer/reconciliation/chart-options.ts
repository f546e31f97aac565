/** The bars of the proof as the chart library takes them: a plain object, so that it is tested without a page. */
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemReturn } from 'echarts'
import type { EChartsCoreOption } from 'echarts/core'
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
    series: [
      {
        type: 'custom',
        clip: false,
        data: bars.map(({ from, to }, at) => [from, to, at]),
        encode: { x: [0, 1], y: 2 },
        renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => barShape(bars, api, words),
      },
    ],
  }
}

function barShape(
  bars: readonly Bar[],
  api: CustomSeriesRenderItemAPI,
  { money, colours, font }: ChartWords,
): CustomSeriesRenderItemReturn {
  const at = Number(api.value(2))
  const bar = bars[at]
  if (bar === undefined) return null
  const [from = 0, y = 0] = api.coord([bar.from, at])
  const [to = 0] = api.coord([bar.to, at])
  // A cent beside millions is still a line.
  const width = Math.max(Math.abs(to - from), 2)
  const left = Math.min(from, to)
  const half = barHeight / 2 - 6
  return {
    type: 'group',
    children: [
      {
        type: 'rect',
        shape: { x: left, y: y - half, width, height: half * 2 },
        style: { fill: colours[tokenOf[bar.kind]] },
      },
      {
        type: 'text',
        style: {
          text: money(bar.sum),
          x: left + width + 6,
          y,
          align: 'left',
          verticalAlign: 'middle',
          fill: colours.text,
          font: `12px ${font}`,
        },
      },
    ],
  }
}
