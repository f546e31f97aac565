/** What is done about a transaction that happened: given back, taken back, or paid out. */
import { TextInput } from '@mantine/core'
import { type ReactNode, useCallback, useState } from 'react'
import type { Transaction } from '../../engine/contract/accounts.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { textOfCode, useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { mainBank, OutsideField } from './choices.tsx'
import { AmountField, DetailFields } from './fields.tsx'
import { type Asked, OperationDialog } from './OperationDialog.tsx'
import { type Details, said } from './typed.ts'
import { type OperationForm, useOperationForm } from './use-operation-form.ts'
import { useReceiptNotice } from './use-receipt-notice.tsx'
import { useVerb } from './use-verb.ts'

type Props = Readonly<{ transaction: number; onClose: () => void }>

type Content = Readonly<{ of: number; amount?: number }> & Details
type FormProps = Readonly<{ transaction: Transaction; onClose: () => void }>

const refund = (client: EngineClient, content: Content & Readonly<{ relatedOrderId?: string }>, asked: Asked) =>
  client.operations.refund({ ...content, ...asked })

export function RefundDialog(props: Props) {
  return (
    <Read {...props} heading="operation.refund.title">
      {(transaction) => <RefundForm transaction={transaction} onClose={props.onClose} />}
    </Read>
  )
}

function RefundForm({ transaction, onClose }: FormProps) {
  const text = useText()
  const notice = useReceiptNotice()
  const past = usePast(transaction)
  const [order, setOrder] = useState('')
  const content = past.content ? { ...past.content, ...said('relatedOrderId', order) } : null
  return (
    <OperationDialog
      title={text('operation.refund.title', { transaction: String(transaction.id) })}
      lead={past.lead}
      action={past.verb('operation.refund')}
      form={past.form}
      content={content}
      carryOut={refund}
      change={(change) => ({ kind: 'refund', ...change })}
      onDone={notice.posted}
      onClose={onClose}
    >
      {past.amount}
      <TextInput
        label={text('operation.order.related')}
        value={order}
        onChange={(event) => setOrder(event.currentTarget.value)}
        maxLength={64}
        autoComplete="off"
      />
      <DetailFields form={past.form} />
    </OperationDialog>
  )
}

const chargeBack = (client: EngineClient, content: Content, asked: Asked) =>
  client.operations.chargeBack({ ...content, ...asked })

export function ChargeBackDialog(props: Props) {
  return (
    <Read {...props} heading="operation.chargeback.title">
      {(transaction) => <ChargeBackForm transaction={transaction} onClose={props.onClose} />}
    </Read>
  )
}

function ChargeBackForm({ transaction, onClose }: FormProps) {
  const text = useText()
  const notice = useReceiptNotice()
  const past = usePast(transaction)
  return (
    <OperationDialog
      title={text('operation.chargeback.title', { transaction: String(transaction.id) })}
      lead={text('operation.chargeback.lead', { what: past.lead })}
      action={past.verb('operation.chargeback')}
      danger
      form={past.form}
      content={past.content}
      carryOut={chargeBack}
      change={(change) => ({ kind: 'chargeback', ...change })}
      onDone={notice.posted}
      onClose={onClose}
    >
      {past.amount}
      <DetailFields form={past.form} />
    </OperationDialog>
  )
}

const payOut = (client: EngineClient, content: Content & Readonly<{ to: string }>, asked: Asked) =>
  client.operations.payOut({ ...content, ...asked })

export function PayOutDialog(props: Props) {
  return (
    <Read {...props} heading="operation.payout.title">
      {(transaction) => <PayOutForm transaction={transaction} onClose={props.onClose} />}
    </Read>
  )
}

function PayOutForm({ transaction, onClose }: FormProps) {
  const text = useText()
  const notice = useReceiptNotice()
  const past = usePast(transaction)
  const [to, setTo] = useState(mainBank)
  const content = past.content ? { ...past.content, to } : null
  return (
    <OperationDialog
      title={text('operation.payout.title', { transaction: String(transaction.id) })}
      lead={past.lead}
      action={past.verb('operation.payout')}
      form={past.form}
      content={content}
      carryOut={payOut}
      change={(change) => ({ kind: 'payout', ...change })}
      onDone={notice.posted}
      onClose={onClose}
    >
      {past.amount}
      <OutsideField
        label={text('operation.payout.to')}
        currency={transaction.currency}
        kinds={['omnibus', 'gateway']}
        value={to}
        onChange={setTo}
      />
      <DetailFields form={past.form} />
    </OperationDialog>
  )
}

type Past = Readonly<{
  form: OperationForm
  lead: string
  content: Content | null
  verb: (id: 'operation.refund' | 'operation.chargeback' | 'operation.payout') => string
  amount: ReactNode
}>

/** Each of them takes all that is left, or less. */
function usePast({ id, kind, currency, amount, left }: Transaction): Past {
  const text = useText()
  const { money } = useFormats()
  const form = useOperationForm(currency)
  const verb = useVerb(currency)
  const { amount: some, details } = form.read
  const whole = form.typed.amount.trim() === ''
  const shown = (minor: number): string => money(minor, currency)
  return {
    form,
    lead: text('operation.past', {
      kind: textOfCode(text, 'posting', kind),
      currency,
      amount: shown(amount),
      left: shown(left),
    }),
    content:
      details && (whole || some !== undefined)
        ? { of: id, ...(some === undefined ? {} : { amount: some }), ...details }
        : null,
    verb: (of) => verb(of, whole ? left : some),
    amount: (
      <AmountField
        currency={currency}
        description={text('operation.amount.all', { currency, left: shown(left) })}
        value={form.typed.amount}
        onChange={(typed) => form.change({ amount: typed })}
        tried={form.tried}
        optional
        focused
      />
    ),
  }
}

const topics: readonly Topic[] = []

type ReadProps = Props &
  Readonly<{
    heading: 'operation.refund.title' | 'operation.chargeback.title' | 'operation.payout.title'
    children: (transaction: Transaction) => ReactNode
  }>

/** What is left of it decides what can be asked, so it is read before anything is. */
function Read({ transaction, heading, onClose, children }: ReadProps) {
  const text = useText()
  const { data, fault, again } = useRead(
    useCallback((client: EngineClient) => client.accounts.transaction({ transaction }), [transaction]),
    topics,
  )
  if (data) return children(data)
  return (
    <Dialog opened onClose={onClose} title={text(heading, { transaction: String(transaction) })} width={520}>
      {fault ? <FaultNotice fault={fault} onRetry={again} /> : <Waiting lines={4} />}
    </Dialog>
  )
}
