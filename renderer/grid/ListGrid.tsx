import { type ReactNode, useMemo } from 'react'
import type { Reading } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { Grid, type GridProps } from './Grid.tsx'

type Props<T> = Omit<GridProps<T>, 'source' | 'sort' | 'onSort'> &
  Readonly<{
    reading: Reading<Readonly<{ items: readonly T[] }>>
    /** What could not be read, as a sentence. */
    what: string
    nothing?: ReactNode
  }>

/** A grid over a list that is read whole, with what to show while, when and if there is nothing. */
export function ListGrid<T>({ reading, what, nothing, ...grid }: Props<T>) {
  const { data, fault, again } = reading
  const source = useMemo(() => ({ type: 'all' as const, rows: data?.items ?? [] }), [data])
  if (!data && fault) return <FaultNotice fault={fault} what={what} onRetry={again} />
  if (!data) return <Waiting lines={12} />
  if (data.items.length === 0 && nothing) return nothing
  return <Grid {...grid} source={source} />
}
