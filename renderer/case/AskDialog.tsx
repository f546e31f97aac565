import { Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Preview } from '../../engine/contract/messages.ts'
import { type Channel, channels } from '../../engine/contract/settings.ts'
import { useSentNotice } from '../contact/use-sent-notice.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useRead } from '../engine/use-read.ts'
import { useQueue } from '../exceptions/queue-context.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import type { CaseDialogProps } from './CaseDialog.tsx'
import { ConfirmForm } from './ConfirmForm.tsx'
import classes from './case.module.css'
import { caseName } from './standing.ts'

type Verb = 'ask_client' | 'ask_producer'
type Props = CaseDialogProps & Readonly<{ verb: Verb }>

/** The letter as it would go out, to be read and changed before it does. */
export function AskDialog({ verb, each, picked, onClose }: Props) {
  const text = useText()
  const { id } = each
  const [channel, setChannel] = useState<Channel>()
  // A client is asked about one row; of several the one that is picked is meant.
  const [picks] = useState(() => [...picked])
  const line = picks.length === 1 ? picks[0] : undefined
  const question = useCallback(
    (client: EngineClient) => {
      const by = channel === undefined ? {} : { channel }
      return verb === 'ask_producer'
        ? client.contact.preview({ template: verb, exception: id, ...by })
        : client.contact.preview({ template: verb, exception: id, ...(line === undefined ? {} : { line }), ...by })
    },
    [verb, id, line, channel],
  )
  const { data, fault, again } = useRead(question)
  return (
    <Dialog opened onClose={onClose} title={text(`case.ask.title.${verb}`, { name: caseName(id) })} width={640}>
      {fault && !data ? <FaultNotice fault={fault} onRetry={again} /> : null}
      {data || fault ? null : <Waiting lines={6} />}
      {data ? (
        // Another channel is another letter: what was typed into the first does not belong into it.
        <Letter
          key={data.channel}
          verb={verb}
          each={each}
          line={line}
          preview={data}
          onChannel={setChannel}
          onClose={onClose}
        />
      ) : null}
    </Dialog>
  )
}

type Asking = Readonly<{
  verb: Verb
  exception: number
  version: number
  line: number | undefined
  key: string
  channel: Channel
  subject: string
  text: string
}>

function ask(client: EngineClient, { verb, line, ...content }: Asking) {
  if (verb === 'ask_producer') return client.contact.askProducer(content)
  return client.contact.askClient({ ...content, ...(line === undefined ? {} : { line }) })
}

type LetterProps = Readonly<{
  verb: Verb
  each: CaseDialogProps['each']
  line: number | undefined
  preview: Preview
  onChannel: (channel: Channel) => void
  onClose: () => void
}>

function Letter({ verb, each, line, preview, onChannel, onClose }: LetterProps) {
  const text = useText()
  const [subject, setSubject] = useState(preview.subject)
  const [body, setBody] = useState(preview.text)
  const { channel, to, goes, bar } = preview
  const { send, busy, fault } = useAsking({ verb, each, line, preview, onClose })
  const reason = to === null ? text('case.ask.no_contact') : bar === null ? null : text(`case.ask.bar.${bar}`)
  return (
    <ConfirmForm
      action={text(`case.ask.confirm.${goes}`)}
      reason={reason}
      busy={busy}
      onConfirm={() => {
        if (reason === null) void send(subject.trim(), body.trim())
      }}
      onClose={onClose}
    >
      <Group gap={16} align="flex-end">
        <NativeSelect
          label={text('case.ask.channel')}
          value={channel}
          onChange={(event) => onChannel(channels.find((known) => known === event.currentTarget.value) ?? channel)}
          data={channels.map((value) => ({ value, label: text(`case.ask.channel.${value}`) }))}
        />
        <Stack gap={0}>
          <Text fz={12} c="dimmed">
            {text('case.ask.to')}
          </Text>
          <Text>{to === null ? text('case.ask.no_contact') : [preview.name, to].filter(Boolean).join(' · ')}</Text>
        </Stack>
      </Group>
      <Text>{text(`case.ask.goes.${goes}`)}</Text>
      <TextInput
        label={text('case.ask.subject')}
        value={subject}
        onChange={(event) => setSubject(event.currentTarget.value)}
        maxLength={200}
      />
      <Textarea
        label={text('case.ask.text')}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
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

/** Unlike a deed it stays on the screen until it is answered: what was written would be too much to write again. */
function useAsking({ verb, each, line, preview, onClose }: Omit<LetterProps, 'onChannel'>) {
  const text = useText()
  const notice = useSentNotice()
  const { next, refresh } = useQueue()
  const [seen] = useState(each)
  const [key] = useState(() => crypto.randomUUID())
  const { run, busy, fault } = useCommand(ask)
  const { channel, goes } = preview
  const send = async (subject: string, body: string): Promise<void> => {
    if (busy) return
    const { id: exception, version } = seen
    const outcome = await run({ verb, exception, version, line, key, channel, subject, text: body })
    refresh(exception)
    if (!outcome.ok) return
    const { message } = outcome.value
    if (message.mailto !== null) window.location.href = message.mailto
    notice(message, text(`case.ask.done.${goes}`, { name: caseName(exception) }))
    onClose()
    next()
  }
  return { send, busy, fault }
}
