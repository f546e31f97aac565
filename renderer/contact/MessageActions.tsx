import { Group } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Message } from '../../engine/contract/messages.ts'
import { useCommand } from '../engine/use-command.ts'
import { useText } from '../messages/use-text.ts'
import { ConfirmDialog } from '../notice/ConfirmDialog.tsx'
import { useSaying } from '../notice/use-saying.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { AnswerDialog } from './AnswerDialog.tsx'
import { type Remedy, remediesFor } from './message-trouble.ts'
import { cancelMessage } from './SendsIn.tsx'
import { endSentNotice } from './use-sent-notice.tsx'

type Props = Readonly<{ message: Message; onChanged?: () => void }>

const sendAgain = (client: EngineClient, message: number) => client.contact.sendAgain({ message })

/** What can still be done about a message. The buttons are a courtesy; the engine decides. */
export function MessageActions({ message, onChanged }: Props) {
  const text = useText()
  const saying = useSaying()
  const maySend = useMay('contact.send')
  const [asked, setAsked] = useState<'answer' | 'withdraw' | null>(null)
  const cancelling = useCommand(cancelMessage)
  const again = useCommand(sendAgain)
  const remedies = maySend ? remediesFor(message) : []

  const act = async (remedy: Remedy): Promise<void> => {
    if (remedy === 'answer' || remedy === 'withdraw') return setAsked(remedy)
    if (remedy === 'take_back') {
      if (saying(await cancelling.run(message.id), () => text('contact.taken_back'))) endSentNotice(message)
    } else saying(await again.run(message.id), () => text('contact.sent_again'))
    onChanged?.()
  }
  const withdraw = async (): Promise<void> => {
    const outcome = await cancelling.run(message.id)
    onChanged?.()
    if (!outcome.ok) return
    setAsked(null)
    saying(outcome, () => text('contact.withdrawn'))
  }
  // A dialog stays while it is open, though what it was opened from is over meanwhile: it then says so.
  if (remedies.length === 0 && asked === null) return null
  return (
    <>
      <Group gap={8} my={4}>
        {remedies.map((remedy) => (
          <ActionButton
            key={remedy}
            variant="default"
            size="compact-sm"
            loading={(remedy === 'take_back' && cancelling.busy) || (remedy === 'send_again' && again.busy)}
            onClick={() => void act(remedy)}
          >
            {text(`contact.remedy.${remedy}`)}
          </ActionButton>
        ))}
      </Group>
      <ConfirmDialog
        opened={asked === 'withdraw'}
        onClose={() => setAsked(null)}
        title={text('contact.remedy.withdraw')}
        body={text('contact.withdraw.body', { of: message.question?.of ?? 'client' })}
        action={text('contact.remedy.withdraw')}
        busy={cancelling.busy}
        fault={cancelling.fault}
        onConfirm={() => void withdraw()}
      />
      {asked === 'answer' && message.question !== null ? (
        <AnswerDialog
          message={message}
          of={message.question.of}
          onClose={() => setAsked(null)}
          {...(onChanged ? { onRecorded: onChanged } : {})}
        />
      ) : null}
    </>
  )
}
