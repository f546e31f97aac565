/** The fields of a new proposal, each with what helps to fill it. */
import { Autocomplete, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useCallback } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { settingValues } from '../../engine/contract/settings.ts'
import { assertNever } from '../assert-never.ts'
import { useRead } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { ClientField } from '../operations/choices.tsx'
import { useMay } from '../session/session-context.ts'
import type { DraftField, Typed } from './drafts.ts'

type Props = Readonly<{
  field: DraftField
  typed: Typed
  onChange: (value: string) => void
  error: string | null
  focused: boolean
}>

type FieldProps = Readonly<{
  label: string
  value: string
  onChange: (value: string) => void
  error: string | null
  focus: Readonly<{ 'data-autofocus'?: boolean }>
}>

export function Field({ field, typed, onChange, error, focused }: Props) {
  const text = useText()
  const focus = focused ? { 'data-autofocus': true } : {}
  const label = text(`draft.${field}`, { currency: typed.currency })
  const props: FieldProps = { label, value: typed[field], onChange, error, focus }
  switch (field) {
    case 'debit':
    case 'credit':
    case 'account':
      return <AccountField {...props} currency={typed.currency} />
    case 'client':
      return <ClientField label={label} value={typed.client} onChange={onChange} error={error} />
    case 'tier':
      return <TierField {...props} />
    case 'period':
      return <PeriodField {...props} />
    case 'amount':
    case 'overdraft':
      return <PlainField {...props} figure hint={field === 'overdraft' ? text('draft.overdraft.hint') : undefined} />
    case 'of':
    case 'digits':
      return <PlainField {...props} figure />
    case 'code':
      return <PlainField {...props} hint={text('draft.code.hint')} />
    case 'reference':
      return <PlainField {...props} />
    default:
      return assertNever(field)
  }
}

type PlainProps = FieldProps & Readonly<{ figure?: boolean; hint?: string | undefined }>

function PlainField({ label, value, onChange, error, focus, figure = false, hint }: PlainProps) {
  return (
    <TextInput
      label={label}
      {...(hint === undefined ? {} : { description: hint })}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      autoComplete="off"
      spellCheck={false}
      maxLength={140}
      {...(figure ? { inputMode: 'decimal' as const, className: 'ch-figure' } : {})}
      {...focus}
    />
  )
}

const suggestionsMax = 8
const pauseMs = 200

/** An account by its code, with those that begin as it is typed. */
function AccountField({ label, value, onChange, error, focus, currency }: FieldProps & Readonly<{ currency: string }>) {
  const text = useText()
  const mayRead = useMay('ledger.read')
  const [search] = useDebouncedValue(value.trim(), pauseMs)
  const ask = useCallback(
    (client: EngineClient) =>
      client.accounts.list({ limit: suggestionsMax, currency, ...(search === '' ? {} : { search }) }),
    [search, currency],
  )
  const found = useRead(mayRead ? ask : null).data?.items ?? []
  return (
    <Autocomplete
      label={label}
      description={text('draft.account.hint')}
      data={[...new Set(found.map(({ code }) => code))]}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      error={error}
      maxLength={200}
      autoComplete="off"
      spellCheck={false}
      {...focus}
    />
  )
}

const readSettings = (client: EngineClient) => client.settings.list()

function TierField({ label, value, onChange, error }: FieldProps) {
  const text = useText()
  const settings = useRead(useMay('settings.read') ? readSettings : null).data?.items ?? []
  const read = settingValues.tiers.safeParse(settings.find(({ name }) => name === 'tiers')?.value)
  return (
    <Select
      label={label}
      placeholder={text('draft.tier.same')}
      data={read.success ? read.data.names : []}
      value={value === '' ? null : value}
      onChange={(chosen) => onChange(chosen ?? '')}
      error={error}
      clearable
      clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: label }) }}
    />
  )
}

const readPeriods = (client: EngineClient) => client.periods.list()

/** A close begins with the first open day that has postings: it and its month are what can be meant. */
function PeriodField({ label, value, onChange, error, focus }: FieldProps) {
  const text = useText()
  const first = useRead(useMay('ledger.read') ? readPeriods : null).data?.firstOpenDay ?? null
  return (
    <Autocomplete
      label={label}
      description={first === null ? text('draft.period.hint') : text('draft.period.first', { day: first })}
      data={first === null ? [] : [first, first.slice(0, 7)]}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      error={error}
      autoComplete="off"
      {...focus}
    />
  )
}
