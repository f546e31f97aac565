import type { ReactNode } from 'react'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { type Fact, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './clients.module.css'
import { toneOfClient } from './columns.ts'

type Props = Readonly<{
  wallet: Wallet
  /** Null where it isn't known: batches are in the workspace's own currency. */
  inProcess: number | null
  children: ReactNode
}>

/** How a wallet stands: what there is, what of it can be spent, and what is on its way. */
export function WalletFacts({ wallet, inProcess, children }: Props) {
  const text = useText()
  const { money, signedMoney, instant, zone } = useFormats()
  const { currency, state, tier, overdraft, openedAt } = wallet
  const shown = (minor: number): string => money(minor, currency)
  const figures: readonly Fact[] = [
    { name: text('client.available'), value: shown(wallet.available) },
    { name: text('client.held'), value: shown(wallet.held) },
    { name: text('client.pending'), value: shown(wallet.pending) },
    ...(inProcess === null ? [] : [{ name: text('client.in_process'), value: signedMoney(inProcess, currency) }]),
    {
      name: text('client.receivable'),
      value: wallet.receivable === 0 ? shown(0) : <Owed>{shown(wallet.receivable)}</Owed>,
    },
    ...(overdraft === 0 ? [] : [{ name: text('client.overdraft'), value: shown(overdraft) }]),
  ]
  return (
    <PaneSection title={text('client.wallet')}>
      <div className={classes.head}>
        <p className={classes.figure}>
          <span>{currency}</span> {shown(wallet.balance)}
        </p>
        <div className={classes.standing}>
          <State tone={toneOfClient[state]} word={text(`client.state.${state}`)} />
          <div className={classes.quiet} title={`${instant(openedAt)} ${zone}`}>
            {text('client.opened', { day: instant(openedAt).slice(0, 10) })}
          </div>
        </div>
      </div>
      <dl className={classes.figures}>
        {figures.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{text('client.tier')}</dt>
          <dd>{tier}</dd>
        </div>
      </dl>
      {children}
    </PaneSection>
  )
}

/** What a client owes us is no fault, but it is for somebody to see. */
const Owed = ({ children }: Readonly<{ children: ReactNode }>) => <span className={classes.owed}>{children}</span>
