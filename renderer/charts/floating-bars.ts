/**
 * Bars that begin where the one before them ended, each with its figure beside it: what the overview's gap and the proof of
 * a bank account are drawn with. A series of our own, because stacked bars come apart where the axis is crossed. Pure.
 */
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemReturn } from 'echarts'
import type { EChartsCoreOption } from 'echarts/core'
import type { Token } from '../theme/tokens.ts'

/** Places on an axis, and the figure as the engine says it, in minor units. */
export type FloatingBar = Readonly<{ sum: string; from: number; to: number }>

type Drawing<B> = Readonly<{
  tokenOf: (bar: B) => Token
  money: (sum: string) => string
  thickness: number
  font: string
  colours: Readonly<Record<Token, string>>
}>

/** One bar a category, in their order. */
export const floatingBars = <B extends FloatingBar>(bars: readonly B[], drawing: Drawing<B>): EChartsCoreOption => ({
  type: 'custom',
  clip: false,
  data: bars.map(({ from, to }, at) => [from, to, at]),
  encode: { x: [0, 1], y: 2 },
  renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => shapeOf(bars, api, drawing),
})

function shapeOf<B extends FloatingBar>(
  bars: readonly B[],
  api: CustomSeriesRenderItemAPI,
  { tokenOf, money, thickness, font, colours }: Drawing<B>,
): CustomSeriesRenderItemReturn {
  const at = Number(api.value(2))
  const bar = bars[at]
  if (bar === undefined) return null
  const [from = 0, y = 0] = api.coord([bar.from, at])
  const [to = 0] = api.coord([bar.to, at])
  const x = Math.min(from, to)
  // A cent beside millions is still a line.
  const width = Math.max(Math.abs(to - from), 2)
  return {
    type: 'group',
    children: [
      {
        type: 'rect',
        shape: { x, y: y - thickness / 2, width, height: thickness },
        style: { fill: colours[tokenOf(bar)] },
      },
      {
        type: 'text',
        style: {
          text: money(bar.sum),
          x: x + width + 6,
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
