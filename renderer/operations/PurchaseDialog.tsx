import { SimpleGrid, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useText } from '../messages/use-text.ts'
import { ProducerField } from './choices.tsx'
import { AmountField, DetailFields } from './fields.tsx'
import { type Asked, OperationDialog } from './OperationDialog.tsx'
import { type Details, said } from './typed.ts'
import { useOperationForm } from './use-operation-form.ts'
import { useReceiptNotice } from './use-receipt-notice.tsx'
import { useSeenWallet } from './use-seen-wallet.ts'
import { useVerb } from './use-verb.ts'

type Content = Readonly<{ client: string; currency: string; amount: number; producer?: number; orderId?: string }> &
  Details

const purchase = (client: EngineClient, content: Content, asked: Asked) =>
  client.operations.purchase({ ...content, ...asked })

export function PurchaseDialog({ wallet, onClose }: Readonly<{ wallet: Wallet; onClose: () => void }>) {
  const text = useText()
  const notice = useReceiptNotice()
  const { client, currency } = wallet
  const form = useOperationForm(currency)
  const seen = useSeenWallet(wallet)
  const [producer, setProducer] = useState<number>()
  const [orderId, setOrderId] = useState('')
  const { amount, details } = form.read
  const sold = { ...(producer === undefined ? {} : { producer }), ...said('orderId', orderId) }
  const content = amount !== undefined && details ? { client, currency, amount, ...sold, ...details } : null
  return (
    <OperationDialog
      title={text('operation.purchase.title', { client })}
      action={useVerb(currency)('operation.purchase', amount)}
      form={form}
      seen={seen}
      content={content}
      carryOut={purchase}
      change={(change) => ({ kind: 'purchase', ...change })}
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
      <SimpleGrid cols={2} spacing={12}>
        <ProducerField value={producer} onChange={setProducer} />
        <TextInput
          label={text('operation.order')}
          value={orderId}
          onChange={(event) => setOrderId(event.currentTarget.value)}
          maxLength={64}
          autoComplete="off"
        />
      </SimpleGrid>
      <DetailFields form={form} />
    </OperationDialog>
  )
}
