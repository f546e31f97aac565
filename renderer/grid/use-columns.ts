/** The columns of a grid: the list's own, as the person likes them, as far as there is room. */
import type { ColDef, GridOptions } from 'ag-grid-community'
import { useMemo } from 'react'
import { type Column, toColDef } from './columns.ts'
import { arranged, layoutAfter, seenColumns } from './layout.ts'
import { type LayoutControl, type ListName, useLayout } from './use-layout.ts'

type Options<T> = Readonly<{
  columns: readonly Column<T>[]
  name: ListName | undefined
  leading: (ColDef<T> & Readonly<{ width: number }>) | undefined
  width: number
  /** The grid orders its rows itself; else the address says how they are ordered. */
  ordersItself: boolean
}>

export type ShownColumns<T> = Readonly<{
  defs: ColDef<T>[]
  seen: ReadonlySet<string>
  control: LayoutControl
  options: GridOptions<T>
}>

export function useColumns<T>({ columns, name, leading, width, ordersItself }: Options<T>): ShownColumns<T> {
  const control = useLayout(name)
  const { layout, change } = control
  const room = width - (leading?.width ?? 0)
  const seen = useMemo(() => seenColumns(columns, layout, room), [columns, layout, room])
  const defs = useMemo(
    () => [
      ...(leading ? [{ ...leading, lockPosition: 'left' as const }] : []),
      ...arranged(columns, layout).map((column, _, all): ColDef<T> => {
        const def = toColDef(column, layout.widths[column.id])
        const isLast = name !== undefined && column.id === all.findLast(({ id }) => seen.has(id))?.id
        return {
          ...def,
          hide: !seen.has(column.id),
          // The way to the columns stands over the end of the last header.
          ...(isLast ? { headerClass: ['ch-header-last', def.headerClass as string] } : {}),
        }
      }),
    ],
    [leading, columns, layout, seen, name],
  )
  const options = useMemo<GridOptions<T>>(
    () => ({
      suppressMovableColumns: name === undefined,
      suppressDragLeaveHidesColumns: true,
      // Only what somebody wants again elsewhere: never what is filtered, selected, in focus or scrolled to.
      onStateUpdated: ({ sources, state }) => {
        if (name === undefined || !sources.some((source) => kept.has(source))) return
        change((before) => layoutAfter(columns, before, state, { ordersItself }))
      },
    }),
    [name, columns, change, ordersItself],
  )
  return { defs, seen, control, options }
}

const kept: ReadonlySet<string> = new Set(['columnOrder', 'columnSizing', 'sort'])
