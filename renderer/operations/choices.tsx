/** Fields that are chosen from what the engine knows. */
import { Autocomplete, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useCallback } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { useMay } from '../session/session-context.ts'

const producerTopics: readonly Topic[] = ['producers']
const readProducers = (client: EngineClient) => client.producers.list()

type ProducerProps = Readonly<{ value: number | undefined; onChange: (producer: number | undefined) => void }>

/** Who sold it. Without a producer it was the house itself. */
export function ProducerField({ value, onChange }: ProducerProps) {
  const text = useText()
  const mayRead = useMay('producers.read')
  const producers = useRead(mayRead ? readProducers : null, producerTopics).data?.items ?? []
  return (
    <Select
      label={text('operation.producer')}
      placeholder={text('operation.producer.house')}
      data={producers.map(({ id, name }) => ({ value: String(id), label: `${name} (${id})` }))}
      value={value === undefined ? null : String(value)}
      onChange={(chosen) => onChange(chosen === null ? undefined : Number(chosen))}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('operation.producer') }) }}
    />
  )
}

/** The account of the house at its bank that there is one of in each currency. */
export const mainBank = 'omnibus:main'

type OutsideProps = Readonly<{
  label: string
  currency: string
  kinds: readonly ('omnibus' | 'gateway')[]
  value: string
  onChange: (account: string) => void
}>

/** A bank's or a gateway's account: where money from outside lies. */
export function OutsideField({ label, currency, kinds, value, onChange }: OutsideProps) {
  const mayRead = useMay('ledger.read')
  const wanted = kinds.join()
  const ask = useCallback(
    async (client: EngineClient) => {
      const pages = await Promise.all(
        (['omnibus', 'gateway'] as const)
          .filter((kind) => wanted.includes(kind))
          .map((kind) => client.accounts.list({ kind, currency, limit: 200 })),
      )
      return pages.flatMap(({ items }) => items.map(({ code }) => code))
    },
    [wanted, currency],
  )
  const found = useRead(mayRead ? ask : null).data ?? []
  return (
    <Select
      label={label}
      data={[...new Set([...(kinds.includes('omnibus') ? [mainBank] : []), ...found])]}
      value={value}
      onChange={(chosen) => onChange(chosen ?? value)}
      allowDeselect={false}
      searchable
    />
  )
}

const suggestionsMax = 8
const pauseMs = 200

type ClientProps = Readonly<{
  label: string
  value: string
  onChange: (client: string) => void
  error: string | null
}>

/** A client's number, with those that begin as it is typed. */
export function ClientField({ label, value, onChange, error }: ClientProps) {
  const [search] = useDebouncedValue(value.trim(), pauseMs)
  const ask = useCallback((client: EngineClient) => client.clients.list({ search, limit: suggestionsMax }), [search])
  const found = useRead(search === '' ? null : ask).data?.items ?? []
  return (
    <Autocomplete
      label={label}
      data={found.map(({ id }) => id)}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      error={error}
      maxLength={128}
      autoComplete="off"
      spellCheck={false}
    />
  )
}
