import { Select } from '@mantine/core'
import { testEventType, webhookEventTypes } from '../../engine/contract/webhook-events.ts'
import { deliveryStates, type WebhookEndpoint } from '../../engine/contract/webhooks.ts'
import { useText } from '../messages/use-text.ts'
import { SearchField } from '../route/SearchField.tsx'
import type { ChangeWebhooks, WebhookSearch } from './search.ts'
import { eventWords } from './words.ts'

type Props = Readonly<{ search: WebhookSearch; change: ChangeWebhooks; endpoints: readonly WebhookEndpoint[] }>

export function WebhookFilters({ search: { endpoint, state, type, subject }, change, endpoints }: Props) {
  const text = useText()
  const types: readonly string[] = [...webhookEventTypes, testEventType]
  return (
    <>
      <SearchField
        label={text('webhooks.about.filter')}
        width={208}
        value={subject ?? ''}
        onChange={(next) => change({ subject: next || undefined }, { replace: true })}
      />
      <Select
        aria-label={text('webhooks.address')}
        placeholder={text('webhooks.any_address')}
        data={endpoints.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={endpoint === undefined ? null : String(endpoint)}
        onChange={(value) => change({ endpoint: value === null ? undefined : Number(value) })}
        clearable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('webhooks.address') }) }}
        w={164}
      />
      <Select
        aria-label={text('webhooks.event')}
        placeholder={text('webhooks.any_event')}
        data={types.map((value) => ({ value, label: eventWords(text, value) }))}
        value={type ?? null}
        onChange={(value) => change({ type: value ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('webhooks.event') }) }}
        w={188}
      />
      <Select
        aria-label={text('webhooks.state')}
        placeholder={text('statements.any_state')}
        data={deliveryStates.map((value) => ({ value, label: text(`webhooks.state.${value}`) }))}
        value={state ?? null}
        onChange={(value) => change({ state: deliveryStates.find((each) => each === value) })}
        clearable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('webhooks.state') }) }}
        w={148}
      />
    </>
  )
}
