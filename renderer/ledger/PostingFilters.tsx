import { Button, Select } from '@mantine/core'
import { textOfCode, useText } from '../messages/use-text.ts'
import { DaysPill } from '../pills/DaysPill.tsx'
import { SearchField } from '../route/SearchField.tsx'
import { AmountSearch } from './AmountSearch.tsx'
import { postingKinds } from './posting-filter.ts'
import type { ChangeSearch, LedgerSearch } from './search.ts'

type Props = Readonly<{ search: LedgerSearch; change: ChangeSearch; onClear: (() => void) | null }>

export function PostingFilters({ search, change, onClear }: Props) {
  const text = useText()
  const { type, amount, from, to } = search
  const kinds = type === undefined || isKnown(type) ? postingKinds : [type, ...postingKinds]
  const typed = (name: 'in' | 'client' | 'reference' | 'text' | 'location', width: number) => (
    <SearchField
      label={text(`postings.filter.${name}`)}
      width={width}
      value={search[name] ?? ''}
      onChange={(next) => change({ [name]: next || undefined }, { replace: true })}
    />
  )
  return (
    <>
      {typed('text', 128)}
      {typed('reference', 128)}
      {typed('client', 88)}
      {typed('in', 136)}
      {typed('location', 112)}
      <Select
        aria-label={text('posting.kind')}
        placeholder={text('postings.any_kind')}
        data={kinds.map((value) => ({ value, label: textOfCode(text, 'posting', value) }))}
        value={type ?? null}
        onChange={(value) => change({ type: value ?? undefined })}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('posting.kind') }) }}
        w={128}
      />
      <AmountSearch amount={amount} onChange={(next) => change({ amount: next }, { replace: true })} />
      <DaysPill label={text('transaction.business_day')} from={from} to={to} onChange={change} />
      {onClear ? (
        <Button variant="subtle" onClick={onClear}>
          {text('filter.clear')}
        </Button>
      ) : null}
    </>
  )
}

const isKnown = (kind: string): boolean => postingKinds.some((known) => known === kind)
