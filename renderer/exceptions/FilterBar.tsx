import { useText } from '../messages/use-text.ts'
import { ChoicePill } from '../pills/ChoicePill.tsx'
import { DaysPill } from '../pills/DaysPill.tsx'
import { MoneyPill } from '../pills/MoneyPill.tsx'
import { SearchField } from '../route/SearchField.tsx'
import { useSession } from '../session/session-context.ts'
import {
  codeOptions,
  dueOptions,
  groupOptions,
  ownerOptions,
  producerOptions,
  severityOptions,
  snoozedOptions,
  statusOptions,
} from './choices.ts'
import { GroupEntered } from './GroupEntered.tsx'
import { type ChangeSearch, QueueSearch, valuesOf } from './search.ts'
import type { Facets } from './use-facets.ts'

type Props = Readonly<{ search: QueueSearch; change: ChangeSearch; facets: Facets }>

/** Everything that the list can be narrowed by, and how it is added up. What is chosen is in the address. */
export function FilterBar({ search, change, facets }: Props) {
  const text = useText()
  return (
    <>
      <SearchField
        label={text('queue.find')}
        width={148}
        value={search.find ?? ''}
        onChange={(next) => change({ find: next || undefined }, { replace: true })}
      />
      <ValuePills search={search} change={change} facets={facets} />
      <RangePills search={search} change={change} facets={facets} />
      <GroupEntered search={search} change={change} facets={facets} />
    </>
  )
}

function ValuePills({ search, change, facets: { facets, want } }: Props) {
  const text = useText()
  const myself = useSession().user.name
  const { status, severity, code, producer, owner } = search
  const chosen = (values: readonly string[]): string | undefined => values.join(',') || undefined
  return (
    <>
      <ChoicePill
        label={text('queue.state')}
        choices={statusOptions(facets, text)}
        chosen={valuesOf(status)}
        onOpen={want}
        onChange={(values) => change({ status: chosen(values) })}
      />
      <ChoicePill
        label={text('queue.severity')}
        choices={severityOptions(facets, text)}
        chosen={valuesOf(severity)}
        onOpen={want}
        onChange={(values) => change({ severity: chosen(values) })}
      />
      <ChoicePill
        label={text('queue.code')}
        choices={codeOptions(facets, valuesOf(code), text)}
        chosen={valuesOf(code)}
        onOpen={want}
        onChange={(values) => change({ code: chosen(values) })}
      />
      <ChoicePill
        label={text('queue.producer')}
        choices={producerOptions(facets, valuesOf(producer), text)}
        chosen={valuesOf(producer)}
        onOpen={want}
        onChange={(values) => change({ producer: chosen(values) })}
      />
      <ChoicePill
        label={text('queue.owner')}
        choices={ownerOptions(facets, { chosen: valuesOf(owner), myself }, text)}
        chosen={valuesOf(owner)}
        onOpen={want}
        onChange={(values) => change({ owner: chosen(values) })}
      />
    </>
  )
}

function RangePills({ search, change }: Props) {
  const text = useText()
  const { least, most, due, from, to, resolvedFrom, resolvedTo, client, snoozed, group } = search
  // One value that the pill gave, held against what the address may say.
  const one = (name: 'due' | 'snoozed' | 'group', [value]: readonly string[]): void => {
    const read = QueueSearch.parse({ [name]: value })
    change(name === 'group' ? { group: read.group, at: undefined } : { [name]: read[name] })
  }
  return (
    <>
      <ChoicePill
        single
        label={text('queue.due')}
        choices={dueOptions(text)}
        chosen={valuesOf(due)}
        onChange={(values) => one('due', values)}
      />
      <MoneyPill least={least} most={most} onChange={change} />
      <DaysPill label={text('queue.raised')} from={from} to={to} onChange={change} />
      {/* A figure leads here with it; whoever works through the queue has no use for it. */}
      {resolvedFrom === undefined && resolvedTo === undefined ? null : (
        <DaysPill
          label={text('queue.resolved')}
          from={resolvedFrom}
          to={resolvedTo}
          onChange={(days) => change(resolvedDays(days))}
        />
      )}
      <SearchField
        label={text('queue.client')}
        width={84}
        keyed={false}
        value={client ?? ''}
        onChange={(next) => change({ client: next || undefined }, { replace: true })}
      />
      <ChoicePill
        single
        label={text('queue.snoozed')}
        choices={snoozedOptions(text)}
        chosen={valuesOf(snoozed)}
        onChange={(values) => one('snoozed', values)}
      />
      <ChoicePill
        single
        label={text('queue.group')}
        choices={groupOptions(text)}
        chosen={valuesOf(group)}
        onChange={(values) => one('group', values)}
      />
    </>
  )
}

type Days = Readonly<{ from?: string | undefined; to?: string | undefined }>

const resolvedDays = (days: Days): Partial<QueueSearch> => ({
  ...('from' in days ? { resolvedFrom: days.from } : {}),
  ...('to' in days ? { resolvedTo: days.to } : {}),
})
