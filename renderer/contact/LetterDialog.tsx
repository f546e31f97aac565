import { Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { Preview } from '../../engine/contract/messages.ts'
import { type Channel, channels, type Language, languages } from '../../engine/contract/settings.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import classes from '../case/case.module.css'
import { useCommand } from '../engine/use-command.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { contactChoices, nameOfParty, type Party, recipientOf } from './recipient.ts'
import { useSentNotice } from './use-sent-notice.tsx'

type Props = Readonly<{ party: Party; onClose: () => void; onWritten: () => void }>

/** How it is to be written; what is not chosen is as the engine has it for them. */
type Wanted = Readonly<{ channel: Channel | null; language: Language | null; contact: number | null }>

/** A letter that asks nothing, begun as the template has it. */
export function LetterDialog({ party, onClose, onWritten }: Props) {
  const text = useText()
  const [wanted, setWanted] = useState<Wanted>({ channel: null, language: null, contact: null })
  const { channel, language, contact } = wanted
  const question = useCallback(
    (client: EngineClient) =>
      client.contact.preview({
        template: 'plain',
        recipient: recipientOf(party, contact),
        ...(channel === null ? {} : { channel }),
        ...(language === null ? {} : { language }),
      }),
    [party, contact, channel, language],
  )
  const { data, fault, again } = useRead(question)
  // What was read last stays while another channel or language is asked for: the form must not go away under the hand.
  const [last, setLast] = useState(data)
  if (data !== undefined && data !== last) setLast(data)
  const preview = data ?? last
  return (
    <Dialog
      opened
      onClose={onClose}
      title={text('contact.write.title', { of: party.of, name: nameOfParty(party) })}
      width={640}
    >
      {fault && !data ? <FaultNotice fault={fault} onRetry={again} /> : null}
      {preview || fault ? null : <Waiting lines={6} />}
      {preview ? (
        <Letter
          party={party}
          preview={preview}
          settled={data !== undefined}
          wanted={wanted}
          onWanted={setWanted}
          onClose={onClose}
          onWritten={onWritten}
        />
      ) : null}
    </Dialog>
  )
}

const send = (client: EngineClient, input: Inputs['contact']['send']) => client.contact.send(input)

type LetterProps = Props &
  Readonly<{
    preview: Preview
    /** False while it is the one of before, and another is on its way. */
    settled: boolean
    wanted: Wanted
    onWanted: (wanted: Wanted) => void
  }>

function Letter({ party, preview, settled, wanted, onWanted, onClose, onWritten }: LetterProps) {
  const text = useText()
  const notice = useSentNotice()
  const [key] = useState(() => crypto.randomUUID())
  // What a person typed stays theirs, whatever the template says in another language.
  const [typed, setTyped] = useState<Readonly<{ subject?: string; body?: string }>>({})
  const { run, busy, fault } = useCommand(send)
  const { channel, language, goes } = preview
  const subject = typed.subject ?? preview.subject
  const body = typed.body ?? preview.text
  const reason = useReason({ preview, settled, isEmpty: subject.trim() === '' || body.trim() === '' })
  const write = async (): Promise<void> => {
    if (busy || reason !== null) return
    const outcome = await run({
      recipient: recipientOf(party, wanted.contact),
      key,
      channel,
      language,
      subject: subject.trim(),
      text: body.trim(),
    })
    if (!outcome.ok) return
    const { message } = outcome.value
    if (message.mailto !== null) window.location.href = message.mailto
    notice(message, text(`contact.write.done.${goes}`))
    onWritten()
    onClose()
  }
  return (
    <ConfirmForm
      action={text(`contact.write.confirm.${goes}`)}
      reason={reason}
      busy={busy}
      onConfirm={() => void write()}
      onClose={onClose}
    >
      <Ways party={party} preview={preview} wanted={wanted} onWanted={onWanted} />
      <Text>{text(`case.ask.goes.${goes}`)}</Text>
      <TextInput
        label={text('case.ask.subject')}
        value={subject}
        onChange={(event) => setTyped({ ...typed, subject: event.currentTarget.value })}
        maxLength={200}
      />
      <Textarea
        label={text('case.ask.text')}
        value={body}
        onChange={(event) => setTyped({ ...typed, body: event.currentTarget.value })}
        autosize
        minRows={6}
        maxRows={14}
        maxLength={10_000}
        data-autofocus
        className={classes.letter ?? ''}
      />
      <FaultLine fault={fault} />
    </ConfirmForm>
  )
}

type Sendable = Readonly<{ preview: Preview; settled: boolean; isEmpty: boolean }>

/** Why it can't be sent. */
function useReason({ preview: { to, goes, channel }, settled, isEmpty }: Sendable): string | null {
  const text = useText()
  if (to === null && goes !== 'recorded') return text('fault.contact_missing', { channel })
  if (isEmpty) return text('proposal.comment.empty')
  return settled ? null : text('contact.write.unsettled')
}

type WaysProps = Pick<LetterProps, 'party' | 'preview' | 'wanted' | 'onWanted'>

/** By what, to whom and in which language. */
function Ways({ party, preview: { channel, language, name, to }, wanted, onWanted }: WaysProps) {
  const text = useText()
  const choices = contactChoices(party, channel)
  return (
    <Group gap={16} align="flex-end">
      <NativeSelect
        label={text('case.ask.channel')}
        value={channel}
        onChange={({ currentTarget }) => {
          const chosen = channels.find((each) => each === currentTarget.value) ?? channel
          // Who can be written to can't always be called: the choice begins anew.
          onWanted({ ...wanted, channel: chosen, contact: null })
        }}
        data={channels.map((value) => ({ value, label: text(`case.ask.channel.${value}`) }))}
      />
      <NativeSelect
        label={text('contact.language')}
        value={language}
        onChange={({ currentTarget }) =>
          onWanted({ ...wanted, language: languages.find((each) => each === currentTarget.value) ?? language })
        }
        data={languages.map((value) => ({ value, label: text(`setting.contact.${value}`) }))}
      />
      {choices.length > 1 ? (
        <NativeSelect
          label={text('case.ask.to')}
          value={wanted.contact === null ? (choices[0]?.value ?? '') : String(wanted.contact)}
          onChange={({ currentTarget }) => onWanted({ ...wanted, contact: Number(currentTarget.value) })}
          data={choices}
        />
      ) : (
        <Stack gap={0}>
          <Text fz={12} c="dimmed">
            {text('case.ask.to')}
          </Text>
          <Text>
            {to === null ? text('fault.contact_missing', { channel }) : [name, to].filter(Boolean).join(' · ')}
          </Text>
        </Stack>
      )}
    </Group>
  )
}
