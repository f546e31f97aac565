import { Link } from 'wouter'
import type { OmnibusProof } from '../../engine/contract/reconciliation.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { termAddress } from './proof-words.ts'
import classes from './reconciliation.module.css'

/** The equation, term by term: what the bank has to have, and what it has. Each term leads to its rows. */
export function ProofTable({ proof }: Readonly<{ proof: OmnibusProof }>) {
  const text = useText()
  const { money, locale } = useFormats()
  const { terms, currency, expected, bankClosing, bankDay, isTold, difference } = proof
  const shown = (sum: string | null): string => (sum === null ? '' : money(BigInt(sum), currency))
  return (
    <table className={classes.table}>
      <caption className={classes.caption}>{text('proof.table', { day: proof.day })}</caption>
      <thead>
        <tr>
          <th scope="col">{text('proof.term')}</th>
          <th scope="col" data-amount>
            {text('proof.rows')}
          </th>
          <th scope="col" data-amount>
            {currency}
          </th>
        </tr>
      </thead>
      <tbody>
        {terms.map((each) => (
          <tr key={each.term}>
            <th scope="row">
              <Link href={termAddress(each, proof)}>{text(`proof.term.${each.term}`)}</Link>
            </th>
            <td data-amount>{formatCount(each.rows, locale)}</td>
            <td data-amount>{shown(each.sum)}</td>
          </tr>
        ))}
        <tr data-total>
          <th scope="row" colSpan={2}>
            {text('proof.term.expected')}
          </th>
          <td data-amount>{shown(expected)}</td>
        </tr>
        <tr>
          <th scope="row" colSpan={2}>
            {isTold || bankDay === null ? text('proof.term.bank') : text('proof.bank_at', { day: bankDay })}
          </th>
          <td data-amount>{bankClosing === null ? text('proof.unknown') : shown(bankClosing)}</td>
        </tr>
        <tr data-total>
          <th scope="row" colSpan={2}>
            {text('proof.term.difference')}
          </th>
          <td data-amount>{difference === null || !isTold ? text('proof.unknown') : shown(difference)}</td>
        </tr>
      </tbody>
    </table>
  )
}
