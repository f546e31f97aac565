import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { Client } from '../../engine/contract/clients.ts'
import type { TraceFrom } from '../../engine/contract/trace.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { NextStep } from '../first-run/NextStep.tsx'
import { CursorGrid } from '../grid/CursorGrid.tsx'
import { KnownStatus } from '../grid/KnownStatus.tsx'
import { type CursorQuestion, useCursorList } from '../grid/use-cursor-list.ts'
import { useOpenRow } from '../grid/use-open-row.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { walletOf } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { Nothing } from '../notice/Nothing.tsx'
import { OpenWalletDialog } from '../operations/OpenWalletDialog.tsx'
import { SearchField } from '../route/SearchField.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { Trace } from '../trace/Trace.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { ClientPane } from './ClientPane.tsx'
import { clientColumns } from './columns.ts'
import { FindPosting } from './FindPosting.tsx'
import { ClientSearch, nobody } from './search.ts'

const topics: readonly Topic[] = ['clients', 'ledger']
const rowId = ({ id }: Client): string => id

export function ClientsScreen() {
  const text = useText()
  const formats = useFormats()
  const [values, change] = useSearchValues(ClientSearch)
  const { search, open } = values
  const [opening, setOpening] = useState(false)
  const mayManage = useMay('wallets.manage')
  const mayLedger = useMay('ledger.read')
  useKeyCommand('wallet.open', () => setOpening(true), mayManage)
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) => change({ ...nobody, open: id ?? undefined }, options),
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
      layout="clients"
      nothing={<NoClients search={search} onClear={() => searchFor('')} />}
      {...row.props}
    />
  )
  return (
    <Page
      title={text('nav.clients')}
      fill
      actions={<ClientActions search={search} onOpen={mayManage ? () => setOpening(true) : null} />}
      filters={
        <>
          <SearchField label={text('clients.search')} value={search ?? ''} onChange={searchFor} />
          {mayLedger ? <FindPosting /> : null}
        </>
      }
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
            : {
                key: open,
                title: text('client.title', { id: open }),
                body: <ClientPane id={open} search={values} change={change} />,
                foot: mayLedger ? <Trace of={traceOf(open, values)} /> : null,
              }
        }
        onClose={row.close}
      />
      {opening ? (
        <OpenWalletDialog onClose={() => setOpening(false)} onOpened={({ client }) => changeOpen(client)} />
      ) : null}
    </Page>
  )
}

type ActionProps = Readonly<{ search: string | undefined; onOpen: (() => void) | null }>

function ClientActions({ search, onOpen }: ActionProps) {
  const text = useText()
  return (
    <>
      <ExportButton of={{ source: 'clients', parameters: search ? { search } : {} }} />
      {onOpen === null ? null : (
        <ActionButton leftSection={<IconPlus size={16} stroke={1.75} />} onClick={onOpen}>
          {text('wallet.open')}
        </ActionButton>
      )}
    </>
  )
}

/** What stands on the wallet that is shown, or the transaction that is looked at. */
const traceOf = (client: string, { transaction, currency }: ClientSearch): TraceFrom =>
  transaction === undefined
    ? { from: 'account', account: walletOf(client), ...(currency === undefined ? {} : { currency }) }
    : { from: 'transaction', transaction }

function NoClients({ search, onClear }: Readonly<{ search: string | undefined; onClear: () => void }>) {
  const text = useText()
  if (!search) return <Nothing title={text('clients.none')} body={text('clients.none.next')} action={<NextStep />} />
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
