import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { oneLine } from '../approvals/one-line.ts'
import type { Fault } from '../engine/fault.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Dialog } from './Dialog.tsx'
import classes from './reason-dialog.module.css'

type Props = Readonly<{
  title: string
  /** What will happen: it is said before anybody is asked why. */
  effect: ReactNode
  words: Readonly<{ reason: string; hint: string; missing: string; action: string }>
  danger: boolean
  busy: boolean
  fault: Fault | undefined
  onReason: (reason: string) => void
  onClose: () => void
}>

/** What one person does at once, and why: the effect first, then the reason, without which it is not done. */
export function ReasonDialog({ title, effect, words, danger, busy, fault, onReason, onClose }: Props) {
  const text = useText()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const missing = reason.trim() === ''

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (!busy && !missing) onReason(reason.trim())
  }

  return (
    <Dialog opened onClose={onClose} title={title} width={560}>
      <form onSubmit={submit} noValidate>
        <Stack gap={12}>
          {effect}
          <Textarea
            label={words.reason}
            description={words.hint}
            value={reason}
            onChange={(event) => setReason(oneLine(event.currentTarget.value))}
            error={tried && missing ? words.missing : null}
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
          />
          <FaultLine fault={fault} />
          <Group gap={8}>
            <ActionButton type="submit" loading={busy} {...(danger ? { color: 'danger' } : {})}>
              {words.action}
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

/** An effect of several parts. */
export function EffectPoints({ lead, points }: Readonly<{ lead: string; points: readonly string[] }>) {
  return (
    <>
      <Text fw={600}>{lead}</Text>
      <ul className={classes.points}>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </>
  )
}
