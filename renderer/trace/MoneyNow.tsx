import { Link } from 'wouter'
import type { Trace } from '../../engine/contract/trace.ts'
import { caseAddress, caseName } from '../case/standing.ts'
import { batchAddress, transactionAddress } from '../ledger/address.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './trace.module.css'

/** Where the money of a row or a transaction is now: what it waits for, who looks at it, and what has moved it on since. */
export function MoneyNow({ trace }: Readonly<{ trace: Trace }>) {
  const text = useText()
  const { money } = useFormats()
  const { became, movedOn, left } = trace
  if (became === null && movedOn.length === 0) return null
  const last = movedOn.at(-1)
  return (
    <ul className={classes.now} aria-label={text('trace.now')}>
      {became === null ? null : <Became became={became} />}
      {movedOn.map(({ transaction, kind, amount, currency }) => (
        <li key={transaction}>
          <Link href={transactionAddress(transaction)}>
            {text('trace.moved_on', {
              kind: textOfCode(text, 'posting', kind),
              money: `${currency} ${money(amount, currency)}`,
              transaction: String(transaction),
            })}
          </Link>
        </li>
      ))}
      {last === undefined || left === null ? null : (
        <li>{text('trace.left', { money: `${last.currency} ${money(left, last.currency)}` })}</li>
      )}
    </ul>
  )
}

function Became({ became }: Readonly<{ became: NonNullable<Trace['became']> }>) {
  const text = useText()
  const { outcome, code, decision, exception, first } = became
  const why = code === null ? null : textOfCode(text, 'rule', code)
  const words = [text(`trace.became.${outcome}`), outcome === 'posted' ? null : why]
  return (
    <>
      <li>{words.filter(Boolean).join(' · ')}</li>
      {first === null ? null : (
        <li>
          <Link href={`${batchAddress(first.batch)}&line=${first.line}`}>
            {text('trace.first', { batch: String(first.batch), line: first.line })}
          </Link>
        </li>
      )}
      {exception === null ? null : (
        <li>
          <Link href={caseAddress(exception)}>{caseName(exception)}</Link>
          {decision === null ? null : ` · ${text(`case.resolution.${decision}`)}`}
        </li>
      )}
    </>
  )
}
