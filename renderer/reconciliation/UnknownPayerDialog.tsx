import { Text } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { ReconciliationMatch } from '../../engine/contract/reconciliation.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { ReasonField } from '../case/ReasonField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import type { DeedDialogProps } from './deeds.ts'

type Props = DeedDialogProps & Readonly<{ onMatched: (match: ReconciliationMatch) => void }>

const book = (client: EngineClient, input: Inputs['reconciliation']['bookUnknown']) =>
  client.reconciliation.bookUnknown(input)

// The statement of suspense says it, where the contract leaves so much room.
const reasonMax = 140

/** Posts what came in to suspense, and says so before it does. */
export function UnknownPayerDialog({ of, item, onClose, onMatched }: Props) {
  const text = useText()
  const { money } = useFormats()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(book)
  const { account, currency } = of
  const amount = `${currency} ${money(item.amount, currency)}`
  const confirm = async (): Promise<void> => {
    setTried(true)
    if (busy || reason.trim() === '') return
    const outcome = await run({ line: item.id, reason: reason.trim() })
    if (outcome.ok) onMatched(outcome.value)
  }
  return (
    <Dialog opened onClose={onClose} title={text('item.unknown.title', { amount })} width={560}>
      <ConfirmForm
        action={text('item.unknown.post', { amount })}
        busy={busy}
        onConfirm={() => void confirm()}
        onClose={onClose}
      >
        <Text>{text('item.unknown.effect', { amount, account, day: item.day })}</Text>
        <Text c="dimmed">{text('item.unknown.later')}</Text>
        <ReasonField
          value={reason}
          onChange={(to) => setReason(to.slice(0, reasonMax))}
          quick={['item.unknown.reason.nobody', 'item.unknown.reason.asked']}
          tried={tried}
        />
        <FaultLine fault={fault} currency={currency} />
      </ConfirmForm>
    </Dialog>
  )
}
