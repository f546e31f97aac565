import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import { refusalWords } from '../../exceptions/bulk/bulk-words.ts'
import { useShown } from '../../faults/use-shown.ts'
import { proposalAddress } from '../../ledger/address.ts'
import { useText } from '../../messages/use-text.ts'
import { State, type Tone } from '../../notice/Mark.tsx'
import classes from './many.module.css'
import type { Became, ManyVerb } from './many-words.ts'

type Props = Readonly<{
  items: readonly Became[]
  verb: ManyVerb
  /** One of them is opened, for which whatever stands over it gives way. */
  onOpen: () => void
}>

const toneOf: Readonly<Record<Became['outcome'], Tone>> = { done: 'ok', refused: 'high', left: 'low' }

/** What became of each of them, and why not where nothing did. */
export function BecameTable({ items, verb, onOpen }: Props) {
  const text = useText()
  const shown = useShown()
  return (
    <section className={classes.items} aria-label={text('approvals.many.items')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{text('approvals.many.item')}</th>
            <th scope="col">{text('bulk.item.outcome')}</th>
            <th scope="col">{text('approvals.many.why')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ id, outcome, refused }) => (
            <tr key={id}>
              <th scope="row">
                <Anchor component={Link} href={proposalAddress(id)} underline="always" inherit onClick={onOpen}>
                  {text('proposal.title', { id })}
                </Anchor>
              </th>
              <td>
                <State tone={toneOf[outcome]} word={text(`approvals.many.outcome.${outcome}`, { verb })} />
              </td>
              <td>{refused === null ? '' : refusalWords(refused, text, shown)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
