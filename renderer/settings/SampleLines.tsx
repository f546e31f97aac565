import { Text as Words } from '@mantine/core'
import type { StatementPreview } from '../../engine/contract/statement-previews.ts'
import table from '../approvals/effect.module.css'
import { type Text, useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './rules.module.css'
import { scrolledByKeys } from './SettingTable.tsx'

type Props = Readonly<{ preview: StatementPreview }>

const linesShown = 10
const faultsShown = 5

/** The first lines as they would be kept, whether the balances agree, and what can't be read. */
export function SampleLines({ preview: { problems, lines, faults, counts, statements } }: Props) {
  const text = useText()
  return (
    <>
      <Live>
        <Words fw={600}>{text('rules.statements.preview')}</Words>
        <Words>{text('rules.statements.preview.counts', { lines: counts.lines, faults: counts.faults })}</Words>
      </Live>
      <ul className={classes.questions}>
        {problems.map(({ path, problem }) => (
          <li key={path}>
            {path}: {problem}
          </li>
        ))}
        {statements.map(({ account, currency, addsUp }) => (
          <li key={`${account} ${currency}`}>
            {text('rules.statements.preview.adds_up', { account, currency, adds: addsUpWord(addsUp) })}
          </li>
        ))}
        {faults.slice(0, faultsShown).map(({ code, place, field, found }) => (
          <li key={`${code} ${place} ${field}`}>{text('rules.statements.preview.fault', { place, field, found })}</li>
        ))}
      </ul>
      {lines.length === 0 ? null : <LineTable lines={lines.slice(0, linesShown)} />}
    </>
  )
}

const addsUpWord = (addsUp: boolean | null): string => (addsUp === null ? 'unsaid' : addsUp ? 'yes' : 'no')

function LineTable({ lines }: Pick<StatementPreview, 'lines'>) {
  const text = useText()
  const { signedMoney } = useFormats()
  const label = text('rules.statements.preview')
  return (
    <div className={classes.scroll} {...scrolledByKeys(label)}>
      <table className={table.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{text('rules.statements.preview.day')}</th>
            <th scope="col">{text('rules.statements.preview.what')}</th>
            <th scope="col">{text('rules.statements.preview.references')}</th>
            <th scope="col" className={table.amount}>
              {text('rules.statements.preview.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ place, bookedOn, valueOn, references, amount, currency, ...line }) => (
            <tr key={place}>
              <td>{bookedOn ?? valueOn}</td>
              <td>{whatWords(line, text)}</td>
              <td>{references.map(({ value }) => value).join(', ')}</td>
              <td className={table.amount}>
                {currency} {signedMoney(amount, currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type Said = Pick<StatementPreview['lines'][number], 'party' | 'text' | 'isPending' | 'isReversal'>

/** Who and what for, and that it is no money yet or takes money back. */
function whatWords({ party, text: said, isPending, isReversal }: Said, text: Text): string {
  const parts = [
    party ?? '',
    said,
    isPending ? text('rules.statements.preview.pending') : '',
    isReversal ? text('rules.statements.preview.reversal') : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}
