import { NativeSelect, Text } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Transaction } from '../../engine/contract/accounts.ts'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { ReasonField } from '../case/ReasonField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import type { MessageId } from '../messages/messages.ts'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { clientsOf } from './clients-of.ts'

const quick: readonly MessageId[] = ['contact.doubt.reason.denied', 'contact.doubt.reason.unusual']

/** Somebody doubts a transaction that is posted. Offered only where it moved a client's money. */
export function QuestionTransaction({ transaction }: Readonly<{ transaction: Transaction }>) {
  const text = useText()
  const maySend = useMay('contact.send')
  const [asking, setAsking] = useState(false)
  const clients = clientsOf(transaction)
  if (!maySend || clients.length === 0) return null
  return (
    <>
      <ActionButton variant="default" onClick={() => setAsking(true)}>
        {text('contact.doubt')}
      </ActionButton>
      {asking ? <DoubtDialog transaction={transaction.id} clients={clients} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

type DialogProps = Readonly<{ transaction: number; clients: readonly string[]; onClose: () => void }>

const question = (client: EngineClient, input: Inputs['contact']['questionTransaction']) =>
  client.contact.questionTransaction(input)

/** The case comes first, and the letter from there: who asks then sees what was asked before. */
function DoubtDialog({ transaction, clients, onClose }: DialogProps) {
  const text = useText()
  const [, navigate] = useLocation()
  const [client, setClient] = useState(clients[0] ?? '')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(question)
  const open = async (): Promise<void> => {
    setTried(true)
    if (busy || reason.trim() === '') return
    const outcome = await run({ transaction, client, reason: reason.trim() })
    if (!outcome.ok) return
    onClose()
    navigate(`/exceptions?open=${outcome.value.id}`)
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={text('contact.doubt.title', { transaction: String(transaction) })}
      width={520}
    >
      <ConfirmForm action={text('contact.doubt.confirm')} busy={busy} onConfirm={() => void open()} onClose={onClose}>
        <Text>{text('contact.doubt.lead')}</Text>
        {clients.length > 1 ? (
          <NativeSelect
            label={text('contact.doubt.client')}
            value={client}
            onChange={(event) => setClient(event.currentTarget.value)}
            data={[...clients]}
          />
        ) : null}
        <ReasonField value={reason} onChange={setReason} quick={quick} tried={tried} />
        <FaultLine fault={fault} />
      </ConfirmForm>
    </Dialog>
  )
}
