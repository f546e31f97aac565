/** What a wallet does by itself when it drops below a threshold. */
import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useText } from '../messages/use-text.ts'
import { decimalString } from '../money/format.ts'
import { readAmount } from '../money/read.ts'
import { useToast } from '../notice/use-toast.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { mainBank, OutsideField } from './choices.tsx'
import { AmountField, ReasonField } from './fields.tsx'
import { OperationDialog } from './OperationDialog.tsx'
import { useOperationForm } from './use-operation-form.ts'

type Props = Readonly<{ wallet: Wallet; onClose: () => void }>
type Which = Readonly<{ client: string; currency: string; reason: string }>
type Terms = Which & Readonly<{ threshold: number; amount: number; from: string }>

const set = (client: EngineClient, content: Terms) => client.wallets.setAutoTopUp(content)

export function AutoTopUpDialog({ wallet, onClose }: Props) {
  const text = useText()
  const { say } = useToast()
  const { digits } = useFormats()
  const { client, currency, autoTopUp } = wallet
  const shown = (minor: number | undefined): string =>
    minor === undefined ? '' : decimalString(minor, digits(currency))
  const form = useOperationForm(currency)
  const [threshold, setThreshold] = useState(shown(autoTopUp?.threshold))
  const [amount, setAmount] = useState(shown(autoTopUp?.amount))
  const [from, setFrom] = useState(autoTopUp?.from ?? mainBank)
  const below = readAmount(threshold, digits(currency))
  const by = readAmount(amount, digits(currency))
  const { reason } = form.read
  const content =
    below.ok && by.ok && reason !== undefined
      ? { client, currency, threshold: below.minor, amount: by.minor, from, reason }
      : null
  return (
    <OperationDialog
      title={text('auto_top_up.title', { client })}
      lead={text('auto_top_up.lead')}
      action={text('auto_top_up.set')}
      form={form}
      content={content}
      carryOut={set}
      onDone={() => say(text('auto_top_up.done', { client }))}
      onClose={onClose}
    >
      <AmountField
        label={text('auto_top_up.threshold.typed', { currency })}
        currency={currency}
        value={threshold}
        onChange={setThreshold}
        tried={form.tried}
        focused
      />
      <AmountField
        label={text('auto_top_up.amount.typed', { currency })}
        currency={currency}
        value={amount}
        onChange={setAmount}
        tried={form.tried}
      />
      <OutsideField
        label={text('auto_top_up.from')}
        currency={currency}
        kinds={['omnibus', 'gateway']}
        value={from}
        onChange={setFrom}
      />
      <ReasonField form={form} required />
    </OperationDialog>
  )
}

const remove = (client: EngineClient, content: Which) => client.wallets.removeAutoTopUp(content)

export function RemoveAutoTopUpDialog({ wallet, onClose }: Props) {
  const text = useText()
  const { say } = useToast()
  const { client, currency } = wallet
  const form = useOperationForm(currency)
  const { reason } = form.read
  return (
    <OperationDialog
      title={text('auto_top_up.remove.title', { client })}
      lead={text('auto_top_up.remove.lead')}
      action={text('auto_top_up.remove')}
      danger
      form={form}
      content={reason === undefined ? null : { client, currency, reason }}
      carryOut={remove}
      onDone={() => say(text('auto_top_up.removed', { client }))}
      onClose={onClose}
    >
      <ReasonField form={form} required focused />
    </OperationDialog>
  )
}
