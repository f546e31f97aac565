import type { CellKeyDownEvent, FullWidthCellKeyDownEvent, GridApi } from 'ag-grid-community'
import type { RefObject } from 'react'
import { useKeyCommand } from '../keys/keys-context.ts'
import { focusPane } from '../shell/regions.ts'

type Options<T> = Readonly<{
  api: RefObject<GridApi<T> | null>
  rowId: (row: T) => string
  openId: string | null
  onOpen: ((id: string, how: 'opened' | 'moved') => void) | undefined
  keyed: boolean
}>

/** J and K move through the rows; with a pane open it follows. Enter opens the row, and again goes into the pane. */
export function useGridKeys<T>({ api, rowId, openId, onOpen, keyed }: Options<T>): void {
  const move = (step: 1 | -1): void => {
    const grid = api.current
    if (!grid) return
    const from = currentIndex(grid, openId)
    const index = Math.min(Math.max(from + step, 0), grid.getDisplayedRowCount() - 1)
    if (index < 0) return
    focusRow(grid, index, document.activeElement?.closest('[data-pane]') === null)
    const row = grid.getDisplayedRowAtIndex(index)?.data
    if (row && openId !== null) onOpen?.(rowId(row), 'moved')
  }
  useKeyCommand('list.next', () => move(1), keyed)
  useKeyCommand('list.previous', () => move(-1), keyed)
  const open = (): void => {
    const index = api.current?.getFocusedCell()?.rowIndex
    const row = index === undefined ? undefined : api.current?.getDisplayedRowAtIndex(index)?.data
    if (!row) return
    if (rowId(row) === openId) focusPane()
    else onOpen?.(rowId(row), 'opened')
  }
  useKeyCommand('list.open', open, keyed && onOpen !== undefined)
}

/** The arrows are the grid's own: by now it has moved, and an open pane goes where it went. */
export function followArrow<T>(
  event: CellKeyDownEvent<T> | FullWidthCellKeyDownEvent<T>,
  open: (row: T) => void,
): void {
  const press = event.event
  if (!(press instanceof KeyboardEvent) || press.shiftKey || !['ArrowDown', 'ArrowUp'].includes(press.key)) return
  const index = event.api.getFocusedCell()?.rowIndex
  const row = index === undefined ? undefined : event.api.getDisplayedRowAtIndex(index)?.data
  if (row) open(row)
}

function currentIndex<T>(grid: GridApi<T>, openId: string | null): number {
  const open = openId === null ? undefined : grid.getRowNode(openId)
  return open?.rowIndex ?? grid.getFocusedCell()?.rowIndex ?? -1
}

/** Brings a row into view and, unless the person is in the pane, the focus onto it. */
export function focusRow<T>(grid: GridApi<T>, index: number, takeFocus: boolean): void {
  const shown = grid.getAllDisplayedColumns()
  const focused = shown.find((column) => column === grid.getFocusedCell()?.column)
  const column = focused ?? shown[0]
  grid.ensureIndexVisible(index)
  if (column && takeFocus) grid.setFocusedCell(index, column)
}

/** A column that has to make room takes its focused cell along: the row keeps the focus, in a column that is there. */
export function keepFocus<T>(grid: GridApi<T>, place: HTMLElement | null): void {
  const cell = grid.getFocusedCell()
  if (!cell || grid.getAllDisplayedColumns().some((column) => column === cell.column)) return
  const active = document.activeElement
  if (active === document.body || place?.contains(active)) focusRow(grid, cell.rowIndex, true)
}
