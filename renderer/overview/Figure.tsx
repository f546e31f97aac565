import { useId, useMemo, useState } from 'react'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { AsOf } from '../notice/AsOf.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { FigureActions } from './FigureActions.tsx'
import { FigureBody } from './FigureBody.tsx'
import type { FigureChart, FigureTable } from './figure.ts'
import classes from './overview.module.css'
import { useOverview } from './overview-context.ts'
import type { FigureSource } from './take-figure.ts'
import type { Answered } from './use-figure.ts'

export type FigureRows = Readonly<{ label: string; href: string }>

/** A figure of what the engine answered. */
export type FigureParts = Readonly<{
  asOf: string
  table: FigureTable
  /** Null where the table is the figure. */
  chart: FigureChart | null
  /** What is taken along as a picture, where it is not the chart. */
  picture?: FigureChart
  rows: readonly FigureRows[]
  source: FigureSource
  /** Said in its place where there is nothing to draw. */
  nothing: string | null
}>

type Props<T> = Readonly<{
  /** The question that it answers. */
  title: string
  span: 'third' | 'half' | 'whole'
  answered: Answered<T>
  of: (data: T) => FigureParts
  /** By which of the filters it can be narrowed: a statement does not say whose money it is. */
  narrowedBy: Readonly<{ producer: boolean; location: boolean }>
  control?: React.ReactNode
}>

export function Figure<T>({ title, span, answered, of, narrowedBy, control }: Props<T>) {
  const text = useText()
  const named = useId()
  const { data, fault, isOld, again } = answered
  const [showsTable, setShowsTable] = useState(false)
  const parts = useMemo(() => (data === undefined ? null : of(data)), [data, of])
  return (
    <figure className={classes.figure} data-span={span} aria-labelledby={named} aria-busy={isOld}>
      <div className={classes.figureHead}>
        <figcaption id={named}>{title}</figcaption>
        {control}
        <span className={classes.space} />
        {parts === null ? null : (
          <FigureActions title={title} parts={parts} showsTable={showsTable} onTable={setShowsTable} />
        )}
      </div>
      <div className={classes.figureBody} data-old={isOld}>
        {parts === null ? null : <FigureBody title={title} parts={parts} showsTable={showsTable} />}
        {fault && parts === null ? <FaultNotice what={text('overview.unread')} fault={fault} onRetry={again} /> : null}
        {parts === null && !fault ? <Waiting lines={6} /> : null}
      </div>
      {parts === null ? null : <Foot parts={parts} narrowedBy={narrowedBy} />}
    </figure>
  )
}

type FootProps = Readonly<{ parts: FigureParts; narrowedBy: Props<unknown>['narrowedBy'] }>

/** Since when it stands, and of how much more than the filters say it is. */
function Foot({ parts: { asOf, rows, nothing }, narrowedBy }: FootProps) {
  const text = useText()
  const { asked } = useOverview()
  const ofAll = {
    producer: asked.producer !== undefined && !narrowedBy.producer,
    location: asked.location !== undefined && !narrowedBy.location,
  }
  return (
    <div className={classes.foot}>
      <AsOf at={asOf} />
      {rows.length === 0 && nothing === null ? <span>{text('overview.rows_of_others')}</span> : null}
      {ofAll.producer ? <span>{text('overview.of_all_producers')}</span> : null}
      {ofAll.location ? <span>{text('overview.of_all_locations')}</span> : null}
    </div>
  )
}
