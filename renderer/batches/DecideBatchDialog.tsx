import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Batch } from '../../engine/contract/batches.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { oneLine } from '../approvals/one-line.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useProducer } from './use-producer.ts'

type Verb = 'reject' | 'recheck'
type Deciding = Readonly<{ verb: Verb; id: number; reason: string }>

const decide = (client: EngineClient, { verb, ...input }: Deciding): Promise<Batch> =>
  verb === 'reject' ? client.batches.reject(input) : client.batches.recheck(input)

type Props = Readonly<{ batch: Batch; verb: Verb; onClose: () => void; onDecided: () => void }>

/** What one person may decide about a batch of which nothing is posted. The effect first, then why. */
export function DecideBatchDialog({ batch, verb, onClose, onDecided }: Props) {
  const text = useText()
  const { say } = useToast()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(decide)
  const missing = reason.trim() === ''
  const { id, file, rows } = batch

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (busy || missing) return
    const outcome = await run({ verb, id, reason: reason.trim() })
    // Refused or not, it may be another batch now than the one on the screen.
    onDecided()
    if (!outcome.ok) return
    say(text(`batch.${verb}.done`, { id: String(id) }))
    onClose()
  }

  return (
    <Dialog opened onClose={onClose} title={text(`batch.${verb}.title`, { id: String(id) })} width={560}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap={12}>
          <Text>
            {verb === 'reject' ? text('batch.reject.effect', { file, rows }) : <RecheckEffect batch={batch} />}
          </Text>
          <Textarea
            label={text('batch.decide.reason')}
            description={text('batch.decide.reason.hint')}
            value={reason}
            onChange={(event) => setReason(oneLine(event.currentTarget.value))}
            error={tried && missing ? text('batch.decide.reason.missing') : null}
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
          />
          <FaultLine fault={fault} />
          <Group gap={8}>
            <ActionButton type="submit" loading={busy} {...(verb === 'reject' ? { color: 'danger' } : {})}>
              {text(verb === 'reject' ? 'batch.reject.confirm' : 'batch.recheck.confirm', { rows })}
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

/** Judged again by the same agreement the outcome is most likely the same, and that is worth saying before. */
function RecheckEffect({ batch }: Readonly<{ batch: Batch }>) {
  const text = useText()
  const inForce = useProducer(batch.producer)?.agreementVersion
  const judgedBy = batch.agreement ?? 'none'
  return text('batch.recheck.effect', {
    file: batch.file,
    judgedBy,
    inForce: inForce ?? 'none',
    same: inForce === undefined ? 'unknown' : inForce === batch.agreement ? 'yes' : 'no',
  })
}
