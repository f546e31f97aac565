import { Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ExpectedDetail } from '../../engine/contract/expected.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { ReasonField } from '../case/ReasonField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { SettleDialog } from './SettleDialog.tsx'

type Of = Readonly<{ payment: ExpectedDetail }>
type Asked = 'send' | 'cancel' | 'settle'

/** What a person can say of it while nobody has paid all of it; nothing for what is over. */
export function ExpectedActions({ payment }: Of) {
  const text = useText()
  const may = useMay('reconciliation.work')
  const [asked, setAsked] = useState<Asked | null>(null)
  if (!may || !payment.can.settle) return null
  const close = (): void => setAsked(null)
  return (
    <>
      <Group gap={8} mt={12}>
        <ActionButton onClick={() => setAsked('settle')}>{text('expected.settle')}</ActionButton>
        {payment.can.send ? (
          <ActionButton variant="default" onClick={() => setAsked('send')}>
            {text('expected.send')}
          </ActionButton>
        ) : null}
        {payment.can.cancel ? (
          <ActionButton variant="default" onClick={() => setAsked('cancel')}>
            {text('expected.cancel')}
          </ActionButton>
        ) : null}
      </Group>
      {asked === 'settle' ? <SettleDialog payment={payment} onClose={close} /> : null}
      {asked === 'send' || asked === 'cancel' ? <SayDialog payment={payment} what={asked} onClose={close} /> : null}
    </>
  )
}

const commands = {
  send: (client: EngineClient, input: { id: number; reason: string }) => client.expected.send(input),
  cancel: (client: EngineClient, input: { id: number; reason: string }) => client.expected.cancel(input),
} as const

function SayDialog({
  payment: { id },
  what,
  onClose,
}: Of & Readonly<{ what: 'send' | 'cancel'; onClose: () => void }>) {
  const text = useText()
  const { say } = useToast()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(commands[what])
  const confirm = async (): Promise<void> => {
    setTried(true)
    if (busy || reason.trim() === '') return
    const outcome = await run({ id, reason: reason.trim() })
    if (!outcome.ok) return
    onClose()
    say(text(`expected.${what}.done`, { id: String(id) }))
  }
  return (
    <Dialog opened onClose={onClose} title={text(`expected.${what}.title`, { id: String(id) })}>
      <ConfirmForm
        action={text(`expected.${what}`)}
        danger={what === 'cancel'}
        busy={busy}
        onConfirm={() => void confirm()}
        onClose={onClose}
      >
        <Text>{text(`expected.${what}.effect`)}</Text>
        <ReasonField value={reason} onChange={setReason} quick={[]} tried={tried} />
        <FaultLine fault={fault} />
      </ConfirmForm>
    </Dialog>
  )
}
