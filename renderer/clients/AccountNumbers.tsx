import { Text } from '@mantine/core'
import { useState } from 'react'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { AccountNumberDialog } from '../operations/AccountNumberDialog.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import classes from './clients.module.css'

/** Numbers under which a bank takes money in for this client alone. */
export function AccountNumbers({ wallet }: Readonly<{ wallet: Wallet }>) {
  const text = useText()
  const mayManage = useMay('wallets.manage') && wallet.state !== 'closed'
  const [adding, setAdding] = useState(false)
  const { virtualAccounts } = wallet
  return (
    <PaneSection title={text('client.account_numbers')}>
      {virtualAccounts.length === 0 ? <Text c="dimmed">{text('account_number.none')}</Text> : null}
      <ul className={classes.list}>
        {virtualAccounts.map(({ number, omnibus, state }) => (
          <li key={number}>
            <div className={classes.line}>
              <span>
                <span className="ch-raw">{number}</span> · {omnibus}
              </span>
              <State tone={state === 'active' ? 'ok' : 'low'} word={text(`account_number.state.${state}`)} />
            </div>
          </li>
        ))}
      </ul>
      {mayManage ? (
        <ActionButton variant="default" size="compact-sm" onClick={() => setAdding(true)}>
          {text('account_number.add')}
        </ActionButton>
      ) : null}
      {adding ? <AccountNumberDialog wallet={wallet} onClose={() => setAdding(false)} /> : null}
    </PaneSection>
  )
}
