import type { ReactNode } from 'react'
import { Nothing } from '../notice/Nothing.tsx'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { ClearButton } from './ClearButton.tsx'
import { CursorGrid } from './CursorGrid.tsx'
import type { Column } from './columns.ts'
import { KnownStatus } from './KnownStatus.tsx'
import { Newer } from './Newer.tsx'
import type { CursorList } from './use-cursor-list.ts'
import type { OpenRow } from './use-open-row.ts'

type Words = Readonly<{
  title: string
  /** What can't be read, where it can't be. */
  unread: string
  newer: string
  shown: (rows: number, complete: boolean) => string
  none: string
  noneNext: string
  noneMatch: string
}>

type Props<T> = Readonly<{
  words: Words
  actions?: ReactNode
  filters: ReactNode
  /** Whether anything is filtered, and what takes all of it away. */
  filtered: boolean
  onClear: () => void
  list: CursorList
  columns: readonly Column<T>[]
  rowId: (row: T) => string
  row: OpenRow<T>
  pane: Readonly<{ key: string; title: string; body: ReactNode; foot?: ReactNode }> | null
}>

/** A list with its filters, and what is open of it beside it. */
export function ListPage<T>({ words, actions, filters, filtered, onClear, list, columns, rowId, row, pane }: Props<T>) {
  const clear = <ClearButton onClear={onClear} />
  return (
    <Page
      title={words.title}
      fill
      actions={actions}
      filters={
        <>
          {filters}
          {filtered ? clear : null}
          <Newer list={list} label={words.newer} />
        </>
      }
      status={<KnownStatus list={list} count={words.shown} />}
    >
      <SplitView
        list={
          <CursorGrid
            label={words.title}
            what={words.unread}
            list={list}
            columns={columns}
            rowId={rowId}
            nothing={
              filtered ? (
                <Nothing title={words.noneMatch} action={clear} />
              ) : (
                <Nothing title={words.none} body={words.noneNext} />
              )
            }
            {...row.props}
          />
        }
        pane={pane}
        onClose={row.close}
      />
    </Page>
  )
}
