import { Text } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { ReconciliationMatch } from '../../engine/contract/reconciliation.ts'
import { ProposeDialog } from '../approvals/ProposeDialog.tsx'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { ReasonField } from '../case/ReasonField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { useFormats } from '../workspace/workspace-context.ts'

type Props = Readonly<{ match: ReconciliationMatch; onClose: () => void }>

const undo = (client: EngineClient, input: Inputs['reconciliation']['unmatch']) => client.reconciliation.unmatch(input)

/** Takes a match apart. Where its residue stands in the books that is posted back, and a second person has to agree. */
export function UnmatchDialog({ match, onClose }: Props) {
  const text = useText()
  const { id, residueTransaction } = match
  const title = text('match.undo.title', { match: String(id) })
  return residueTransaction === null ? (
    <Dialog opened onClose={onClose} title={title} width={560}>
      <Plain match={match} onClose={onClose} />
    </Dialog>
  ) : (
    <ProposeDialog
      title={title}
      change={{ kind: 'match_undo', match: id }}
      note={text('match.undo.second')}
      onClose={onClose}
      onProposed={onClose}
    />
  )
}

function Plain({ match: { id, lines, postings, currency }, onClose }: Props) {
  const text = useText()
  const { say } = useToast()
  const { money } = useFormats()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(undo)
  const confirm = async (): Promise<void> => {
    setTried(true)
    if (busy || reason.trim() === '') return
    const outcome = await run({ id, reason: reason.trim() })
    if (!outcome.ok) return
    const { lineSum } = outcome.value
    say(text('match.undo.done', { match: String(id), amount: `${currency} ${money(lineSum, currency)}` }))
    onClose()
  }
  return (
    <ConfirmForm action={text('match.undo')} busy={busy} onConfirm={() => void confirm()} onClose={onClose}>
      <Text>{text('match.undo.effect', { lines, postings })}</Text>
      <ReasonField
        value={reason}
        onChange={setReason}
        quick={['match.undo.reason.mistake', 'match.undo.reason.other']}
        tried={tried}
      />
      <FaultLine fault={fault} currency={currency} />
    </ConfirmForm>
  )
}
