import { Text, Title } from '@mantine/core'
import type { Backtest } from '../../engine/contract/backtests.ts'
import type { ReconciledItem } from '../../engine/contract/reconciled-items.ts'
import table from '../approvals/effect.module.css'
import { useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import { State, type Tone } from '../notice/Mark.tsx'
import { whatWords } from '../reconciliation/item-columns.ts'
import { Facts } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { type ComparedRow, countWords, isSame, residueRows, ruleRows, wholeRows } from './backtest-rows.ts'
import classes from './rules.module.css'

type Props = Readonly<{ backtest: Backtest }>

const changes = ['gained', 'lost', 'changed'] as const
const tones: Readonly<Record<(typeof changes)[number], Tone>> = { gained: 'ok', lost: 'high', changed: 'medium' }

/** What would be otherwise under the draft: first whether anything, then how much, then by which rule, then for example. */
export function BacktestResult({ backtest }: Props) {
  const text = useText()
  const formats = useFormats()
  const words = { text, formats }
  const { account, currency, lines, postings, days, residues } = backtest
  return (
    <>
      <Live>
        <Text fw={600}>{text('rules.matching.try.of', { account, currency, lines, postings, ...days })}</Text>
        {isSame(backtest) ? <Text>{text('rules.matching.try.same')}</Text> : null}
      </Live>
      <Facts
        facts={changes.map((what) => ({
          name: text(`rules.matching.try.${what}`),
          value: countWords(backtest[what], currency, words),
        }))}
      />
      <Compared caption={text('rules.matching.try.together')} rows={wholeRows(backtest, words)} />
      {backtest.byRule.length === 0 ? null : (
        <Compared caption={text('rules.matching.try.by_rule')} rows={ruleRows(backtest, words)} />
      )}
      {residues.length === 0 ? null : (
        <Compared caption={text('rules.matching.try.residues')} rows={residueRows(backtest, words)} />
      )}
      <Examples backtest={backtest} />
    </>
  )
}

function Compared({ caption, rows }: Readonly<{ caption: string; rows: readonly ComparedRow[] }>) {
  const text = useText()
  return (
    <table className={`${table.table} ${classes.compared}`}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{text('effect.what')}</th>
          <th scope="col" className={table.amount}>
            {text('rules.matching.try.in_force')}
          </th>
          <th scope="col" className={table.amount}>
            {text('rules.matching.try.draft')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ what, inForce, draft }) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td className={table.amount}>{inForce}</td>
            <td className={table.amount}>{draft}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Examples({ backtest: { examples, currency } }: Props) {
  const text = useText()
  const { signedMoney } = useFormats()
  if (examples.length === 0) return null
  return (
    <section aria-label={text('rules.matching.try.examples')}>
      <Title order={3}>{text('rules.matching.try.examples')}</Title>
      <ul className={classes.ordered}>
        {examples.map(({ what, line, inForce, draft }) => (
          <li key={`${what} ${line.id}`} className={classes.example}>
            <div className={classes.ruleHead}>
              <State tone={tones[what]} word={text(`rules.matching.try.${what}`)} />
              <strong>
                {line.day} · {whatWords(line, text)}
              </strong>
              <span className="ch-figure">{signedMoney(line.amount, currency)}</span>
            </div>
            <Facts
              facts={[
                { name: text('rules.matching.try.in_force'), value: <With items={inForce} currency={currency} /> },
                { name: text('rules.matching.try.draft'), value: <With items={draft} currency={currency} /> },
              ]}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

function With({ items, currency }: Readonly<{ items: readonly ReconciledItem[]; currency: string }>) {
  const text = useText()
  const { signedMoney } = useFormats()
  if (items.length === 0) return text('rules.matching.try.example.open')
  const said = items.map((item) => `${item.day} ${whatWords(item, text)} ${signedMoney(item.amount, currency)}`)
  return text('rules.matching.try.example.with', { postings: said.join('; ') })
}
