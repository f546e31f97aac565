/** What all charts of the overview have in common: no motion, our type and colours, figures that open what they count. */
import type { EChartsCoreOption } from 'echarts/core'
import type { Token } from '../theme/tokens.ts'
import type { Look } from './figure.ts'

export const seriesToken = {
  topUps: 'series-top-ups',
  payments: 'series-payments',
  third: 'series-third',
  before: 'series-other',
} as const satisfies Readonly<Record<string, Token>>

export const chartBase = ({ colours, font }: Look, description: string): EChartsCoreOption => ({
  animation: false,
  aria: { enabled: true, label: { description } },
  textStyle: { fontFamily: font, fontSize: 12, color: colours.text },
  tooltip: tooltipOf({ colours, font }),
})

/** Drawn into the chart: a page with a strict content policy takes no styles from a library. */
const tooltipOf = ({ colours, font }: Look): EChartsCoreOption => ({
  trigger: 'axis',
  renderMode: 'richText',
  confine: true,
  transitionDuration: 0,
  backgroundColor: colours.surface,
  borderColor: colours.control,
  borderWidth: 1,
  padding: 8,
  axisPointer: { type: 'shadow', animation: false, shadowStyle: { color: colours.hover } },
  textStyle: { fontFamily: font, fontSize: 12, color: colours.text },
})

export const legendOf = ({ colours, font }: Look, names: readonly string[]): EChartsCoreOption => ({
  data: [...names],
  top: 0,
  left: 0,
  itemWidth: 12,
  itemHeight: 8,
  itemGap: 16,
  // What is hidden from a chart is missing in its picture.
  selectedMode: false,
  textStyle: { fontFamily: font, fontSize: 12, color: colours['text-2'] },
})

export const legendHeight = 28

export const categoryAxis = (
  { colours, font }: Look,
  names: readonly string[],
  more: EChartsCoreOption = {},
): EChartsCoreOption => ({
  type: 'category',
  data: [...names],
  axisTick: { show: false },
  axisLine: { lineStyle: { color: colours.control } },
  axisLabel: { fontFamily: font, fontSize: 12, color: colours['text-2'] },
  ...more,
})

export const valueAxis = (
  { colours, font }: Look,
  label: (value: number) => string,
  more: EChartsCoreOption = {},
): EChartsCoreOption => ({
  type: 'value',
  splitNumber: 4,
  splitLine: { lineStyle: { color: colours.line } },
  axisLabel: { fontFamily: font, fontSize: 12, color: colours['text-2'], formatter: label },
  ...more,
})

/** Everything that is written on an axis is within the picture. */
export const within = { outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' } as const

/** Bars as they are: a mark that the pointer is on is not repainted in a colour that no theme knows. */
export const barOf = (name: string, colour: string, data: readonly (number | null)[]): EChartsCoreOption => ({
  type: 'bar',
  name,
  data: [...data],
  barMaxWidth: 28,
  itemStyle: { color: colour },
  emphasis: { disabled: true },
})

/** Of a place without a figure the library hands over something that is no number. */
export const saying = (said: (value: number) => string): EChartsCoreOption => ({
  valueFormatter: (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? said(value) : ''),
})
