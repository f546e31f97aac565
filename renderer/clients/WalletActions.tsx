import { Button, Group, Menu, Text } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { DraftDialog } from '../approvals/DraftDialog.tsx'
import { assertNever } from '../assert-never.ts'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { DepositDialog } from '../operations/DepositDialog.tsx'
import { HoldDialog } from '../operations/HoldDialog.tsx'
import { OpenWalletDialog } from '../operations/OpenWalletDialog.tsx'
import { PurchaseDialog } from '../operations/PurchaseDialog.tsx'
import { TakeDialog } from '../operations/TakeDialog.tsx'
import { TransferDialog } from '../operations/TransferDialog.tsx'
import { WalletStateDialog } from '../operations/WalletStateDialog.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import classes from './clients.module.css'

type Action =
  | 'deposit'
  | 'withdrawal'
  | 'purchase'
  | 'transfer'
  | 'hold'
  | 'fee'
  | 'freeze'
  | 'unfreeze'
  | 'close'
  | 'open'
  | 'terms'

type Props = Readonly<{
  wallet: Wallet
  wallets: readonly Wallet[]
  onOpened: (wallet: Wallet) => void
}>

/** What the person may do to the wallet. Hiding a button is a courtesy: the engine asks again. */
export function WalletActions({ wallet, wallets, onOpened }: Props) {
  const text = useText()
  const [action, setAction] = useState<Action | null>(null)
  const mayOperate = useMay('ledger.operate')
  const mayManage = useMay('wallets.manage')
  const mayFreeze = useMay('wallets.freeze')
  const working = mayOperate && wallet.state === 'active'
  useKeyCommand('wallet.deposit', () => setAction('deposit'), working)
  useKeyCommand('wallet.withdraw', () => setAction('withdrawal'), working)
  useKeyCommand('wallet.purchase', () => setAction('purchase'), working)
  useKeyCommand('wallet.transfer', () => setAction('transfer'), working)
  useKeyCommand('wallet.hold', () => setAction('hold'), working)
  if (!mayOperate && !mayManage && !mayFreeze) return null
  return (
    <div className={classes.actions}>
      {wallet.state === 'closed' ? <Text mb={8}>{text('client.closed')}</Text> : null}
      <Group gap={8}>
        {mayOperate && wallet.state !== 'closed' ? <MoneyButtons wallet={wallet} onAction={setAction} /> : null}
        {wallet.state !== 'closed' || mayManage ? <More wallet={wallet} onAction={setAction} /> : null}
      </Group>
      {action ? (
        <ActionDialog
          action={action}
          wallet={wallet}
          wallets={wallets}
          onOpened={onOpened}
          onClose={() => setAction(null)}
        />
      ) : null}
    </div>
  )
}

const frequent = ['deposit', 'withdrawal', 'purchase', 'transfer'] as const

function MoneyButtons({ wallet, onAction }: Readonly<{ wallet: Wallet; onAction: (action: Action) => void }>) {
  const text = useText()
  const reason = wallet.state === 'frozen' ? text('fault.wallet_frozen', { client: wallet.client }) : null
  return frequent.map((kind) => (
    <ActionButton key={kind} variant="default" px={10} reason={reason} onClick={() => onAction(kind)}>
      {text(`operation.${kind}`)}
    </ActionButton>
  ))
}

function More({ wallet, onAction }: Readonly<{ wallet: Wallet; onAction: (action: Action) => void }>) {
  const text = useText()
  const target = useRef<HTMLButtonElement>(null)
  const begin = (action: Action): void => {
    // The item goes with its menu; what it opens gives the focus back to the button that stays.
    target.current?.focus()
    onAction(action)
  }
  return (
    <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          ref={target}
          variant="default"
          px={10}
          rightSection={<IconChevronDown size={16} stroke={1.75} aria-hidden />}
        >
          {text('client.more')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Items state={wallet.state} onBegin={begin} />
      </Menu.Dropdown>
    </Menu>
  )
}

function Items({ state, onBegin }: Readonly<{ state: Wallet['state']; onBegin: (action: Action) => void }>) {
  const text = useText()
  const mayOperate = useMay('ledger.operate')
  const mayManage = useMay('wallets.manage')
  const mayFreeze = useMay('wallets.freeze')
  const mayPropose = useMay('proposals.propose')
  const mayCorrect = useMay('ledger.correct')
  const mayChangeTerms = mayCorrect && mayPropose
  return (
    <>
      {mayOperate && state === 'active' ? (
        <>
          <Menu.Item onClick={() => onBegin('hold')} rightSection={<KeyHint command="wallet.hold" />}>
            {text('operation.hold')}
          </Menu.Item>
          <Menu.Item onClick={() => onBegin('fee')}>{text('operation.fee')}</Menu.Item>
          <Menu.Divider />
        </>
      ) : null}
      {mayFreeze && state === 'active' ? (
        <Menu.Item onClick={() => onBegin('freeze')}>{text('wallet.freeze')}</Menu.Item>
      ) : null}
      {mayFreeze && state === 'frozen' ? (
        <Menu.Item onClick={() => onBegin('unfreeze')}>{text('wallet.unfreeze')}</Menu.Item>
      ) : null}
      {mayManage && state !== 'closed' ? (
        <Menu.Item onClick={() => onBegin('close')}>{text('wallet.close')}</Menu.Item>
      ) : null}
      {mayChangeTerms && state !== 'closed' ? (
        <Menu.Item onClick={() => onBegin('terms')}>{text('wallet.terms')}</Menu.Item>
      ) : null}
      {mayManage ? <Menu.Item onClick={() => onBegin('open')}>{text('wallet.open.other')}</Menu.Item> : null}
    </>
  )
}

type DialogProps = Props & Readonly<{ action: Action; onClose: () => void }>

function ActionDialog({ action, wallet, wallets, onOpened, onClose }: DialogProps) {
  switch (action) {
    case 'deposit':
      return <DepositDialog wallet={wallet} onClose={onClose} />
    case 'withdrawal':
      return <TakeDialog kind="withdrawal" wallet={wallet} onClose={onClose} />
    case 'purchase':
      return <PurchaseDialog wallet={wallet} onClose={onClose} />
    case 'transfer':
      return <TransferDialog wallet={wallet} onClose={onClose} />
    case 'hold':
      return <HoldDialog wallet={wallet} onClose={onClose} />
    case 'fee':
      return <TakeDialog kind="fee" wallet={wallet} onClose={onClose} />
    case 'freeze':
    case 'unfreeze':
    case 'close':
      return <WalletStateDialog wallet={wallet} what={action} onClose={onClose} />
    case 'open':
      return (
        <OpenWalletDialog
          client={wallet.client}
          taken={wallets.map(({ currency }) => currency)}
          onClose={onClose}
          onOpened={onOpened}
        />
      )
    case 'terms':
      return (
        <DraftDialog
          kind="wallet_terms"
          given={{ client: wallet.client, currency: wallet.currency }}
          onClose={onClose}
          onProposed={onClose}
        />
      )
    default:
      return assertNever(action)
  }
}
