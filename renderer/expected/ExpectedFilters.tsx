import { Checkbox, Select } from '@mantine/core'
import { expectedKinds, expectedStates } from '../../engine/contract/expected.ts'
import { useText } from '../messages/use-text.ts'
import { SearchField } from '../route/SearchField.tsx'
import type { ChangeExpected, ExpectedSearch } from './search.ts'

type Props = Readonly<{ search: ExpectedSearch; change: ChangeExpected }>

export function ExpectedFilters({ search: { kind, state, client, reference, overdue }, change }: Props) {
  const text = useText()
  const once = { replace: true }
  return (
    <>
      <SearchField
        label={text('funds.reference')}
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
        aria-label={text('expected.kind')}
        placeholder={text('expected.any_kind')}
        data={expectedKinds.map((value) => ({ value, label: text(`expected.kind.${value}`) }))}
        value={kind ?? null}
        onChange={(value) => change({ kind: expectedKinds.find((each) => each === value) })}
        clearable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('expected.kind') }) }}
        w={148}
      />
      <Select
        aria-label={text('funds.state')}
        placeholder={text('statements.any_state')}
        data={expectedStates.map((value) => ({ value, label: text(`expected.state.${value}`) }))}
        value={state ?? null}
        onChange={(value) => change({ state: expectedStates.find((each) => each === value) })}
        clearable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('funds.state') }) }}
        w={148}
      />
      <Checkbox
        label={text('expected.overdue')}
        checked={overdue === 'yes'}
        onChange={(event) => change({ overdue: event.currentTarget.checked ? 'yes' : undefined })}
      />
    </>
  )
}
