import { useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { FundRequest } from '../../engine/contract/funding.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { ListPage } from '../grid/ListPage.tsx'
import { useFilteredList } from '../grid/use-filtered-list.ts'
import { useOpenNumber } from '../grid/use-open-number.ts'
import { useText } from '../messages/use-text.ts'
import { useSearchValues } from '../route/use-search.ts'
import { Trace } from '../trace/Trace.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { fundColumns } from './columns.ts'
import { FundFilters } from './FundFilters.tsx'
import { FundPane } from './FundPane.tsx'
import { FundSearch } from './search.ts'

const topics: readonly Topic[] = ['funding']
const rowId = ({ id }: FundRequest): string => String(id)
const ask = (client: EngineClient, asked: Inputs['funding']['list']) => client.funding.list(asked)

/** Money that clients were asked to pay through gateways, and how far each payment is. */
export function FundRequestsScreen() {
  const text = useText()
  const formats = useFormats()
  const [search, change] = useSearchValues(FundSearch)
  const { open, ...filter } = search
  const row = useOpenNumber<FundRequest>(open, change)
  const list = useFilteredList({ filter, ask, topics, row })
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
      actions={<ExportButton of={{ source: 'fund_requests', parameters: filter }} />}
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
          : {
              key: String(open),
              title: text('funds.title', { id: String(open) }),
              body: <FundPane id={open} />,
              foot: <Trace of={{ from: 'fund_request', request: open }} />,
            }
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
