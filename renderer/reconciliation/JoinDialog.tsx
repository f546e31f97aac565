import { Text } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { ReasonField } from '../case/ReasonField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import type { DeedDialogProps } from './deeds.ts'

const join = (client: EngineClient, input: Inputs['reconciliation']['join']) => client.reconciliation.join(input)

/** Takes the part that is picked together with the others that it was split into. */
export function JoinDialog({ of, item, onClose, onDone }: DeedDialogProps) {
  const text = useText()
  const { say } = useToast()
  const { money } = useFormats()
  const [reason, setReason] = useState(text('item.join.reason'))
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(join)
  const { currency } = of
  const { part, side } = item
  if (part === null) return null
  const amount = `${currency} ${money(Math.abs(part.amount), currency)}`
  const confirm = async (): Promise<void> => {
    setTried(true)
    if (busy || reason.trim() === '') return
    const outcome = await run({ ...of, side, item: part.whole, reason: reason.trim() })
    if (!outcome.ok) return
    say(text('item.join.done', { amount }))
    onDone()
  }
  return (
    <Dialog opened onClose={onClose} title={text('item.join.title', { parts: part.of, amount })} width={560}>
      <ConfirmForm
        action={text('item.join.now', { parts: part.of })}
        busy={busy}
        onConfirm={() => void confirm()}
        onClose={onClose}
      >
        <Text>{text('item.join.effect', { side })}</Text>
        <ReasonField value={reason} onChange={setReason} quick={[]} tried={tried} />
        <FaultLine fault={fault} currency={currency} />
      </ConfirmForm>
    </Dialog>
  )
}
