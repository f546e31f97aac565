import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useText } from '../messages/use-text.ts'
import { mainBank, OutsideField } from './choices.tsx'
import { AmountField, DetailFields } from './fields.tsx'
import { type Asked, OperationDialog } from './OperationDialog.tsx'
import type { Details } from './typed.ts'
import { useOperationForm } from './use-operation-form.ts'
import { useReceiptNotice } from './use-receipt-notice.tsx'
import { useSeenWallet } from './use-seen-wallet.ts'
import { useVerb } from './use-verb.ts'

type Content = Readonly<{ client: string; currency: string; amount: number; from: string }> & Details

const deposit = (client: EngineClient, content: Content, asked: Asked) =>
  client.operations.deposit({ ...content, ...asked })

export function DepositDialog({ wallet, onClose }: Readonly<{ wallet: Wallet; onClose: () => void }>) {
  const text = useText()
  const notice = useReceiptNotice()
  const { client, currency } = wallet
  const form = useOperationForm(currency)
  const seen = useSeenWallet(wallet)
  const [from, setFrom] = useState(mainBank)
  const { amount, details } = form.read
  const content = amount !== undefined && details ? { client, currency, amount, from, ...details } : null
  return (
    <OperationDialog
      title={text('operation.deposit.title', { client })}
      action={useVerb(currency)('operation.deposit', amount)}
      form={form}
      seen={seen}
      content={content}
      carryOut={deposit}
      change={(change) => ({ kind: 'deposit', ...change })}
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
      <OutsideField
        label={text('operation.deposit.from')}
        currency={currency}
        kinds={['omnibus', 'gateway']}
        value={from}
        onChange={setFrom}
      />
      <DetailFields form={form} />
    </OperationDialog>
  )
}
