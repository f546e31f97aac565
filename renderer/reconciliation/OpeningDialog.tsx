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

type Props = Readonly<{
  of: Readonly<{ account: string; currency: string }>
  postings: readonly number[]
  onClose: () => void
  onDone: () => void
}>

const put = (client: EngineClient, input: Inputs['reconciliation']['setOpening']) =>
  client.reconciliation.setOpening(input)

/** Postings that the bank had before its first statement here began: they wait for no line. */
export function OpeningDialog({ of, postings, onClose, onDone }: Props) {
  const text = useText()
  const { say } = useToast()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(put)
  const count = { postings: postings.length }
  const confirm = async (): Promise<void> => {
    setTried(true)
    if (busy || reason.trim() === '') return
    const outcome = await run({ ...of, postings: [...postings], reason: reason.trim() })
    if (!outcome.ok) return
    say(text('item.opening.done', count))
    onDone()
  }
  return (
    <Dialog opened onClose={onClose} title={text('item.opening.title', count)} width={560}>
      <ConfirmForm
        action={text('item.opening.put', count)}
        busy={busy}
        onConfirm={() => void confirm()}
        onClose={onClose}
      >
        <Text>{text('item.opening.effect')}</Text>
        <ReasonField value={reason} onChange={setReason} quick={[]} tried={tried} />
        <FaultLine fault={fault} currency={of.currency} />
      </ConfirmForm>
    </Dialog>
  )
}
