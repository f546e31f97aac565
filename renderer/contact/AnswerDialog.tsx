import { Radio, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import { type ClientAnswer, clientAnswers, type Message, type Question } from '../../engine/contract/messages.ts'
import type { Channel } from '../../engine/contract/settings.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { ChannelField } from './ChannelField.tsx'

type Props = Readonly<{
  message: Message
  of: Question['of']
  onClose: () => void
  onRecorded?: () => void
}>

const record = (client: EngineClient, input: Inputs['contact']['recordAnswer']) => client.contact.recordAnswer(input)

/** An answer that came by other ways than the link: it does what the link would have done. */
export function AnswerDialog({ message, of, onClose, onRecorded }: Props) {
  const text = useText()
  const { say } = useToast()
  const [via, setVia] = useState<Channel>(message.channel === 'email' ? 'email' : message.channel)
  const [answer, setAnswer] = useState<ClientAnswer | null>(null)
  const [note, setNote] = useState('')
  const { run, busy, fault } = useCommand(record)
  const said = note.trim()
  const missing =
    of === 'client' && answer === null
      ? text('contact.answer.choose')
      : of === 'producer' && said === ''
        ? text('contact.answer.empty')
        : null
  const send = async (): Promise<void> => {
    if (busy || missing !== null) return
    const outcome = await run({
      message: message.id,
      via,
      ...(of === 'client' && answer !== null ? { answer } : {}),
      ...(said === '' ? {} : { note: said }),
    })
    if (!outcome.ok) return
    say(text('contact.answer.recorded'))
    onRecorded?.()
    onClose()
  }
  return (
    <Dialog opened onClose={onClose} title={text('contact.remedy.answer')} width={520}>
      <ConfirmForm
        action={text('contact.remedy.answer')}
        reason={missing}
        busy={busy}
        danger={answer === 'no'}
        onConfirm={() => void send()}
        onClose={onClose}
      >
        <Text>{message.subject}</Text>
        <ChannelField label={text('contact.answer.via')} value={via} onChange={setVia} focused />
        {of === 'client' ? (
          <Radio.Group
            label={text('contact.answer.asked')}
            value={answer}
            onChange={(chosen) => setAnswer(clientAnswers.find((each) => each === chosen) ?? null)}
          >
            <Stack gap={8} pt={8}>
              {clientAnswers.map((each) => (
                <Radio key={each} value={each} label={text(`contact.answer.${each}`)} />
              ))}
            </Stack>
          </Radio.Group>
        ) : null}
        <Textarea
          label={text(of === 'client' ? 'contact.answer.note' : 'contact.answer.said')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={2_000}
          autosize
          minRows={3}
        />
        {answer === 'no' ? <Text fw={600}>{text('contact.answer.no_does')}</Text> : null}
        <FaultLine fault={fault} />
      </ConfirmForm>
    </Dialog>
  )
}
