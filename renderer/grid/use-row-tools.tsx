import type { CellContextMenuEvent, GridApi } from 'ag-grid-community'
import type { ReactNode, RefObject } from 'react'
import type { Column } from './columns.ts'
import { type MenuAt, RowMenu, useRowMenu } from './RowMenu.tsx'
import { type Picked, useCopy } from './use-copy.ts'

/** What a list knows to do about a row beyond opening and copying it. */
export type MoreOfRow = Readonly<{
  /** Other ways to open it. */
  opening?: ReactNode
  more?: ReactNode
}>

type Options<T> = Readonly<{
  api: RefObject<GridApi<T> | null>
  place: RefObject<HTMLElement | null>
  columns: readonly Column<T>[]
  seen: ReadonlySet<string>
  picked: Picked<T> | undefined
  menu: ((at: MenuAt<T>) => MoreOfRow) | undefined
  onOpen: ((row: T) => void) | undefined
  keyed: boolean
}>

type Tools<T> = Readonly<{ openMenu: (event: CellContextMenuEvent<T>) => void; menu: ReactNode }>

/** Copying rows, and the menu that offers that with everything else. */
export function useRowTools<T>({ api, place, columns, seen, picked, menu, onOpen, keyed }: Options<T>): Tools<T> {
  const copying = useCopy({ api, columns, seen, picked, keyed })
  const { at, openAt, close } = useRowMenu({ api, place, keyed })
  return {
    openMenu: openAt,
    menu:
      at === null ? null : (
        <RowMenu
          at={at}
          copying={copying}
          picked={picked?.count ?? 0}
          onOpen={onOpen}
          onClose={close}
          {...menu?.(at)}
        />
      ),
  }
}
