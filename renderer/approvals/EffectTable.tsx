import { useMemo } from 'react'
import type { Effect } from '../../engine/contract/proposals.ts'
import { sidedMoney } from '../ledger/sides.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './effect.module.css'
import { type SetGroup, setGroups } from './set-rows.ts'

/** What a change does: its postings, what it sets, and the balances before and after. */
export function EffectTable({ effect }: Readonly<{ effect: Effect }>) {
  const text = useText()
  const formats = useFormats()
  const groups = useMemo(() => setGroups(effect.sets, { text, formats }), [effect.sets, text, formats])
  const nothing = effect.postings.length === 0 && effect.sets.length === 0
  return (
    <div className={classes.effect}>
      {effect.postings.length > 0 ? <Postings postings={effect.postings} /> : null}
      {groups.map((group) => (
        <SetTable key={group.subject} group={group} />
      ))}
      {effect.balances.length > 0 ? <Balances balances={effect.balances} /> : null}
      {nothing ? <p>{text('effect.nothing')}</p> : null}
    </div>
  )
}

function Postings({ postings }: Readonly<{ postings: Effect['postings'] }>) {
  const text = useText()
  const formats = useFormats()
  const rows = withKeys(postings, ({ kind, debit, credit, amount }) => `${kind} ${debit} ${credit} ${amount}`)
  return (
    <table className={classes.table}>
      <caption>{text('effect.postings', { count: postings.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{text('effect.kind')}</th>
          <th scope="col">{text('effect.debit')}</th>
          <th scope="col">{text('effect.credit')}</th>
          <th scope="col" className={classes.amount}>
            {text('effect.amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, row: { kind, debit, credit, currency, amount } }) => (
          <tr key={key}>
            <td className={classes.kind}>{textOfCode(text, 'posting', kind)}</td>
            <td>{debit}</td>
            <td>{credit}</td>
            <td className={classes.amount}>{`${currency} ${formats.money(amount, currency)}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What one thing was and becomes, line by line. */
export function SetTable({ group }: Readonly<{ group: SetGroup }>) {
  const text = useText()
  const rows = withKeys(group.rows, ({ what }) => what)
  return (
    <table className={classes.table}>
      <caption>
        {text('effect.sets', { subject: group.subject, changed: group.rows.length, unchanged: group.unchanged })}
      </caption>
      <thead>
        <tr>
          <th scope="col">{text('effect.what')}</th>
          <th scope="col" className={classes.wide}>
            {text('effect.before')}
          </th>
          <th scope="col" className={classes.wide}>
            {text('effect.after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, row: { what, before, after } }) => (
          <tr key={key}>
            <th scope="row">{what}</th>
            <td>{before ?? <span className={classes.quiet}>{text('effect.absent')}</span>}</td>
            <td>{after ?? <span className={classes.quiet}>{text('effect.absent')}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Balances({ balances }: Readonly<{ balances: Effect['balances'] }>) {
  const text = useText()
  const formats = useFormats()
  const shown = (balance: number, currency: string): string =>
    `${currency} ${sidedMoney({ balance, currency }, { text, formats })}`
  return (
    <table className={classes.table}>
      <caption>{text('effect.balances')}</caption>
      <thead>
        <tr>
          <th scope="col">{text('effect.account')}</th>
          <th scope="col" className={classes.amount}>
            {text('effect.before')}
          </th>
          <th scope="col" className={classes.amount}>
            {text('effect.after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {balances.map(({ account, currency, before, after }) => (
          <tr key={`${account} ${currency}`}>
            <th scope="row">{account}</th>
            <td className={classes.amount}>{shown(before, currency)}</td>
            <td className={classes.amount}>{shown(after, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Two rows may say the same; their order never changes, so a repeated one is told apart by its place. */
function withKeys<T>(rows: readonly T[], keyOf: (row: T) => string): readonly Readonly<{ key: string; row: T }>[] {
  return rows.map((row, place) => ({ key: `${place} ${keyOf(row)}`, row }))
}
