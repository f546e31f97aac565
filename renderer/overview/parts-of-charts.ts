/** Of the chart library what the overview draws with, and nothing else. */
import { BarChart, CustomChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use as withParts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

withParts([
  BarChart,
  LineChart,
  CustomChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  AriaComponent,
  CanvasRenderer,
])

export const madeIn = (place: HTMLElement): EChartsType => init(place)

/** Of a size of its own, in a place that nobody sees. */
export function pictureOf(option: EChartsCoreOption, size: Readonly<{ width: number; height: number }>, scale: number) {
  const made = init(document.createElement('div'), null, { ...size, renderer: 'canvas' })
  made.setOption(option)
  made.getZr().flush()
  const canvas = made.renderToCanvas({ pixelRatio: scale })
  made.dispose()
  return canvas
}
