import { Menu } from '@mantine/core'
import type { CellContextMenuEvent, GridApi } from 'ag-grid-community'
import { type ReactNode, type Ref, type RefObject, useEffect, useRef, useState } from 'react'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import classes from './columns.module.css'
import type { Copying } from './use-copy.ts'

/** The row that a menu was opened for, and the cell of it. */
export type MenuAt<T> = Readonly<{ row: T; column: string; index: number; x: number; y: number }>

type Opened<T> = Readonly<{
  at: MenuAt<T> | null
  openAt: (event: CellContextMenuEvent<T>) => void
  close: () => void
}>

type Options<T> = Readonly<{
  api: RefObject<GridApi<T> | null>
  place: RefObject<HTMLElement | null>
  keyed: boolean
}>

/** By the pointer where it is; by Shift-F10 or the menu key at the cell that has the focus. */
export function useRowMenu<T>({ api, place, keyed }: Options<T>): Opened<T> {
  const [at, setAt] = useState<MenuAt<T> | null>(null)
  const openAt = ({ event, data, column, rowIndex }: CellContextMenuEvent<T>): void => {
    if (!(event instanceof MouseEvent)) return
    event.preventDefault()
    if (data === undefined || rowIndex === null) return
    setAt({ row: data, column: column.getColId(), index: rowIndex, x: event.clientX, y: event.clientY })
  }
  const openAtCell = (): void => {
    const focused = api.current?.getFocusedCell()
    const row = api.current?.getDisplayedRowAtIndex(focused?.rowIndex ?? -1)?.data
    const cell = place.current?.querySelector('.ag-cell-focus')?.getBoundingClientRect()
    if (!focused || row === undefined || cell === undefined) return
    setAt({ row, column: focused.column.getColId(), index: focused.rowIndex, x: cell.left + 16, y: cell.bottom })
  }
  useKeyCommand('list.menu', openAtCell, keyed)
  const close = (): void => {
    setAt(null)
    const column = api.current?.getFocusedCell()?.column ?? api.current?.getAllDisplayedColumns()[0]
    // The menu was over the row, so that is where one goes on.
    if (at !== null && column !== undefined) api.current?.setFocusedCell(at.index, column)
  }
  return { at, openAt, close }
}

type CornerProps = Readonly<{ x: number; y: number; ref?: Ref<HTMLSpanElement>; id?: string }>

/** Where the pointer was. It opens nothing itself, so it takes none of what is said about a menu's button. */
const Corner = ({ x, y, ref, id }: CornerProps) => (
  <span ref={ref} id={id} className={classes.at} style={{ left: x, top: y }} />
)

type Props<T> = Readonly<{
  at: MenuAt<T>
  copying: Copying<T>
  /** How many rows are picked: these are copied then. */
  picked: number
  onOpen: ((row: T) => void) | undefined
  onClose: () => void
  /** What the list knows to do about the row beyond opening and copying it. */
  opening?: ReactNode
  more?: ReactNode
}>

export function RowMenu<T>({ at, copying, picked, onOpen, onClose, opening, more }: Props<T>) {
  const text = useText()
  const dropdown = useRef<HTMLDivElement>(null)
  // Once it stands where it belongs.
  useEffect(() => {
    const timer = setTimeout(() => dropdown.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus())
    return () => clearTimeout(timer)
  }, [])
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-start"
      offset={2}
      // All of it stays in sight, wherever the row stands.
      middlewares={{ flip: false, shift: { crossAxis: true, padding: 8 } }}
      shadow="none"
      returnFocus={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <Corner x={at.x} y={at.y} />
      </Menu.Target>
      <Menu.Dropdown
        ref={dropdown}
        className={classes.menu ?? ''}
        aria-label={text('grid.menu')}
        onContextMenu={(event) => event.preventDefault()}
      >
        {onOpen === undefined ? null : (
          <Menu.Item onClick={() => onOpen(at.row)} rightSection={<KeyHint command="list.open" />}>
            {text('grid.menu.open')}
          </Menu.Item>
        )}
        {opening}
        {onOpen === undefined ? null : <Menu.Divider />}
        <Menu.Item onClick={() => copying.cell(at.row, at.column)}>{text('grid.menu.copy_cell')}</Menu.Item>
        <Menu.Item onClick={() => copying.rows(at.row)} rightSection={<KeyHint command="list.copy" />}>
          {text('grid.menu.copy_rows', { rows: Math.max(picked, 1) })}
        </Menu.Item>
        {more}
      </Menu.Dropdown>
    </Menu>
  )
}
