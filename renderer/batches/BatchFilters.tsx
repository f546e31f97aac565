import { Button, Select } from '@mantine/core'
import { batchStates } from '../../engine/contract/batches.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { DaysPill } from '../pills/DaysPill.tsx'
import { SearchField } from '../route/SearchField.tsx'
import { BatchSearch, type ChangeSearch, noFilter } from './search.ts'

type Props = Readonly<{ search: BatchSearch; onChange: ChangeSearch }>

const topics: readonly Topic[] = ['producers']
const readProducers = (client: EngineClient) => client.producers.list()

export function BatchFilters({ search, onChange }: Props) {
  const text = useText()
  const producers = useRead(readProducers, topics).data?.items ?? []
  const { producer, state, file, from, to } = search
  const any = [producer, state, file, from, to].some((value) => value !== undefined)
  return (
    <>
      <Select
        aria-label={text('batch.producer')}
        placeholder={text('filter.any_producer')}
        data={producers.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={producer === undefined ? null : String(producer)}
        onChange={(value) => onChange({ producer: value === null ? undefined : Number(value) })}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('batch.producer') }) }}
        w={200}
      />
      <Select
        aria-label={text('batch.state')}
        placeholder={text('filter.any_state')}
        data={batchStates.map((value) => ({ value, label: text(`batch.state.${value}`) }))}
        value={state ?? null}
        onChange={(value) => onChange({ state: BatchSearch.shape.state.parse(value ?? undefined) })}
        clearable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('batch.state') }) }}
        w={160}
      />
      <SearchField
        label={text('filter.file')}
        value={file ?? ''}
        onChange={(next) => onChange({ file: next || undefined }, { replace: true })}
      />
      <DaysPill label={text('batch.received')} from={from} to={to} onChange={onChange} />
      {any ? (
        <Button variant="subtle" onClick={() => onChange(noFilter)}>
          {text('filter.clear')}
        </Button>
      ) : null}
    </>
  )
}
