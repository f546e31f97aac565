/** What stops a wallet, lets it work again, or ends it. Each takes a reason, and only while the wallet is as it was seen. */
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { ReasonField } from './fields.tsx'
import { type Asked, OperationDialog } from './OperationDialog.tsx'
import { useOperationForm } from './use-operation-form.ts'
import { useSeenWallet } from './use-seen-wallet.ts'

type Content = Readonly<{ client: string; currency: string; reason: string }>
export type StateChange = 'freeze' | 'unfreeze' | 'close'

const expected = ({ expectedVersion }: Asked) => (expectedVersion === undefined ? {} : { expectedVersion })

const carryOut: Readonly<
  Record<StateChange, (client: EngineClient, content: Content, asked: Asked) => Promise<Wallet>>
> = {
  freeze: (client, content, asked) => client.wallets.freeze({ ...content, ...expected(asked) }),
  unfreeze: (client, content, asked) => client.wallets.unfreeze({ ...content, ...expected(asked) }),
  close: (client, content, asked) => client.wallets.close({ ...content, ...expected(asked) }),
}

type Props = Readonly<{ wallet: Wallet; what: StateChange; onClose: () => void }>

export function WalletStateDialog({ wallet, what, onClose }: Props) {
  const text = useText()
  const { say } = useToast()
  const { client, currency } = wallet
  const form = useOperationForm(currency)
  const seen = useSeenWallet(wallet)
  const { reason } = form.read
  return (
    <OperationDialog
      title={text(`wallet.${what}.title`, { client, currency })}
      lead={text(`wallet.${what}.lead`)}
      action={text(`wallet.${what}`)}
      danger={what !== 'unfreeze'}
      form={form}
      seen={seen}
      guarded
      content={reason === undefined ? null : { client, currency, reason }}
      carryOut={carryOut[what]}
      onDone={() => say(text(`wallet.${what}.done`, { client, currency }))}
      onClose={onClose}
    >
      <ReasonField form={form} required focused />
    </OperationDialog>
  )
}
