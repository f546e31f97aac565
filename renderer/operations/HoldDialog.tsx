import { NumberInput, SimpleGrid, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useText } from '../messages/use-text.ts'
import { ProducerField } from './choices.tsx'
import { AmountField, HoldFields, hintBelow } from './fields.tsx'
import { type Asked, OperationDialog } from './OperationDialog.tsx'
import { said } from './typed.ts'
import { useOperationForm } from './use-operation-form.ts'
import { useReceiptNotice } from './use-receipt-notice.tsx'
import { useSeenWallet } from './use-seen-wallet.ts'
import { useVerb } from './use-verb.ts'

type Content = Readonly<{
  client: string
  currency: string
  amount: number
  producer?: number
  orderId?: string
  hours?: number
  reference?: string
}>

const place = (client: EngineClient, content: Content, asked: Asked) => client.holds.place({ ...content, ...asked })

const hoursMax = 8_784

export function HoldDialog({ wallet, onClose }: Readonly<{ wallet: Wallet; onClose: () => void }>) {
  const text = useText()
  const notice = useReceiptNotice()
  const { client, currency } = wallet
  const form = useOperationForm(currency)
  const seen = useSeenWallet(wallet)
  const [producer, setProducer] = useState<number>()
  const [orderId, setOrderId] = useState('')
  const [hours, setHours] = useState<number>()
  const { amount } = form.read
  const about = {
    ...(producer === undefined ? {} : { producer }),
    ...said('orderId', orderId),
    ...said('reference', form.typed.reference),
    ...(hours === undefined ? {} : { hours }),
  }
  const content = amount === undefined ? null : { client, currency, amount, ...about }
  return (
    <OperationDialog
      title={text('operation.hold.title', { client })}
      lead={text('operation.hold.lead')}
      action={useVerb(currency)('operation.hold', amount)}
      form={form}
      seen={seen}
      content={content}
      carryOut={place}
      change={(change) => ({ kind: 'hold', ...change })}
      onDone={(receipt) => notice.hold(receipt, 'placed')}
      onClose={onClose}
    >
      <AmountField
        currency={currency}
        value={form.typed.amount}
        onChange={(typed) => form.change({ amount: typed })}
        tried={form.tried}
        focused
      />
      <SimpleGrid cols={3} spacing={12}>
        <ProducerField value={producer} onChange={setProducer} />
        <TextInput
          label={text('operation.order')}
          value={orderId}
          onChange={(event) => setOrderId(event.currentTarget.value)}
          maxLength={64}
          autoComplete="off"
        />
        <NumberInput
          label={text('operation.hold.hours')}
          description={text('operation.hold.hours.hint')}
          inputWrapperOrder={hintBelow}
          value={hours ?? ''}
          onChange={(value) => setHours(typeof value === 'number' ? value : undefined)}
          min={1}
          max={hoursMax}
          allowDecimal={false}
          allowNegative={false}
          hideControls
        />
      </SimpleGrid>
      <HoldFields form={form} />
    </OperationDialog>
  )
}
