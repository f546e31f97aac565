import { Link } from 'wouter'
import type { ReconciledItem } from '../../engine/contract/reconciled-items.ts'
import { transactionAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { statementAddress } from './address.ts'
import { itemWords, referencesWords } from './item-columns.ts'
import classes from './reconciliation.module.css'

type Props = Readonly<{ items: readonly ReconciledItem[]; currency: string; label: string }>

/** Lines or postings in full, each with the way to where it is from. */
export function ItemTable({ items, currency, label }: Props) {
  const text = useText()
  const formats = useFormats()
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{text('item.day')}</th>
          <th scope="col">{text('item.what')}</th>
          <th scope="col" data-amount>
            {currency}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={`${item.side} ${item.id}`}>
            <td className={classes.nowrap}>{item.day}</td>
            <td>
              <Link href={addressOf(item)}>{itemWords(item, { text, formats, currency })}</Link>
              <div className={classes.quiet}>{referencesWords(item, text)}</div>
            </td>
            <td data-amount>{formats.signedMoney(item.amount, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A line stands in its statement, a posting in its transaction. */
const addressOf = ({ transaction, statement }: ReconciledItem): string =>
  transaction === null ? statementAddress(statement ?? 0) : transactionAddress(transaction)
