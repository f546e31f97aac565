/**
 * The focus belongs to a case and not to a position: when the list is read anew, the row that had it, or the open one, is
 * looked for near where it stood. The grid itself would leave the focus where it was, on another case.
 */
import type { GridApi } from 'ag-grid-community'
import { type RefObject, useMemo } from 'react'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { useLatestLine } from '../engine/engine-context.ts'
import { focusRow } from '../grid/use-grid-keys.ts'

type Grid = RefObject<GridApi<Exception> | null>
type Row = Readonly<{ id: number; index: number; focused: boolean }>

export type SameRow = Readonly<{
  /** Right before the list is read anew. */
  remember: () => Row | undefined
  /** Once it is another. */
  find: (row: Row, view: string) => void
}>

/** Numbers are small: so many before and behind are asked for at once. */
const nearby = 2_500

export function useSameRow(grid: Grid, openId: number | null): SameRow {
  const line = useLatestLine()
  return useMemo(
    () => ({
      remember: () => {
        const api = grid.current
        if (api === null || api.isDestroyed()) return undefined
        const focused = api.getDisplayedRowAtIndex(api.getFocusedCell()?.rowIndex ?? -1)
        const { data, rowIndex } = (openId === null ? focused : api.getRowNode(String(openId))) ?? {}
        if (data === undefined || typeof rowIndex !== 'number') return undefined
        return { id: data.id, index: rowIndex, focused: inGrid() }
      },
      find: (row, view) => {
        const range = { from: Math.max(row.index - nearby, 0), to: row.index + nearby }
        line?.client.exceptions.viewIds({ view, ...range }).then(
          ({ ids }) => {
            const api = grid.current
            const rows = api === null || api.isDestroyed() ? 0 : api.getDisplayedRowCount()
            if (api === null || rows === 0) return
            const found = ids.indexOf(row.id)
            // A case that is no longer in the list leaves its place to the one that has come there.
            const index = found === -1 ? Math.min(row.index, rows - 1) : range.from + found
            focusRow(api, index, row.focused && (inGrid() || document.activeElement === document.body))
          },
          // The list itself says when it can't be read.
          () => undefined,
        )
      },
    }),
    [grid, openId, line],
  )
}

const inGrid = (): boolean => document.activeElement?.closest('[role="grid"], [role="treegrid"]') != null
