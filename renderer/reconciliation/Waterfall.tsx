import { useComputedColorScheme } from '@mantine/core'
import { CustomChart } from 'echarts/charts'
import { AriaComponent, GridComponent } from 'echarts/components'
import { type EChartsType, init, use as withParts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useMemo, useRef } from 'react'
import { useSteady } from '../exceptions/use-steady.ts'
import { fontFamily } from '../theme/mantine-theme.ts'
import { tokens } from '../theme/tokens.ts'
import { barHeight, chartOptions } from './chart-options.ts'
import classes from './reconciliation.module.css'
import type { Bar } from './waterfall.ts'

withParts([CustomChart, GridComponent, AriaComponent, CanvasRenderer])

type Props = Readonly<{
  bars: readonly Bar[]
  nameOf: (bar: Bar) => string
  money: (sum: string) => string
  description: string
  onOpen: (bar: Bar) => void
}>

/** How one comes from what is owed to what the bank has. What it opens, the table beside it opens by keyboard. */
export function Waterfall({ bars, nameOf, money, description, onOpen }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(null)
  const scheme = useComputedColorScheme('light')
  const options = useMemo(
    () => chartOptions(bars, { nameOf, money, description, font: fontFamily, colours: tokens[scheme] }),
    [bars, nameOf, money, description, scheme],
  )
  const open = useSteady((at: number) => {
    const bar = bars[at]
    if (bar) onOpen(bar)
  })
  useEffect(() => {
    if (place.current === null) return
    const made = init(place.current)
    chart.current = made
    made.on('click', ({ dataIndex }) => open(dataIndex))
    const sized = new ResizeObserver(() => made.resize())
    sized.observe(place.current)
    return () => {
      sized.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [open])
  const height = bars.length * barHeight + 8
  useEffect(() => {
    chart.current?.resize()
    chart.current?.setOption(options, { notMerge: true })
  }, [options])
  return <div ref={place} className={classes.chart} style={{ height }} />
}
