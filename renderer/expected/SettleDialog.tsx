import { Text } from '@mantine/core'
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
import { LinePicker } from './LinePicker.tsx'

type Props = Readonly<{ payment: ExpectedDetail; onClose: () => void }>
const settle = (client: EngineClient, input: { id: number; line: number; reason: string }) =>
  client.expected.settle(input)

/** Which line of the bank it is: those of its amount first, all that go the same way when they are asked for. */
export function SettleDialog({ payment, onClose }: Props) {
  const text = useText()
  const { say } = useToast()
  const { id } = payment
  const [line, setLine] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(settle)
  const confirm = async (): Promise<void> => {
    setTried(true)
    if (busy || line === null || reason.trim() === '') return
    const outcome = await run({ id, line, reason: reason.trim() })
    if (!outcome.ok) return
    onClose()
    say(text('expected.settle.done', { id: String(id) }))
  }
  return (
    <Dialog opened onClose={onClose} title={text('expected.settle.title', { id: String(id) })}>
      <ConfirmForm
        action={text('expected.settle')}
        reason={line === null ? text('expected.settle.pick') : null}
        busy={busy}
        onConfirm={() => void confirm()}
        onClose={onClose}
      >
        <Text>
          {text(payment.kind === 'settlement' ? 'expected.settle.effect' : 'expected.settle.effect_withdrawal')}
        </Text>
        <LinePicker payment={payment} line={line} onPick={setLine} />
        <ReasonField value={reason} onChange={setReason} quick={[]} tried={tried} focused={false} />
        <FaultLine fault={fault} />
      </ConfirmForm>
    </Dialog>
  )
}
