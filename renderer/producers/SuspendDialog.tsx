import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Producer } from '../../engine/contract/producers.ts'
import { oneLine } from '../approvals/one-line.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import classes from './producers.module.css'

type Props = Readonly<{ producer: Producer; onClose: () => void }>

const suspend = (client: EngineClient, id: number, reason: string) => client.producers.suspend({ id, reason })
const effects = ['file', 'new', 'held', 'schedule', 'resume'] as const

/** One person, at once; so it says everything that will happen before it does. */
export function SuspendDialog({ producer, onClose }: Props) {
  const text = useText()
  const { say } = useToast()
  const { id, name } = producer
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(suspend)
  const missing = reason.trim() === ''

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (busy || missing) return
    const outcome = await run(id, reason.trim())
    if (!outcome.ok) return
    say(text('producer.suspended', { name }))
    onClose()
  }

  return (
    <Dialog opened onClose={onClose} title={text('producer.suspend.title', { name })} width={560}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap={12}>
          <Text fw={600}>{text('producer.suspend.lead')}</Text>
          <ul className={classes.points}>
            {effects.map((effect) => (
              <li key={effect}>{text(`producer.suspend.${effect}`)}</li>
            ))}
          </ul>
          <Textarea
            label={text('producer.suspend.reason')}
            description={text('producer.suspend.reason.hint')}
            value={reason}
            onChange={(event) => setReason(oneLine(event.currentTarget.value))}
            error={tried && missing ? text('producer.suspend.reason.missing') : null}
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
          />
          <FaultLine fault={fault} />
          <Group gap={8}>
            <ActionButton type="submit" color="danger" loading={busy}>
              {text('producer.suspend.action', { name })}
            </ActionButton>
            <Button variant="default" onClick={onClose}>
              {text('action.cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
