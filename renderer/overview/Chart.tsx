import { useComputedColorScheme } from '@mantine/core'
import type { EChartsType } from 'echarts/core'
import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useSteady } from '../exceptions/use-steady.ts'
import type { Scheme } from '../theme/tokens.ts'
import type { FigureChart } from './figure.ts'
import { lookOf } from './look.ts'
import classes from './overview.module.css'
import { madeIn } from './parts-of-charts.ts'

/** What an upright A4 page leaves between its margins, in CSS pixels. */
const paperWidth = 640

/**
 * A chart of a figure. It is drawn when it comes into sight, one after another, so that opening the screen keeps nobody
 * waiting; and in light colours on paper. What a click on it opens, the table beside it opens by keyboard.
 */
export function Chart({ chart }: Readonly<{ chart: FigureChart }>) {
  const place = useRef<HTMLDivElement>(null)
  const made = useRef<EChartsType>(null)
  const scheme = useComputedColorScheme('light')
  const [, navigate] = useLocation()
  const open = useSteady((seriesIndex: number, dataIndex: number) => {
    const href = chart.hrefOf({ seriesIndex, dataIndex })
    if (href !== null) navigate(href)
  })
  const draw = useSteady((drawn: FigureChart, as: Scheme) => {
    made.current?.setOption(drawn.option(lookOf(as)), { notMerge: true })
    made.current?.getZr().flush()
  })
  const drawNow = useSteady(() => draw(chart, scheme))
  const drawLight = useSteady(() => draw(chart, 'light'))

  useEffect(() => {
    const box = place.current
    if (box === null) return
    const begin = (): void => {
      if (made.current !== null) return
      made.current = madeIn(box)
      made.current.on('click', ({ seriesIndex, dataIndex }) => open(Number(seriesIndex), dataIndex))
      drawNow()
    }
    const seen = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) begin()
    })
    const sized = new ResizeObserver(() => made.current?.resize())
    seen.observe(box)
    sized.observe(box)
    const print = (): void => {
      begin()
      made.current?.resize({ width: Math.min(box.clientWidth, paperWidth) })
      drawLight()
    }
    const printed = (): void => {
      made.current?.resize({ width: 'auto' })
      drawNow()
    }
    window.addEventListener('beforeprint', print)
    window.addEventListener('afterprint', printed)
    return () => {
      window.removeEventListener('beforeprint', print)
      window.removeEventListener('afterprint', printed)
      seen.disconnect()
      sized.disconnect()
      made.current?.dispose()
      made.current = null
    }
  }, [open, drawLight, drawNow])

  useEffect(() => {
    made.current?.resize()
    draw(chart, scheme)
  }, [chart, scheme, draw])
  return <div ref={place} className={classes.chart} style={{ height: chart.height }} />
}
