import { type ReactNode, useMemo } from 'react'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { Grid, type GridProps } from './Grid.tsx'
import type { CursorList } from './use-cursor-list.ts'

type Props<T> = Omit<GridProps<T>, 'source' | 'sort' | 'onSort'> &
  Readonly<{
    list: CursorList
    /** What could not be read, as a sentence. */
    what: string
    nothing: ReactNode
  }>

/** A grid over a list without a known end, with what to show while, when and if there is nothing. */
export function CursorGrid<T>({ list, what, nothing, ...grid }: Props<T>) {
  const { source, known, fault } = list
  const rows = useMemo(
    () => (source ? { type: 'blocks' as const, source, total: null, concurrent: 1 } : null),
    [source],
  )
  if (!rows) return <Waiting lines={12} />
  if (fault && !known) return <FaultNotice fault={fault} what={what} onRetry={list.again} />
  if (known?.complete && known.rows === 0) return nothing
  return <Grid {...grid} source={rows} />
}
