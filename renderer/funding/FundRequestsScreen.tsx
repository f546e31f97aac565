import { useCallback, useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { FundRequest } from '../../engine/contract/funding.ts'
import { ListPage } from '../grid/ListPage.tsx'
import { type CursorList, type CursorQuestion, useCursorList } from '../grid/use-cursor-list.ts'
import { type OpenRow, useOpenRow } from '../grid/use-open-row.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { useSearchValues } from '../route/use-search.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { fundColumns } from './columns.ts'
import { FundFilters } from './FundFilters.tsx'
import { FundPane } from './FundPane.tsx'
import { FundSearch } from './search.ts'

const topics: readonly Topic[] = ['funding']
const rowId = ({ id }: FundRequest): string => String(id)

/** Money that clients were asked to pay through gateways, and how far each payment is. */
export function FundRequestsScreen() {
  const text = useText()
  const formats = useFormats()
  const [search, change] = useSearchValues(FundSearch)
  const { open, ...filter } = search
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change({ open: id === null ? undefined : Number(id) }, options),
    [change],
  )
  const row = useOpenRow<FundRequest>(open === undefined ? null : String(open), changeOpen)
  const list = useFundList(filter, row)
  const columns = useMemo(() => fundColumns({ text, formats }), [text, formats])
  return (
    <ListPage
      words={{
        title: text('nav.funds'),
        unread: text('funds.unread'),
        newer: text('funds.newer'),
        shown: (rows, complete) => text(complete ? 'funds.shown' : 'funds.shown_so_far', { rows }),
        none: text('funds.none'),
        noneNext: text('funds.none.next'),
        noneMatch: text('funds.none_match'),
      }}
      filters={<FundFilters search={search} change={change} />}
      filtered={Object.values(filter).some((value) => value !== undefined)}
      onClear={() => change(noFilter)}
      list={list}
      columns={columns}
      rowId={rowId}
      row={row}
      pane={
        open === undefined
          ? null
          : { key: String(open), title: text('funds.title', { id: String(open) }), body: <FundPane id={open} /> }
      }
    />
  )
}

const noFilter = {
  state: undefined,
  gateway: undefined,
  client: undefined,
  reference: undefined,
  from: undefined,
  to: undefined,
} as const

/** What is not asked for is left out, and the question stays the same while nothing else is asked. */
function useFundList(filter: Omit<FundSearch, 'open'>, row: OpenRow<FundRequest>): CursorList {
  const content = JSON.stringify(filter)
  const ask = useCallback<CursorQuestion<FundRequest>>(
    (client, page) => client.funding.list({ ...page, ...(JSON.parse(content) as typeof filter) }),
    [content],
  )
  const list = useCursorList({ ask, topics, grid: row.grid, live: false })
  useKeyCommand('list.reload', list.again, list.changed)
  return list
}
