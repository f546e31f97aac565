import { Autocomplete, Button, SegmentedControl, Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { overviewSteps } from '../../engine/contract/overview.ts'
import type { Producer } from '../../engine/contract/producers.ts'
import { useText } from '../messages/use-text.ts'
import { DaysPill } from '../pills/DaysPill.tsx'
import { useLocations } from '../producers/use-locations.ts'
import {
  type Asked,
  type ChangeSearch,
  noFilter,
  type OverviewSearch,
  presetRange,
  presets,
  OverviewSearch as Search,
} from './search.ts'

type Props = Readonly<{
  search: OverviewSearch
  asked: Asked
  producers: readonly Producer[]
  currencies: readonly string[]
  currency: string
  today: string
  onChange: ChangeSearch
}>

/** They apply to all figures, and are in the address. */
export function OverviewFilters({ search, asked, producers, currencies, currency, today, onChange }: Props) {
  const text = useText()
  const { producer, location, show } = search
  return (
    <>
      <RangeFilters asked={asked} today={today} onChange={onChange} />
      <Select
        aria-label={text('batch.producer')}
        placeholder={text('filter.any_producer')}
        data={producers.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={producer === undefined ? null : String(producer)}
        onChange={(value) => onChange({ producer: value === null ? undefined : Number(value) })}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('batch.producer') }) }}
        w={180}
      />
      <LocationField key={location ?? ''} location={location} producers={producers} onChange={onChange} />
      {currencies.length > 1 ? (
        <Select
          aria-label={text('account.currency')}
          data={[...currencies]}
          value={currency}
          onChange={(value) => onChange({ currency: value ?? undefined })}
          allowDeselect={false}
          w={88}
        />
      ) : null}
      <SegmentedControl
        aria-label={text('overview.show')}
        size="sm"
        data={[
          { value: 'money', label: text('overview.show.money') },
          { value: 'rows', label: text('overview.show.rows') },
        ]}
        value={show}
        onChange={(value) => onChange({ show: Search.shape.show.parse(value) })}
      />
      {producer !== undefined || location !== undefined ? (
        <Button variant="subtle" onClick={() => onChange(noFilter)}>
          {text('filter.clear')}
        </Button>
      ) : null}
    </>
  )
}

type RangeProps = Pick<Props, 'asked' | 'today' | 'onChange'>

function RangeFilters({ asked: { from, to, by }, today, onChange }: RangeProps) {
  const text = useText()
  const preset = presets.find((each) => {
    const range = presetRange(each, today)
    return (range.from ?? from) === from && (range.to ?? to) === to && (range.by ?? 'day') === by
  })
  const isUsual = preset === 'month' && to !== today
  return (
    <>
      <Select
        aria-label={text('overview.range')}
        placeholder={text('overview.range.own')}
        data={presets.map((value) => ({ value, label: text(`overview.range.${value}`) }))}
        value={preset === undefined || isUsual ? null : preset}
        onChange={(value) => {
          const chosen = presets.find((each) => each === value)
          if (chosen !== undefined) onChange(presetRange(chosen, today))
        }}
        allowDeselect={false}
        w={132}
      />
      <DaysPill label={text('filter.days')} from={from} to={to} onChange={(days) => onChange({ from, to, ...days })} />
      <Select
        aria-label={text('overview.by')}
        data={overviewSteps.map((value) => ({ value, label: text(`overview.by.${value}`) }))}
        value={by}
        onChange={(value) => onChange({ by: Search.shape.by.parse(value) })}
        allowDeselect={false}
        w={104}
      />
    </>
  )
}

/** Places are typed as they are written; the workspace's locations and those of the producers are offered. */
function LocationField({
  location,
  producers,
  onChange,
}: Pick<Props, 'producers' | 'onChange'> & Readonly<{ location: string | undefined }>) {
  const text = useText()
  const [typed, setTyped] = useState(location ?? '')
  const listed = useLocations()
  const known = useMemo(
    () => [...new Set([...listed.map(({ name }) => name), ...producers.flatMap((each) => each.locations)])].toSorted(),
    [listed, producers],
  )
  const send = (value: string): void => {
    const next = value.trim() === '' ? undefined : value.trim()
    if (next !== location) onChange({ location: next })
  }
  return (
    <Autocomplete
      aria-label={text('overview.location')}
      placeholder={text('overview.any_location')}
      data={known}
      limit={50}
      value={typed}
      onChange={setTyped}
      onOptionSubmit={send}
      onBlur={() => send(typed)}
      onKeyDown={({ key, currentTarget: { value } }) => {
        if (key === 'Enter') send(value)
      }}
      w={160}
    />
  )
}
