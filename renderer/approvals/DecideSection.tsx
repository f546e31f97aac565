import { Group, Text } from '@mantine/core'
import { useState } from 'react'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { useMay, useSession } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import classes from './approvals.module.css'
import { DecideDialog, type Verb } from './DecideDialog.tsx'
import { barSentence, choicesOf, decidesAlone, type OpenedProposal, type Reader } from './may-decide.ts'

type Props = Readonly<{ proposal: OpenedProposal; picking: boolean; onDecided: () => void }>

/** What the dialog was opened on stays as it was seen, whatever moves behind it. */
type Asked = Readonly<{ verb: Verb; seen: OpenedProposal }>

/** The buttons that the signed-in person has, and in place of those they have not, why. */
export function DecideSection({ proposal, picking, onDecided }: Props) {
  const text = useText()
  const reader: Reader = { name: useSession().user.name, mayPropose: useMay('proposals.propose') }
  const [asked, setAsked] = useState<Asked | null>(null)
  const { approve, decline, withdraw } = choicesOf(proposal, reader)
  const ask = (verb: Verb): void => setAsked({ verb, seen: proposal })
  useKeyCommand('proposal.approve', () => ask('approve'), approve && !picking)
  useKeyCommand('proposal.decline', () => ask('decline'), decline && !picking)
  const bar = barSentence(proposal, reader)
  return (
    <PaneSection title={text('proposal.section.decide')}>
      {bar === null ? null : <Text pb={8}>{text(bar)}</Text>}
      {decidesAlone(proposal, reader) ? (
        <div className={classes.notice} data-tone="medium">
          {text('proposal.alone')}
        </div>
      ) : null}
      {proposal.bar === null && !approve ? <Text pb={8}>{text('proposal.cannot_approve')}</Text> : null}
      <Group gap={8}>
        {approve ? (
          <ActionButton
            rightSection={picking ? null : <KeyHint command="proposal.approve" />}
            onClick={() => ask('approve')}
          >
            {text('proposal.approve')}
          </ActionButton>
        ) : null}
        {decline ? (
          <ActionButton
            variant="default"
            rightSection={picking ? null : <KeyHint command="proposal.decline" />}
            onClick={() => ask('decline')}
          >
            {text('proposal.decline')}
          </ActionButton>
        ) : null}
        {withdraw ? (
          <ActionButton variant="default" onClick={() => ask('withdraw')}>
            {text('proposal.withdraw')}
          </ActionButton>
        ) : null}
      </Group>
      {asked === null ? null : (
        <DecideDialog verb={asked.verb} seen={asked.seen} onClose={() => setAsked(null)} onDecided={onDecided} />
      )}
    </PaneSection>
  )
}
