import { Button, Checkbox, Select } from '@mantine/core'
import { changeKinds, ProposalState } from '../../engine/contract/proposals.ts'
import { useText } from '../messages/use-text.ts'
import { kindWords } from './change-words.ts'
import { ApprovalSearch, type ChangeSearch } from './search.ts'

type Props = Readonly<{ search: ApprovalSearch; onChange: ChangeSearch }>

export const unfiltered = { state: 'open', kind: undefined, mine: undefined } as const

export const isFiltered = ({ state, kind, mine }: ApprovalSearch): boolean =>
  state !== 'open' || kind !== undefined || mine !== undefined

export function ApprovalFilters({ search, onChange }: Props) {
  const text = useText()
  const { state, kind, mine } = search
  return (
    <>
      <Select
        aria-label={text('proposal.state')}
        data={[
          { value: 'any', label: text('filter.any_state') },
          ...ProposalState.options.map((value) => ({ value, label: text(`proposal.state.${value}`) })),
        ]}
        value={state}
        onChange={(value) => onChange({ state: ApprovalSearch.shape.state.parse(value ?? undefined) })}
        allowDeselect={false}
        w={160}
      />
      <Select
        aria-label={text('proposal.kind')}
        placeholder={text('approvals.any_kind')}
        data={changeKinds.map((value) => ({ value, label: kindWords(text, value) }))}
        value={kind ?? null}
        onChange={(value) => onChange({ kind: ApprovalSearch.shape.kind.parse(value ?? undefined) })}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('proposal.kind') }) }}
        w={180}
      />
      <Checkbox
        label={text('approvals.mine')}
        checked={mine !== undefined}
        onChange={(event) => onChange({ mine: event.currentTarget.checked ? 'yes' : undefined })}
      />
      {isFiltered(search) ? (
        <Button variant="subtle" onClick={() => onChange(unfiltered)}>
          {text('filter.clear')}
        </Button>
      ) : null}
    </>
  )
}
