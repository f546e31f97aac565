import { Tabs } from '@mantine/core'
import { Fragment, useCallback, useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { ClientContactSection } from '../contact/ClientContactSection.tsx'
import { PartyMessages } from '../contact/PartyMessages.tsx'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { TransactionPane } from '../ledger/TransactionPane.tsx'
import { useText } from '../messages/use-text.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { useMay } from '../session/session-context.ts'
import { AccountNumbers } from './AccountNumbers.tsx'
import { AutoTopUp } from './AutoTopUp.tsx'
import classes from './clients.module.css'
import { History } from './History.tsx'
import { Holds } from './Holds.tsx'
import { StatementButton } from './StatementButton.tsx'
import { type ChangeSearch, type ClientSearch, historyFilterOf, noFilter } from './search.ts'
import { WalletActions } from './WalletActions.tsx'
import { WalletFacts } from './WalletFacts.tsx'

const topics: readonly Topic[] = ['clients', 'ledger']

type Props = Readonly<{ id: string; search: ClientSearch; change: ChangeSearch }>

/** A client with everything that is theirs, or one transaction of it. */
export function ClientPane({ id, search, change }: Props) {
  const { transaction } = search
  const wallets = useRead(
    useCallback((engine: EngineClient) => engine.wallets.list({ client: id }), [id]),
    topics,
  )
  const client = useRead(
    useCallback((engine: EngineClient) => engine.clients.get({ client: id }), [id]),
    topics,
  )
  if (transaction !== undefined)
    return <TransactionPane transaction={transaction} onClose={() => change({ transaction: undefined })} />
  const { data, fault } = wallets
  if (!data && fault) return <FaultNotice fault={fault} onRetry={wallets.again} />
  if (!data) return <Waiting />
  const inProcess = client.data ? { amount: client.data.inProcess, currency: client.data.currency } : null
  return (
    <>
      <Wallets wallets={data.items} inProcess={inProcess} search={search} change={change} />
      {client.data ? <ClientContact id={id} /> : null}
    </>
  )
}

/** A person is reached in one way, however many wallets they have. What is looked at is theirs alone. */
function ClientContact({ id }: Readonly<{ id: string }>) {
  const party = useMemo(() => ({ of: 'client', client: id }) as const, [id])
  return (
    <Fragment key={id}>
      <ClientContactSection client={id} />
      <PartyMessages party={party} />
    </Fragment>
  )
}

type InProcess = Readonly<{ amount: number; currency: string }>
type WalletsProps = Readonly<{
  wallets: readonly Wallet[]
  inProcess: InProcess | null
  search: ClientSearch
  change: ChangeSearch
}>

function Wallets({ wallets, inProcess, search, change }: WalletsProps) {
  const text = useText()
  const shown = wallets.find(({ currency }) => currency === search.currency) ?? wallets[0]
  if (!shown) return null
  return (
    <>
      {wallets.length > 1 ? (
        <Tabs
          value={shown.currency}
          onChange={(currency) => change({ currency: currency ?? undefined, ...noFilter })}
          keepMounted={false}
        >
          <Tabs.List aria-label={text('client.wallets.label')} className={classes.tabs ?? ''}>
            {wallets.map(({ currency }) => (
              <Tabs.Tab key={currency} value={currency}>
                {currency}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={shown.currency}>
            <WalletBody wallet={shown} wallets={wallets} inProcess={inProcess} search={search} change={change} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <WalletBody wallet={shown} wallets={wallets} inProcess={inProcess} search={search} change={change} />
      )}
    </>
  )
}

function WalletBody({ wallet, wallets, inProcess, search, change }: WalletsProps & Readonly<{ wallet: Wallet }>) {
  const mayLedger = useMay('ledger.read')
  const own = inProcess?.currency === wallet.currency ? inProcess.amount : null
  return (
    <>
      <WalletFacts wallet={wallet} inProcess={own}>
        <WalletActions
          wallet={wallet}
          wallets={wallets}
          onOpened={({ currency }) => change({ currency, ...noFilter })}
        />
        {mayLedger ? <StatementButton wallet={wallet} /> : null}
      </WalletFacts>
      {mayLedger ? <History wallet={wallet} filter={historyFilterOf(search)} change={change} /> : null}
      {mayLedger ? <Holds wallet={wallet} /> : null}
      <AutoTopUp wallet={wallet} />
      <AccountNumbers wallet={wallet} />
    </>
  )
}
