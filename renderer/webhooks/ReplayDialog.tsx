import { Select, Text } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { WebhookEndpoint } from '../../engine/contract/webhooks.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'

type Props = Readonly<{ endpoint: WebhookEndpoint; onClose: () => void }>

const replaySince = (client: EngineClient, input: Inputs['webhooks']['replaySince']) =>
  client.webhooks.replaySince(input)

const hours = [1, 6, 24, 72, 168, 720] as const
const hourMs = 3_600_000

/** For a receiver that lost what it was told. */
export function ReplayDialog({ endpoint: { id, name }, onClose }: Props) {
  const text = useText()
  const { say } = useToast()
  const [back, setBack] = useState(24)
  const { run, busy, fault } = useCommand(replaySince)
  const replay = async (): Promise<void> => {
    if (busy) return
    const outcome = await run({ id, since: new Date(Date.now() - back * hourMs).toISOString() })
    if (!outcome.ok) return
    say(text('webhooks.replay.done', { name, count: outcome.value.events }))
    onClose()
  }
  return (
    <Dialog opened onClose={onClose} title={text('webhooks.replay.title', { name })}>
      <ConfirmForm action={text('webhooks.again')} busy={busy} onConfirm={() => void replay()} onClose={onClose}>
        <Text>{text('webhooks.replay.effect')}</Text>
        <Select
          label={text('webhooks.replay.since')}
          data={hours.map((each) => ({ value: String(each), label: text('webhooks.replay.hours', { hours: each }) }))}
          value={String(back)}
          onChange={(chosen) => setBack(Number(chosen ?? 24))}
          allowDeselect={false}
          data-autofocus
        />
        <FaultLine fault={fault} />
      </ConfirmForm>
    </Dialog>
  )
}
