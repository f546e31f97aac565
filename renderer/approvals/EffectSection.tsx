import { Text } from '@mantine/core'
import { readContractFault } from '../engine/fault.ts'
import { faultSentence } from '../faults/fault-sentence.ts'
import { useShown } from '../faults/use-shown.ts'
import { useText } from '../messages/use-text.ts'
import { AsOf } from '../notice/AsOf.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import classes from './approvals.module.css'
import { EffectTable } from './EffectTable.tsx'
import type { OpenedProposal } from './may-decide.ts'

type Props = Readonly<{ proposal: OpenedProposal; readAt: string | undefined }>

/** What it would do now, held against what was proposed; once decided, what it did or would have done. */
export function EffectSection({ proposal, readAt }: Props) {
  const text = useText()
  const { now } = proposal
  if (now === null)
    return (
      <PaneSection title={text(`proposal.effect.${proposal.state}`)}>
        <EffectTable effect={proposal.effect} />
        {proposal.effect.balances.length > 0 ? <Quiet words={text('proposal.effect.as_proposed')} /> : null}
      </PaneSection>
    )
  if (!now.possible)
    return (
      <>
        <PaneSection title={text('proposal.effect.now')}>
          <NotPossible proposal={proposal} code={now.code} facts={now.facts} />
        </PaneSection>
        <AsProposed proposal={proposal} />
      </>
    )
  return (
    <>
      <PaneSection title={text('proposal.effect.now')}>
        {now.same ? null : (
          <div role="alert" className={classes.notice} data-tone="critical">
            <strong>{text('proposal.moved')}</strong>
            <span>{text('proposal.moved.next')}</span>
          </div>
        )}
        <EffectTable effect={now.effect} />
        {readAt ? (
          <Text c="dimmed" fz={12} pt={8}>
            <AsOf at={readAt} />
          </Text>
        ) : null}
      </PaneSection>
      {now.same ? null : <AsProposed proposal={proposal} />}
    </>
  )
}

type NotPossibleProps = Readonly<{
  proposal: OpenedProposal
  code: string
  facts: Readonly<Record<string, unknown>>
}>

function NotPossible({ proposal, code, facts }: NotPossibleProps) {
  const text = useText()
  const shown = useShown(proposal.currency ?? undefined)
  const sentence = faultSentence(readContractFault(code, facts), shown)
  return (
    <div role="alert" className={classes.notice} data-tone="critical">
      <strong>{text('proposal.impossible')}</strong>
      <span>{text(sentence.id, sentence.values)}</span>
      <span>{text('proposal.impossible.next')}</span>
    </div>
  )
}

function AsProposed({ proposal }: Readonly<{ proposal: OpenedProposal }>) {
  const text = useText()
  return (
    <PaneSection title={text('proposal.effect.proposed')}>
      <EffectTable effect={proposal.effect} />
    </PaneSection>
  )
}

const Quiet = ({ words }: Readonly<{ words: string }>) => (
  <Text c="dimmed" fz={12} pt={8}>
    {words}
  </Text>
)
