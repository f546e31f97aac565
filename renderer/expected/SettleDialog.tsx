import { Checkbox, Radio, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ExpectedDetail } from '../../engine/contract/expected.ts'
import type { ReconciledItem } from '../../engine/contract/reconciled-items.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { ReasonField } from '../case/ReasonField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './expected.module.css'

type Props = Readonly<{ payment: ExpectedDetail; onClose: () => void }>
type Lines = Readonly<{ items: readonly ReconciledItem[]; next: string | null }>

const topics: readonly Topic[] = ['reconciliation']
const linesAtOnce = 50
const settle = (client: EngineClient, input: { id: number; line: number; reason: string }) =>
  client.expected.settle(input)

/** Which line of the bank it is: those of its amount first, all that go the same way when they are asked for. */
export function SettleDialog({ payment, onClose }: Props) {
  const text = useText()
  const { say } = useToast()
  const { id } = payment
  const [line, setLine] = useState<number | null>(null)
  const [isAny, setIsAny] = useState(false)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(settle)
  const confirm = async (): Promise<void> => {
    setTried(true)
    if (busy || line === null || reason.trim() === '') return
    const outcome = await run({ id, line, reason: reason.trim() })
    if (!outcome.ok) return
    onClose()
    say(text('expected.settle.done', { id: String(id) }))
  }
  return (
    <Dialog opened onClose={onClose} title={text('expected.settle.title', { id: String(id) })}>
      <ConfirmForm
        action={text('expected.settle')}
        reason={line === null ? text('expected.settle.pick') : null}
        busy={busy}
        onConfirm={() => void confirm()}
        onClose={onClose}
      >
        <Text>
          {text(payment.kind === 'settlement' ? 'expected.settle.effect' : 'expected.settle.effect_withdrawal')}
        </Text>
        <Checkbox
          label={text('expected.settle.any')}
          checked={isAny}
          onChange={(event) => {
            setIsAny(event.currentTarget.checked)
            setLine(null)
          }}
        />
        <LineChoice payment={payment} isAny={isAny} line={line} onPick={setLine} />
        <ReasonField value={reason} onChange={setReason} quick={[]} tried={tried} focused={false} />
        <FaultLine fault={fault} />
      </ConfirmForm>
    </Dialog>
  )
}

type ChoiceProps = Readonly<{
  payment: ExpectedDetail
  isAny: boolean
  line: number | null
  onPick: (line: number) => void
}>

function LineChoice({ payment, isAny, line, onPick }: ChoiceProps) {
  const text = useText()
  const { bank, currency, left } = payment
  const question = useMemo<Question<Lines>>(
    () => (client) =>
      client.reconciliation.open({
        account: bank,
        currency,
        side: 'line',
        way: left > 0 ? 'in' : 'out',
        limit: linesAtOnce,
        ...(isAny ? {} : { amount: left }),
      }),
    [bank, currency, left, isAny],
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
