import { Button } from '@mantine/core'
import { AmountSearch } from '../ledger/AmountSearch.tsx'
import { useText } from '../messages/use-text.ts'
import { DaysPill } from '../pills/DaysPill.tsx'
import { SearchField } from '../route/SearchField.tsx'
import type { ChangeWorkspace, WorkspaceSearch } from './search.ts'

type Props = Readonly<{ search: WorkspaceSearch; currency: string; change: ChangeWorkspace }>

export const isNarrowed = ({ from, to, amount, text }: WorkspaceSearch): boolean =>
  [from, to, amount, text].some((value) => value !== undefined)

/** The same for both sides: what belongs together looks alike. */
export function OpenFilters({ search, currency, change }: Props) {
  const text = useText()
  const { from, to, amount, text: words } = search
  return (
    <>
      <SearchField
        label={text('reconcile.filter.text')}
        width={220}
        value={words ?? ''}
        onChange={(next) => change({ text: next || undefined }, { replace: true })}
      />
      <AmountSearch
        amount={amount}
        currency={currency}
        onChange={(next) => change({ amount: next }, { replace: true })}
      />
      <DaysPill label={text('filter.days')} from={from} to={to} onChange={change} />
      {isNarrowed(search) ? (
        <Button
          variant="subtle"
          onClick={() => change({ from: undefined, to: undefined, amount: undefined, text: undefined })}
        >
          {text('filter.clear')}
        </Button>
      ) : null}
    </>
  )
}
