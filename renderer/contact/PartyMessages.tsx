import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../messages/use-text.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import { LetterDialog } from './LetterDialog.tsx'
import { MessagesOf } from './MessagesOf.tsx'
import type { Party } from './recipient.ts'
import { TellDialog } from './TellDialog.tsx'

/** Writing to a client or a producer, and all that was written; of clients only when it is asked for, as a look is recorded. */
export function PartyMessages({ party }: Readonly<{ party: Party }>) {
  const text = useText()
  const mayRead = useMay('contact.read')
  const maySend = useMay('contact.send')
  const [shown, setShown] = useState(party.of === 'producer')
  const [written, setWritten] = useState(0)
  // As they were when the dialog was opened: what is typed must not go away because something else about them moved.
  const [asked, setAsked] = useState<Readonly<{ what: 'write' | 'tell'; party: Party }> | null>(null)
  if (!mayRead && !maySend) return null
  const dialog = {
    onClose: () => setAsked(null),
    onWritten: () => setWritten((before) => before + 1),
  }
  return (
    <PaneSection title={text('case.section.messages')}>
      {maySend ? (
        <Group gap={8} mb={8}>
          <ActionButton variant="default" size="compact-sm" onClick={() => setAsked({ what: 'write', party })}>
            {text(`contact.write.${party.of}`)}
          </ActionButton>
          <ActionButton variant="default" size="compact-sm" onClick={() => setAsked({ what: 'tell', party })}>
            {text(`contact.tell.${party.of}`)}
          </ActionButton>
        </Group>
      ) : null}
      {mayRead && shown ? <MessagesOf key={written} party={party} /> : null}
      {mayRead && !shown ? (
        <Group gap={8}>
          <Button variant="default" size="compact-sm" onClick={() => setShown(true)}>
            {text('contact.messages.show')}
          </Button>
          <Text c="dimmed">{text('contact.recorded')}</Text>
        </Group>
      ) : null}
      {asked?.what === 'write' ? <LetterDialog party={asked.party} {...dialog} /> : null}
      {asked?.what === 'tell' ? <TellDialog party={asked.party} {...dialog} /> : null}
    </PaneSection>
  )
}
