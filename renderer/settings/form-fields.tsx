/** Fields that the rules of several settings share. */
import { Select, TextInput } from '@mantine/core'
import { useText } from '../messages/use-text.ts'
import { useCurrencies, useFormats } from '../workspace/workspace-context.ts'
import type { Problems } from './setting-drafts.ts'

type BoundProps = Readonly<{
  label: string
  hint: string
  currency: string | null
  value: string
  onChange: (typed: string) => void
  error: string | null
}>

/** An amount that may be nought, or nothing at all. */
export function BoundField({ label, hint, currency, value, onChange, error }: BoundProps) {
  const formats = useFormats()
  const text = useText()
  return (
    <TextInput
      label={text('rules.bound', { label, currency: currency ?? formats.currency })}
      placeholder={hint}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      inputMode="decimal"
      autoComplete="off"
      className="ch-figure"
    />
  )
}

type CurrencyProps = Readonly<{ value: string | null; onChange: (currency: string | null) => void }>

export function RuleCurrency({ value, onChange }: CurrencyProps) {
  const text = useText()
  const currencies = useCurrencies()
  return (
    <Select
      label={text('rules.currency')}
      placeholder={text('rules.currency.every')}
      data={currencies.map(({ code }) => code)}
      value={value}
      onChange={onChange}
      clearable
      clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('rules.currency') }) }}
    />
  )
}

export type ProblemWords = (field: string, currency?: string | null) => string | null

/** What is wrong with a field, once somebody has tried to go on. */
export function useProblemWords(problems: Problems | null): ProblemWords {
  const text = useText()
  const formats = useFormats()
  return (field, currency = null) => {
    const id = problems?.[field]
    const of = currency ?? formats.currency
    return id === undefined ? null : text(id, { currency: of, digits: formats.digits(of) })
  }
}
