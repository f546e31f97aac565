import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useText } from '../messages/use-text.ts'
import { ClientField } from './choices.tsx'
import { AmountField, DetailFields } from './fields.tsx'
import { type Asked, OperationDialog } from './OperationDialog.tsx'
import type { Details } from './typed.ts'
import { useOperationForm } from './use-operation-form.ts'
import { useReceiptNotice } from './use-receipt-notice.tsx'
import { useSeenWallet } from './use-seen-wallet.ts'
import { useVerb } from './use-verb.ts'

type Content = Readonly<{ from: string; to: string; currency: string; amount: number }> & Details

const transfer = (client: EngineClient, content: Content, asked: Asked) =>
  client.operations.transfer({ ...content, ...asked })

export function TransferDialog({ wallet, onClose }: Readonly<{ wallet: Wallet; onClose: () => void }>) {
  const text = useText()
  const notice = useReceiptNotice()
  const { client: from, currency } = wallet
  const form = useOperationForm(currency)
  const seen = useSeenWallet(wallet)
  const [typedTo, setTypedTo] = useState('')
  const to = typedTo.trim()
  const { amount, details } = form.read
  const content = to !== '' && amount !== undefined && details ? { from, to, currency, amount, ...details } : null
  return (
    <OperationDialog
      title={text('operation.transfer.title', { client: from })}
      action={useVerb(currency)('operation.transfer', amount)}
      form={form}
      seen={seen}
      guarded
      content={content}
      carryOut={transfer}
      change={(change) => ({ kind: 'transfer', ...change })}
      onDone={notice.posted}
      onClose={onClose}
    >
      <AmountField
        currency={currency}
        value={form.typed.amount}
        onChange={(typed) => form.change({ amount: typed })}
        tried={form.tried}
        focused
      />
      <ClientField
        label={text('operation.transfer.to')}
        value={typedTo}
        onChange={setTypedTo}
        error={form.tried && to === '' ? text('operation.transfer.to.missing') : null}
      />
      <DetailFields form={form} />
    </OperationDialog>
  )
}
