import { useCallback, useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { ExpectedPayment } from '../../engine/contract/expected.ts'
import { ListPage } from '../grid/ListPage.tsx'
import { type CursorList, type CursorQuestion, useCursorList } from '../grid/use-cursor-list.ts'
import { type OpenRow, useOpenRow } from '../grid/use-open-row.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { useSearchValues } from '../route/use-search.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { expectedColumns } from './columns.ts'
import { ExpectedFilters } from './ExpectedFilters.tsx'
import { ExpectedPane } from './ExpectedPane.tsx'
import { ExpectedSearch } from './search.ts'

const topics: readonly Topic[] = ['expected', 'reconciliation']
const rowId = ({ id }: ExpectedPayment): string => String(id)

/** Settlements with producers and withdrawals: what is to come in and go out at the banks, and how far each is. */
export function ExpectedScreen() {
  const text = useText()
  const formats = useFormats()
  const [search, change] = useSearchValues(ExpectedSearch)
  const { open, ...filter } = search
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change({ open: id === null ? undefined : Number(id) }, options),
    [change],
  )
  const row = useOpenRow<ExpectedPayment>(open === undefined ? null : String(open), changeOpen)
  const list = useExpectedList(filter, row)
  const columns = useMemo(() => expectedColumns({ text, formats }), [text, formats])
  return (
    <ListPage
      words={{
        title: text('nav.expected'),
        unread: text('expected.unread'),
        newer: text('funds.newer'),
        shown: (rows, complete) => text(complete ? 'expected.shown' : 'expected.shown_so_far', { rows }),
        none: text('expected.none'),
        noneNext: text('expected.none.next'),
        noneMatch: text('expected.none_match'),
      }}
      filters={<ExpectedFilters search={search} change={change} />}
      filtered={Object.values(filter).some((value) => value !== undefined)}
      onClear={() => change(noFilter)}
      list={list}
      columns={columns}
      rowId={rowId}
      row={row}
      pane={
        open === undefined
          ? null
          : { key: String(open), title: text('expected.title', { id: String(open) }), body: <ExpectedPane id={open} /> }
      }
    />
  )
}

const noFilter = {
  kind: undefined,
  state: undefined,
  producer: undefined,
  client: undefined,
  reference: undefined,
  overdue: undefined,
} as const

/** What is not asked for is left out, and the question stays the same while nothing else is asked. */
function useExpectedList(filter: Omit<ExpectedSearch, 'open'>, row: OpenRow<ExpectedPayment>): CursorList {
  const content = JSON.stringify(filter)
  const ask = useCallback<CursorQuestion<ExpectedPayment>>(
    (client, page) => {
      const { overdue, ...rest } = JSON.parse(content) as typeof filter
      return client.expected.list({ ...page, ...rest, ...(overdue === undefined ? {} : { overdue: true }) })
    },
    [content],
  )
  const list = useCursorList({ ask, topics, grid: row.grid, live: false })
  useKeyCommand('list.reload', list.again, list.changed)
  return list
}
