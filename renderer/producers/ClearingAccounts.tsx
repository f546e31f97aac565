import { useCallback } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { AccountLink } from '../ledger/AccountLink.tsx'
import { clearingOf } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './producers.module.css'

const topics: readonly Topic[] = ['ledger', 'batches']
const currenciesMax = 20

/** The accounts that stand for a producer in the books, one for each currency, and who owes whom. */
export function ClearingAccounts({ code }: Readonly<{ code: string }>) {
  const text = useText()
  const { money, currency: home } = useFormats()
  const account = clearingOf(code)
  const { data } = useRead(
    useCallback(
      (client: EngineClient) => client.accounts.list({ kind: 'clearing', search: account, limit: currenciesMax }),
      [account],
    ),
    topics,
  )
  // Another producer's code may begin with this one's.
  const own = data?.items.filter((each) => each.code === account) ?? []
  if (own.length === 0) return <AccountLink code={account} currency={home} />
  return own.map(({ id, currency, balance }) => {
    const side = balance < 0 ? 'owes' : balance > 0 ? 'owed' : 'even'
    return (
      <span key={id} className={classes.clearing}>
        <AccountLink code={account} currency={currency} />
        <span className="ch-figure">
          {text('producer.clearing.stands', { currency, money: money(balance, currency), side })}
        </span>
      </span>
    )
  })
}
