import { Select } from '@mantine/core'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { fundStates } from '../../engine/contract/funding.ts'
import { useRead } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { DaysPill } from '../pills/DaysPill.tsx'
import { SearchField } from '../route/SearchField.tsx'
import type { ChangeFunds, FundSearch } from './search.ts'

type Props = Readonly<{ search: FundSearch; change: ChangeFunds }>

const topics: readonly Topic[] = ['settings']
const readGateways = (client: EngineClient) => client.funding.gateways()

export function FundFilters({ search: { state, gateway, client, reference, from, to }, change }: Props) {
  const text = useText()
  const { data } = useRead(readGateways, topics)
  const once = { replace: true }
  return (
    <>
      <SearchField
        label={text('funds.reference')}
        width={160}
        value={reference ?? ''}
        onChange={(next) => change({ reference: next || undefined }, once)}
      />
      <SearchField
        label={text('content.client')}
        keyed={false}
        width={120}
        value={client ?? ''}
        onChange={(next) => change({ client: next || undefined }, once)}
      />
      <Select
        aria-label={text('funds.state')}
        placeholder={text('statements.any_state')}
        data={fundStates.map((value) => ({ value, label: text(`funds.state.${value}`) }))}
        value={state ?? null}
        onChange={(value) => change({ state: fundStates.find((each) => each === value) })}
        clearable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('funds.state') }) }}
        w={148}
      />
      <Select
        aria-label={text('funds.gateway')}
        placeholder={text('funds.any_gateway')}
        data={(data?.items ?? []).map(({ name }) => name)}
        value={gateway ?? null}
        onChange={(value) => change({ gateway: value ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('funds.gateway') }) }}
        w={148}
      />
      <DaysPill label={text('funds.asked')} from={from} to={to} onChange={change} />
    </>
  )
}
