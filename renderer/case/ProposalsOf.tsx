import { Link } from 'wouter'
import { proposalAddress } from '../ledger/address.ts'
import { isMessageId } from '../messages/messages.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import type { CaseProps } from './CasePane.tsx'
import classes from './case.module.css'

/** What was proposed about it, newest first. */
export function ProposalsOf({ each }: CaseProps) {
  const text = useText()
  const { instant } = useFormats()
  if (each.proposals.length === 0) return null
  return (
    <ul className={classes.related}>
      {each.proposals.map(({ id, kind, state, proposedBy, at }) => {
        const word = `proposal.state.${state}`
        return (
          <li key={id}>
            <Link href={proposalAddress(id)}>{text('proposal.title', { id })}</Link>{' '}
            {text('case.proposal', {
              kind: textOfCode(text, 'change', kind),
              // A newer engine's state still says its code.
              state: isMessageId(word) ? text(word) : state,
              by: proposedBy,
              at: instant(at),
            })}
          </li>
        )
      })}
    </ul>
  )
}
