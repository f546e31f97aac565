import { Group, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { Channel } from '../../engine/contract/settings.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { instantOf, localOf } from '../time/read.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { ChannelField } from './ChannelField.tsx'
import { nameOfParty, type Party, recipientOf } from './recipient.ts'

type Props = Readonly<{ party: Party; onClose: () => void; onWritten: () => void }>

const tell = (client: EngineClient, input: Inputs['contact']['tell']) => client.contact.tell(input)

/** What was said by phone or went by post, kept beside what was written. */
export function TellDialog({ party, onClose, onWritten }: Props) {
  const text = useText()
  const { zone } = useFormats()
  const { say } = useToast()
  const [key] = useState(() => crypto.randomUUID())
  const [channel, setChannel] = useState<Channel>('phone')
  const [latest] = useState(() => localOf(new Date().toISOString(), zone).slice(0, 16))
  // Left as it is it means the moment of recording, which no clock beside a telephone knows better.
  const [at, setAt] = useState(latest)
  const [said, setSaid] = useState('')
  const { run, busy, fault } = useCommand(tell)
  const instant = at === latest ? undefined : (instantOf(at, zone) ?? null)
  const isLater = at > latest
  const wrong = instant === null || isLater
  const reason = wrong ? text('contact.tell.at.wrong') : said.trim() === '' ? text('proposal.comment.empty') : null
  const record = async (): Promise<void> => {
    if (busy || reason !== null || instant === null) return
    const outcome = await run({
      recipient: recipientOf(party, null),
      key,
      channel,
      ...(instant === undefined ? {} : { at: instant }),
      text: said.trim(),
    })
    if (!outcome.ok) return
    say(text('contact.tell.done', { name: nameOfParty(party) }))
    onWritten()
    onClose()
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={text('contact.tell.title', { of: party.of, name: nameOfParty(party) })}
      width={520}
    >
      <ConfirmForm
        action={text('contact.tell.confirm')}
        reason={reason}
        busy={busy}
        onConfirm={() => void record()}
        onClose={onClose}
      >
        <Text>{text('contact.tell.lead')}</Text>
        <Group gap={16} align="flex-start">
          <ChannelField label={text('case.ask.channel')} value={channel} onChange={setChannel} />
          <TextInput
            type="datetime-local"
            label={text('contact.tell.at', { zone })}
            value={at}
            max={latest}
            onChange={(event) => setAt(event.currentTarget.value)}
            error={wrong ? text('contact.tell.at.wrong') : null}
          />
        </Group>
        <Textarea
          label={text('contact.tell.said')}
          value={said}
          onChange={(event) => setSaid(event.currentTarget.value)}
          maxLength={10_000}
          autosize
          minRows={4}
          maxRows={12}
          data-autofocus
        />
        <FaultLine fault={fault} />
      </ConfirmForm>
    </Dialog>
  )
}
