import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { textOfCode, useText } from '../messages/use-text.ts'
import { decimalString } from '../money/format.ts'
import { readAmount } from '../money/read.ts'
import { amountProblem } from '../operations/typed.ts'
import { SearchField } from '../route/SearchField.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './clients.module.css'
import type { ChangeSearch, HistoryFilter } from './search.ts'

/** Kinds that move a wallet; the engine may know more, and shows them too. */
const kinds = [
  'TopUp',
  'Payment',
  'deposit',
  'withdrawal',
  'purchase',
  'capture',
  'refund',
  'transfer',
  'fee',
  'chargeback',
  'auto_top_up',
  'fund_request',
  'fund_paid',
  'fund_released',
  'fund_undone',
  'adjustment',
  'reversal',
] as const

type Props = Readonly<{ currency: string; filter: HistoryFilter; change: ChangeSearch }>

export function HistoryFilters({ currency, filter, change }: Props) {
  const text = useText()
  return (
    <search className={classes.historyFilters} aria-label={text('history.filter')}>
      <Select
        aria-label={text('history.kind')}
        placeholder={text('history.any_kind')}
        data={kinds.map((kind) => ({ value: kind, label: textOfCode(text, 'posting', kind) }))}
        value={filter.kind ?? null}
        onChange={(kind) => change({ kind: kind ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('history.kind') }) }}
      />
      <AmountFilter key={currency} currency={currency} amount={filter.amount} change={change} />
      <div className={classes.wide}>
        <SearchField
          label={text('history.text')}
          value={filter.text ?? ''}
          width="100%"
          keyed={false}
          onChange={(next) => change({ text: next || undefined }, { replace: true })}
        />
      </div>
      <TextInput
        type="date"
        aria-label={text('history.from')}
        leftSection={text('history.from.short')}
        leftSectionWidth={52}
        value={filter.from ?? ''}
        onChange={(event) => change({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        aria-label={text('history.to')}
        leftSection={text('history.to.short')}
        leftSectionWidth={52}
        value={filter.to ?? ''}
        onChange={(event) => change({ to: event.currentTarget.value || undefined })}
      />
    </search>
  )
}

type AmountProps = Readonly<{ currency: string; amount: number | undefined; change: ChangeSearch }>

/** Exactly this amount. What can't be read filters nothing, and says so. */
function AmountFilter({ currency, amount, change }: AmountProps) {
  const text = useText()
  const digits = useFormats().digits(currency)
  const [typed, setTyped] = useState(amount === undefined ? '' : decimalString(amount, digits))
  const [known, setKnown] = useState(amount)
  // Back, or "Clear", changed it from outside of this field.
  if (known !== amount) {
    setKnown(amount)
    const now = readAmount(typed, digits)
    if ((now.ok ? now.minor : undefined) !== amount) setTyped(amount === undefined ? '' : decimalString(amount, digits))
  }
  const problem = amountProblem(typed, digits, true)
  return (
    <TextInput
      aria-label={text('history.amount.exact', { currency })}
      placeholder={text('history.amount.exact', { currency })}
      value={typed}
      onChange={(event) => {
        const next = event.currentTarget.value
        setTyped(next)
        const read = readAmount(next, digits)
        change({ amount: read.ok ? read.minor : undefined }, { replace: true })
      }}
      error={problem === null ? null : text(problem, { currency, digits })}
      inputMode="decimal"
      autoComplete="off"
    />
  )
}
