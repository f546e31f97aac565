import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Caller } from '../../engine/contract/callers.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { oneLine } from '../approvals/one-line.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import classes from './callers.module.css'

type Props = Readonly<{ caller: Caller; onClose: () => void }>

const stop = (client: EngineClient, caller: number, reason: string) => client.callers.stop({ caller, reason })
const effects = ['keys', 'done_before', 'no_return'] as const

/** One person, at once and for good; so it says everything that will happen before it does. */
export function StopCallerDialog({ caller: { id, name }, onClose }: Props) {
  const text = useText()
  const { say } = useToast()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(stop)
  const missing = reason.trim() === ''

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (busy || missing) return
    const outcome = await run(id, reason.trim())
    if (!outcome.ok) return
    say(text('caller.stopped', { name }))
    onClose()
  }

  return (
    <Dialog opened onClose={onClose} title={text('caller.stop.title', { name })} width={560}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap={12}>
          <Text fw={600}>{text('caller.stop.lead', { name })}</Text>
          <ul className={classes.points}>
            {effects.map((effect) => (
              <li key={effect}>{text(`caller.stop.${effect}`)}</li>
            ))}
          </ul>
          <Textarea
            label={text('caller.stop.reason')}
            description={text('caller.stop.reason.hint')}
            value={reason}
            onChange={(event) => setReason(oneLine(event.currentTarget.value))}
            error={tried && missing ? text('caller.stop.reason.missing') : null}
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
          />
          <FaultLine fault={fault} />
          <Group gap={8}>
            <ActionButton type="submit" color="danger" loading={busy}>
              {text('caller.stop.action', { name })}
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
