import { IconPlus } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { WebhookDelivery, WebhookEndpoint } from '../../engine/contract/webhooks.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { ListPage } from '../grid/ListPage.tsx'
import { useFilteredList } from '../grid/use-filtered-list.ts'
import { useOpenNumber } from '../grid/use-open-number.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { useSearchValues } from '../route/use-search.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { deliveryColumns } from './columns.ts'
import { DeliveryPane } from './DeliveryPane.tsx'
import { EndpointDialog } from './EndpointDialog.tsx'
import { EndpointPane } from './EndpointPane.tsx'
import { EndpointStrip } from './EndpointStrip.tsx'
import { WebhookSearch } from './search.ts'
import { useEndpoints } from './use-endpoints.ts'
import { WebhookFilters } from './WebhookFilters.tsx'

const topics: readonly Topic[] = ['webhooks']
const rowId = ({ id }: WebhookDelivery): string => String(id)
const ask = (client: EngineClient, asked: Inputs['webhooks']['deliveries']) => client.webhooks.deliveries(asked)

/** Which systems are told what happens here, and everything that they were told. */
export function WebhooksScreen() {
  const text = useText()
  const formats = useFormats()
  const [search, change] = useSearchValues(WebhookSearch)
  const { open, address, ...filter } = search
  const endpoints = useEndpoints().data?.items ?? none
  const changeOpen = useCallback<typeof change>(
    (values, options) => change({ ...values, address: undefined }, options),
    [change],
  )
  const row = useOpenNumber<WebhookDelivery>(open, changeOpen)
  const list = useFilteredList({ filter, ask, topics, row })
  const columns = useMemo(() => deliveryColumns({ text, formats }), [text, formats])
  const shown = endpoints.find(({ id }) => id === address)
  return (
    <ListPage
      words={{
        title: text('nav.webhooks'),
        unread: text('webhooks.unread'),
        newer: text('webhooks.newer'),
        shown: (rows, complete) => text(complete ? 'webhooks.shown' : 'webhooks.shown_so_far', { rows }),
        none: text('webhooks.none'),
        noneNext: text(endpoints.length === 0 ? 'webhooks.none.no_address' : 'webhooks.none.next'),
        noneMatch: text('webhooks.none_match'),
      }}
      actions={
        <>
          <ExportButton of={{ source: 'webhook_deliveries', parameters: filter }} />
          <ProposeButton />
        </>
      }
      filters={
        <>
          <EndpointStrip
            endpoints={endpoints}
            open={address}
            onOpen={(id) => change({ address: id, open: undefined })}
          />
          <WebhookFilters search={search} change={change} endpoints={endpoints} />
        </>
      }
      filtered={Object.values(filter).some((value) => value !== undefined)}
      onClear={() => change(noFilter)}
      list={list}
      columns={columns}
      rowId={rowId}
      row={row}
      pane={paneOf({ open, shown, title: (id) => text('webhooks.delivery', { id }) })}
    />
  )
}

const none: readonly WebhookEndpoint[] = []

type Opened = Readonly<{
  open: number | undefined
  shown: WebhookEndpoint | undefined
  title: (id: string) => string
}>

function paneOf({ open, shown, title }: Opened) {
  if (shown !== undefined)
    return { key: `address ${shown.id}`, title: shown.name, body: <EndpointPane endpoint={shown} /> }
  return open === undefined ? null : { key: String(open), title: title(String(open)), body: <DeliveryPane id={open} /> }
}

function ProposeButton() {
  const text = useText()
  const mayManage = useMay('webhooks.manage')
  const mayPropose = useMay('proposals.propose')
  const [opened, setOpened] = useState(false)
  useKeyCommand('webhook.propose', () => setOpened(true), mayManage && mayPropose)
  if (!mayManage || !mayPropose) return null
  return (
    <>
      <ActionButton leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => setOpened(true)}>
        {text('webhooks.propose')}
      </ActionButton>
      {opened ? <EndpointDialog onClose={() => setOpened(false)} /> : null}
    </>
  )
}

const noFilter = { endpoint: undefined, state: undefined, type: undefined, subject: undefined } as const
