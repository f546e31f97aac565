import { useMemo } from 'react'
import type { SummedEffect } from '../../../engine/contract/proposals-bulk.ts'
import { sidedMoney } from '../../ledger/sides.ts'
import { textOfCode, useText } from '../../messages/use-text.ts'
import { formatCount } from '../../money/format.ts'
import { useFormats } from '../../workspace/workspace-context.ts'
import { SetTable } from '../EffectTable.tsx'
import effectClasses from '../effect.module.css'
import { setGroups } from '../set-rows.ts'

/** What several changes do together, as the engine has added it up: entries, settings, and each account before and after. */
export function SummedEffectTables({ effect }: Readonly<{ effect: SummedEffect }>) {
  const text = useText()
  const formats = useFormats()
  const { entries, balances, sets, moreSets } = effect
  // Two may be about one subject; their order never changes, so each is told by its place.
  const groups = useMemo(
    () => setGroups(sets, { text, formats }).map((group, place) => ({ key: `${place} ${group.subject}`, group })),
    [sets, text, formats],
  )
  return (
    <div className={effectClasses.effect}>
      {entries.length > 0 ? <Entries entries={entries} /> : null}
      {groups.map(({ key, group }) => (
        <SetTable key={key} group={group} />
      ))}
      {moreSets > 0 ? <p>{text('approvals.many.more_sets', { count: moreSets })}</p> : null}
      {balances.length > 0 ? <Balances balances={balances} /> : null}
    </div>
  )
}

function Entries({ entries }: Pick<SummedEffect, 'entries'>) {
  const text = useText()
  const formats = useFormats()
  return (
    <table className={effectClasses.table}>
      <caption>{text('approvals.many.entries')}</caption>
      <thead>
        <tr>
          <th scope="col">{text('effect.kind')}</th>
          <th scope="col">{text('effect.debit')}</th>
          <th scope="col">{text('effect.credit')}</th>
          <th scope="col" className={effectClasses.amount}>
            {text('approvals.many.count')}
          </th>
          <th scope="col" className={effectClasses.amount}>
            {text('effect.amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ kind, debit, credit, currency, entries: count, amount }) => (
          <tr key={`${kind} ${debit} ${credit} ${currency}`}>
            <td className={effectClasses.kind}>{textOfCode(text, 'posting', kind)}</td>
            <td>{debit}</td>
            <td>{credit}</td>
            <td className={effectClasses.amount}>{formatCount(count, formats.locale)}</td>
            <td className={effectClasses.amount}>{`${currency} ${formats.money(BigInt(amount), currency)}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Balances({ balances }: Pick<SummedEffect, 'balances'>) {
  const text = useText()
  const formats = useFormats()
  const shown = (minor: string, currency: string): string =>
    `${currency} ${sidedMoney({ balance: Number(minor), currency }, { text, formats })}`
  return (
    <table className={effectClasses.table}>
      <caption>{text('effect.balances')}</caption>
      <thead>
        <tr>
          <th scope="col">{text('effect.account')}</th>
          {(['effect.before', 'effect.after', 'approvals.many.change'] as const).map((id) => (
            <th key={id} scope="col" className={effectClasses.amount}>
              {text(id)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {balances.map(({ account, currency, before, after, change }) => (
          <tr key={`${account} ${currency}`}>
            <th scope="row">{account}</th>
            <td className={effectClasses.amount}>{shown(before, currency)}</td>
            <td className={effectClasses.amount}>{shown(after, currency)}</td>
            <td className={effectClasses.amount}>{shown(change, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
