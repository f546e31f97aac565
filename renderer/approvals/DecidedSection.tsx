import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import { useText } from '../messages/use-text.ts'
import { type Fact, Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './approvals.module.css'
import type { OpenedProposal } from './may-decide.ts'
import { cameOf } from './outcome.ts'

/** Who decided, when, what they said, and what came of it. */
export function DecidedSection({ proposal }: Readonly<{ proposal: OpenedProposal }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { state, decidedBy, decidedAt, decision, inSetUp, expiresAt } = proposal
  const came = state === 'approved' ? cameOf(proposal, text) : null
  const at = decidedAt ?? expiresAt
  const facts: (Fact | null)[] = [
    decidedBy === null ? null : { name: text(`proposal.decided_by.${state}`), value: decidedBy },
    { name: text('proposal.decided_at'), value: <span title={zone}>{instant(at)}</span> },
    decision === null ? null : { name: text('proposal.decision'), value: decision },
    came === null
      ? null
      : {
          name: text('proposal.came'),
          value: (
            <Anchor component={Link} href={came.address} inherit>
              {came.words}
            </Anchor>
          ),
        },
  ]
  return (
    <PaneSection title={text(`proposal.decided.${state}`)}>
      {inSetUp ? (
        <div className={classes.notice} data-tone="medium">
          {text('proposal.in_set_up')}
        </div>
      ) : null}
      <Facts facts={facts.filter((fact) => fact !== null)} />
    </PaneSection>
  )
}
