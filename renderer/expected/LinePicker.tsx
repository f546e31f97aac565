import { Checkbox, Radio, Select, Text, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ExpectedDetail } from '../../engine/contract/expected.ts'
import type { ReconciledItem } from '../../engine/contract/reconciled-items.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './expected.module.css'

type Lines = Readonly<{ items: readonly ReconciledItem[]; next: string | null }>
type PickerProps = Readonly<{ payment: ExpectedDetail; line: number | null; onPick: (line: number | null) => void }>

const topics: readonly Topic[] = ['reconciliation']
const linesAtOnce = 50

/** Open lines of a bank that go the way of the payment: those of its amount, or all of them by party, text or reference. */
export function LinePicker({ payment, line, onPick }: PickerProps) {
  const text = useText()
  const [isAny, setIsAny] = useState(false)
  const [search, setSearch] = useState('')
  const [bank, setBank] = useState(payment.bank)
  // What was picked need not be in sight any more.
  const looking = (look: () => void): void => {
    look()
    onPick(null)
  }
  return (
    <>
      <BankChoice currency={payment.currency} bank={bank} onPick={(code) => looking(() => setBank(code))} />
      <Checkbox
        label={text('expected.settle.any')}
        checked={isAny}
        onChange={({ currentTarget: { checked } }) => looking(() => setIsAny(checked))}
      />
      {isAny ? (
        <TextInput
          label={text('expected.settle.search')}
          value={search}
          onChange={({ currentTarget: { value } }) => looking(() => setSearch(value))}
          autoComplete="off"
        />
      ) : null}
      <LineChoice payment={payment} bank={bank} search={search} isAny={isAny} line={line} onPick={onPick} />
    </>
  )
}

type BankProps = Readonly<{ currency: string; bank: string; onPick: (code: string) => void }>
const readAccounts = (client: EngineClient) => client.reconciliation.accounts()

/** Only where there is more than one bank whose statements could have it. */
function BankChoice({ currency, bank, onPick }: BankProps) {
  const text = useText()
  const { data } = useRead(readAccounts, topics)
  const banks = (data?.items ?? []).filter((each) => each.kind === 'omnibus' && each.currency === currency)
  const codes = [...new Set([bank, ...banks.map(({ account }) => account)])]
  if (codes.length < 2) return null
  return (
    <Select
      label={text('expected.bank')}
      data={codes}
      value={bank}
      onChange={(code) => onPick(code ?? bank)}
      allowDeselect={false}
    />
  )
}

type ChoiceProps = Readonly<{
  payment: ExpectedDetail
  bank: string
  search: string
  isAny: boolean
  line: number | null
  onPick: (line: number) => void
}>

function LineChoice({ payment, bank, search, isAny, line, onPick }: ChoiceProps) {
  const text = useText()
  const { currency, left } = payment
  const words = isAny ? search.trim() : ''
  const question = useMemo<Question<Lines>>(
    () => (client) =>
      client.reconciliation.open({
        account: bank,
        currency,
        side: 'line',
        way: left > 0 ? 'in' : 'out',
        limit: linesAtOnce,
        ...(isAny ? {} : { amount: left }),
        ...(words === '' ? {} : { text: words }),
      }),
    [bank, currency, left, isAny, words],
  )
  const { data, fault, again } = useRead(question, topics)
  if (!data && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!data) return <Waiting />
  if (data.items.length === 0)
    return <Text c="dimmed">{text(isAny ? 'expected.settle.no_line' : 'expected.settle.no_line_of_amount')}</Text>
  return (
    <>
      <Radio.Group
        aria-label={text('expected.settle.line')}
        value={line === null ? null : String(line)}
        onChange={(value) => onPick(Number(value))}
      >
        <div className={classes.lines}>
          {data.items.map((item) => (
            <Radio key={item.id} value={String(item.id)} label={<LineLabel item={item} currency={currency} />} />
          ))}
        </div>
      </Radio.Group>
      {data.next === null ? null : <Text c="dimmed">{text('expected.settle.more')}</Text>}
    </>
  )
}

function LineLabel({ item, currency }: Readonly<{ item: ReconciledItem; currency: string }>) {
  const { signedMoney } = useFormats()
  const said = [item.party, item.text, ...item.references.map(({ value }) => value)].filter(Boolean).join(' · ')
  return (
    <span className={classes.line}>
      <span>
        {item.day} {said}
      </span>
      <span>{signedMoney(item.amount, currency)}</span>
    </span>
  )
}
