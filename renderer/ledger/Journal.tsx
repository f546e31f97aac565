import { Fragment } from 'react'
import { Link } from 'wouter'
import type { Posting } from '../../engine/contract/accounts.ts'
import { useText } from '../messages/use-text.ts'
import { PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { AccountLink } from './AccountLink.tsx'
import { clientAddress, clientOfCode } from './address.ts'
import classes from './ledger.module.css'
import { sidedMoney } from './sides.ts'

/** The postings as a journal writes them: the debited account first, the credited one under it, each with its balance. */
export function Journal({ postings }: Readonly<{ postings: readonly Posting[] }>) {
  const text = useText()
  const { money } = useFormats()
  return (
    <PaneSection title={text('transaction.postings', { count: postings.length })}>
      <div className={classes.scroll}>
        <table className={`${classes.table ?? ''} ${classes.journal ?? ''}`}>
          <thead>
            <tr>
              <th scope="col">{text('account.account')}</th>
              <th scope="col" className={classes.amount}>
                {text('ledger.debit')}
              </th>
              <th scope="col" className={classes.amount}>
                {text('ledger.credit')}
              </th>
              <th scope="col" className={classes.amount}>
                {text('posting.balance_after')}
              </th>
            </tr>
          </thead>
          <tbody>
            {postings.map(({ seq, debit, credit, currency, amount, debitAfter, creditAfter }) => (
              <Fragment key={seq}>
                <Leg code={debit} currency={currency} debit={money(amount, currency)} after={debitAfter} first />
                <Leg code={credit} currency={currency} credit={money(amount, currency)} after={creditAfter} />
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </PaneSection>
  )
}

type LegProps = Readonly<{
  code: string
  currency: string
  debit?: string
  credit?: string
  after: number
  first?: boolean
}>

function Leg({ code, currency, debit = '', credit = '', after, first = false }: LegProps) {
  const text = useText()
  const formats = useFormats()
  const client = clientOfCode(code)
  return (
    <tr data-first={first}>
      <td className={classes.code}>
        <AccountLink code={code} currency={currency} />
        {client === null ? null : (
          <div className={classes.origin}>
            <Link href={clientAddress(client)}>{text('account.of_client', { client })}</Link>
          </div>
        )}
      </td>
      <td className={classes.amount}>{debit}</td>
      <td className={classes.amount}>{credit}</td>
      <td className={classes.amount}>{sidedMoney({ balance: after, currency }, { text, formats })}</td>
    </tr>
  )
}
