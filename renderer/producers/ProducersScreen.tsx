import { IconPlus } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Producer } from '../../engine/contract/producers.ts'
import { useRead } from '../engine/use-read.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import type { ToExport } from '../exports/ExportDialog.tsx'
import { NextStep } from '../first-run/NextStep.tsx'
import { ListGrid } from '../grid/ListGrid.tsx'
import { useOpenRow } from '../grid/use-open-row.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { clearingOf } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { ListStatus } from '../notice/ListStatus.tsx'
import { Nothing } from '../notice/Nothing.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { Trace } from '../trace/Trace.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { AddProducerDialog } from './AddProducerDialog.tsx'
import { AgreementEditor } from './AgreementEditor.tsx'
import { producerColumns } from './columns.ts'
import { ProducerPane } from './ProducerPane.tsx'
import { ProducerSearch } from './search.ts'

const topics: readonly Topic[] = ['producers', 'batches']
const readProducers = (client: EngineClient) => client.producers.list()
const rowId = ({ id }: Producer): string => String(id)
const all: ToExport = { source: 'producers', parameters: {} }

export function ProducersScreen() {
  const [{ edit }, change] = useSearchValues(ProducerSearch)
  if (edit === undefined) return <ProducerList />
  return <AgreementEditor key={edit} id={edit} onLeave={() => change({ edit: undefined })} />
}

function ProducerList() {
  const text = useText()
  const formats = useFormats()
  const [{ open }, change] = useSearchValues(ProducerSearch)
  const [adding, setAdding] = useState(false)
  const mayAdd = useMay('producers.manage')
  const mayLedger = useMay('ledger.read')
  const reading = useRead(readProducers, topics)
  const columns = useMemo(() => producerColumns(text, formats), [text, formats])
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change({ open: id === null ? undefined : Number(id) }, options),
    [change],
  )
  const row = useOpenRow<Producer>(open === undefined ? null : String(open), changeOpen)
  useKeyCommand('producer.add', () => setAdding(true), mayAdd)

  const add = mayAdd ? (
    <ActionButton leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setAdding(true)}>
      {text('producers.add')}
    </ActionButton>
  ) : null
  const list = (
    <ListGrid
      label={text('nav.producers')}
      what={text('producers.unread')}
      reading={reading}
      columns={columns}
      rowId={rowId}
      layout="producers"
      nothing={<Nothing title={text('producers.none')} body={text('producers.none.next')} action={<NextStep />} />}
      {...row.props}
    />
  )
  return (
    <Page
      title={text('nav.producers')}
      fill
      actions={
        <>
          <ExportButton of={all} />
          {add}
        </>
      }
      status={<ListStatus reading={reading} count={(total) => text('producers.shown', { total })} />}
    >
      <SplitView list={list} pane={paneOf(open, reading.data?.items, mayLedger)} onClose={row.close} />
      <AddProducerDialog opened={adding} onClose={() => setAdding(false)} onAdded={({ id }) => change({ open: id })} />
    </Page>
  )
}

function paneOf(open: number | undefined, producers: readonly Producer[] | undefined, mayLedger: boolean) {
  if (open === undefined || !producers) return null
  const producer = producers.find(({ id }) => id === open)
  return {
    key: String(open),
    title: producer?.name ?? String(open),
    body: <ProducerPane id={open} />,
    foot: producer && mayLedger ? <Trace of={{ from: 'account', account: clearingOf(producer.code) }} /> : null,
  }
}
