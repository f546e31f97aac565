import { Button } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { Client } from '../../engine/contract/clients.ts'
import { CursorGrid } from '../grid/CursorGrid.tsx'
import { KnownStatus } from '../grid/KnownStatus.tsx'
import { type CursorQuestion, useCursorList } from '../grid/use-cursor-list.ts'
import { useOpenRow } from '../grid/use-open-row.ts'
import { useText } from '../messages/use-text.ts'
import { Nothing } from '../notice/Nothing.tsx'
import { SearchField } from '../route/SearchField.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { ClientPane } from './ClientPane.tsx'
import { clientColumns } from './columns.ts'
import { ClientSearch } from './search.ts'

const topics: readonly Topic[] = ['clients']
const rowId = ({ id }: Client): string => id

export function ClientsScreen() {
  const text = useText()
  const formats = useFormats()
  const [{ search, open }, change] = useSearchValues(ClientSearch)
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) => change({ open: id ?? undefined }, options),
    [change],
  )
  const row = useOpenRow<Client>(open ?? null, changeOpen)
  const ask = useCallback<CursorQuestion<Client>>(
    (client, page) => client.clients.list({ ...page, ...(search ? { search } : {}) }),
    [search],
  )
  const clients = useCursorList({ ask, topics, grid: row.grid, live: true })
  const columns = useMemo(() => clientColumns(text, formats), [text, formats])
  const searchFor = (next: string): void => change({ search: next || undefined }, { replace: true })

  const list = (
    <CursorGrid
      label={text('nav.clients')}
      what={text('clients.unread')}
      list={clients}
      columns={columns}
      rowId={rowId}
      nothing={<NoClients search={search} onClear={() => searchFor('')} />}
      {...row.props}
    />
  )
  return (
    <Page
      title={text('nav.clients')}
      fill
      filters={<SearchField label={text('clients.search')} width={240} value={search ?? ''} onChange={searchFor} />}
      status={
        <KnownStatus
          list={clients}
          count={(rows, complete) => text(complete ? 'clients.shown' : 'clients.shown_so_far', { rows })}
        />
      }
    >
      <SplitView
        list={list}
        pane={
          open === undefined
            ? null
            : { key: open, title: text('client.title', { id: open }), body: <ClientPane id={open} /> }
        }
        onClose={row.close}
      />
    </Page>
  )
}

function NoClients({ search, onClear }: Readonly<{ search: string | undefined; onClear: () => void }>) {
  const text = useText()
  if (!search) return <Nothing title={text('clients.none')} body={text('clients.none.next')} />
  return (
    <Nothing
      title={text('clients.none_match', { search })}
      action={
        <Button variant="default" onClick={onClear}>
          {text('filter.clear')}
        </Button>
      }
    />
  )
}
