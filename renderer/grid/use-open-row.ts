import type { GridApi } from 'ag-grid-community'
import { type RefObject, useCallback, useMemo, useRef } from 'react'
import { focusRow } from './use-grid-keys.ts'

export type OpenRow<T> = Readonly<{
  grid: RefObject<GridApi<T> | null>
  /** What every grid beside a pane is given. */
  props: Readonly<{
    openId: string | null
    onOpen: (id: string, how: 'opened' | 'moved') => void
    onReady: (api: GridApi<T>) => void
  }>
  /** Closes the pane and gives the focus back to the row it came from. */
  close: () => void
}>

type Change = (openId: string | null, options?: { replace?: boolean }) => void

/** `change` writes the open row into the address and must stay the same function. */
export function useOpenRow<T>(openId: string | null, change: Change): OpenRow<T> {
  const grid = useRef<GridApi<T> | null>(null)
  const close = useCallback(() => {
    change(null)
    const index = openId === null ? null : grid.current?.getRowNode(openId)?.rowIndex
    if (grid.current && typeof index === 'number') focusRow(grid.current, index, true)
  }, [change, openId])
  const props = useMemo(
    () => ({
      openId,
      // Moving along the rows is one step of the history, not fifty.
      onOpen: (id: string, how: 'opened' | 'moved') => change(id, { replace: how === 'moved' }),
      onReady: (api: GridApi<T>) => {
        grid.current = api
      },
    }),
    [openId, change],
  )
  return { grid, props, close }
}
