import { useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ExpectedPayment } from '../../engine/contract/expected.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { ListPage } from '../grid/ListPage.tsx'
import type { CursorQuestion } from '../grid/use-cursor-list.ts'
import { useFilteredList } from '../grid/use-filtered-list.ts'
import { useOpenNumber } from '../grid/use-open-number.ts'
import { useText } from '../messages/use-text.ts'
import { useSearchValues } from '../route/use-search.ts'
import { Trace } from '../trace/Trace.tsx'
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
  const row = useOpenNumber<ExpectedPayment>(open, change)
  const list = useFilteredList({ filter, ask, topics, row })
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
      actions={<ExportButton of={{ source: 'expected_payments', parameters: askedOf(filter) }} />}
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
          : {
              key: String(open),
              title: text('expected.title', { id: String(open) }),
              body: <ExpectedPane id={open} />,
              foot: <Trace of={{ from: 'expected', expected: open }} />,
            }
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

type Filter = Omit<ExpectedSearch, 'open'>
type Asked = Parameters<CursorQuestion<ExpectedPayment>>[1]

const ask = (client: EngineClient, asked: Filter & Asked) => client.expected.list(askedOf(asked))

const askedOf = <F extends Filter>({ overdue, ...asked }: F) => ({
  ...asked,
  ...(overdue === undefined ? {} : { overdue: true }),
})
