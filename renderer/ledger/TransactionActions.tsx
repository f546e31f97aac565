import { Group } from '@mantine/core'
import { useState } from 'react'
import type { Transaction } from '../../engine/contract/accounts.ts'
import { ProposeDialog } from '../approvals/ProposeDialog.tsx'
import { assertNever } from '../assert-never.ts'
import { QuestionTransaction } from '../contact/QuestionTransaction.tsx'
import { useText } from '../messages/use-text.ts'
import { ChargeBackDialog, PayOutDialog, RefundDialog } from '../operations/PastDialogs.tsx'
import { useSession } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { type Action, actionsFor } from './actions.ts'

/** What can still be done about a transaction. The buttons are a courtesy; the engine decides. */
export function TransactionActions({ transaction }: Readonly<{ transaction: Transaction }>) {
  const text = useText()
  const { permissions } = useSession()
  const [open, setOpen] = useState<Action>()
  const actions = actionsFor(transaction, permissions)
  return (
    <>
      <Group gap={8}>
        {actions.map((action) => (
          <ActionButton key={action} variant="default" onClick={() => setOpen(action)}>
            {text(`transaction.${action}`)}
          </ActionButton>
        ))}
        <QuestionTransaction transaction={transaction} />
      </Group>
      {open ? <ActionDialog action={open} id={transaction.id} onClose={() => setOpen(undefined)} /> : null}
    </>
  )
}

type DialogProps = Readonly<{ action: Action; id: number; onClose: () => void }>

function ActionDialog({ action, id, onClose }: DialogProps) {
  const text = useText()
  switch (action) {
    case 'refund':
      return <RefundDialog transaction={id} onClose={onClose} />
    case 'chargeback':
      return <ChargeBackDialog transaction={id} onClose={onClose} />
    case 'payout':
      return <PayOutDialog transaction={id} onClose={onClose} />
    case 'reverse':
      return (
        <ProposeDialog
          title={text('transaction.reverse.title', { transaction: String(id) })}
          change={{ kind: 'reversal', of: id }}
          onClose={onClose}
          onProposed={onClose}
        />
      )
    default:
      return assertNever(action)
  }
}
