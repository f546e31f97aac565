import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useText } from '../messages/use-text.ts'
import { AmountField, DetailFields } from './fields.tsx'
import { type Asked, OperationDialog } from './OperationDialog.tsx'
import type { Details } from './typed.ts'
import { useOperationForm } from './use-operation-form.ts'
import { useReceiptNotice } from './use-receipt-notice.tsx'
import { useSeenWallet } from './use-seen-wallet.ts'
import { useVerb } from './use-verb.ts'

type Content = Readonly<{ client: string; currency: string; amount: number }> & Details

/** A withdrawal and a fee ask for the same things; they differ in where the money goes. */
type Kind = 'withdrawal' | 'fee'

const withdraw = (client: EngineClient, content: Content, asked: Asked) =>
  client.operations.withdraw({ ...content, ...asked })
const chargeFee = (client: EngineClient, content: Content, asked: Asked) =>
  client.operations.chargeFee({ ...content, ...asked })

export function TakeDialog({ kind, wallet, onClose }: Readonly<{ kind: Kind; wallet: Wallet; onClose: () => void }>) {
  const text = useText()
  const notice = useReceiptNotice()
  const { client, currency } = wallet
  const form = useOperationForm(currency)
  const seen = useSeenWallet(wallet)
  const { amount, details } = form.read
  const content = amount !== undefined && details ? { client, currency, amount, ...details } : null
  return (
    <OperationDialog
      title={text(`operation.${kind}.title`, { client })}
      action={useVerb(currency)(`operation.${kind}`, amount)}
      form={form}
      seen={seen}
      guarded={kind === 'withdrawal'}
      content={content}
      carryOut={kind === 'withdrawal' ? withdraw : chargeFee}
      change={(change) => ({ kind, ...change })}
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
      <DetailFields form={form} />
    </OperationDialog>
  )
}
