import { Button, Group, Stack, Text } from '@mantine/core'
import { type ReactNode, useRef, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ProposedChange } from '../../engine/contract/proposals.ts'
import { ProposeDialog } from '../approvals/ProposeDialog.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { isOperationFault, mayBeProposed } from '../faults/operation-sentence.ts'
import { Keys } from '../keys/KeyHint.tsx'
import { useConfirmKey } from '../keys/use-confirm-key.ts'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Consequence } from './Consequence.tsx'
import { SeenBalance } from './SeenBalance.tsx'
import type { OperationForm } from './use-operation-form.ts'
import type { SeenWallet } from './use-seen-wallet.ts'

/** What goes along with the content of whatever is asked for at once. */
export type Asked = Readonly<{ key: string; expectedVersion?: number; reason?: string }>

type Props<C, R> = Readonly<{
  title: string
  /** One sentence about what this is, where the title does not say it. */
  lead?: string
  /** The verb, and its money as soon as that is known. */
  action: string
  danger?: boolean
  form: OperationForm
  /** The wallet that the person decides on. Its version is sent when `guarded`. */
  seen?: SeenWallet
  guarded?: boolean
  /** Null while something is missing; each field then says what. */
  content: C | null
  /** The same function at each render: a constant of the module. */
  carryOut: (client: EngineClient, content: C, asked: Asked) => Promise<R>
  /** The same as a proposal, for what may be proposed. */
  change?: (content: C) => ProposedChange
  onDone: (result: R) => void
  onClose: () => void
  children: ReactNode
}>

/**
 * The frame of everything that is done to a wallet at once. Its key is made when it opens and is kept until it closes, so
 * pressing again after a lost answer does nothing twice.
 */
export function OperationDialog<C, R>(props: Props<C, R>) {
  const { title, action, form, seen, content, change } = props
  const text = useText()
  const [proposing, setProposing] = useState<ProposedChange | null>(null)
  const { submit, busy, fault } = useSubmit(props)
  const mayPropose = useMay('proposals.propose')
  const asChange = content !== null && change ? change(content) : null

  if (proposing) {
    return (
      <ProposeDialog
        title={text('operation.propose', { title })}
        change={proposing}
        reason={form.read.reason}
        onClose={() => setProposing(null)}
        onProposed={props.onClose}
      />
    )
  }
  return (
    <Dialog opened onClose={props.onClose} title={title} width={520}>
      <OperationFields onSubmit={submit}>
        {props.lead === undefined ? null : <Text>{props.lead}</Text>}
        {seen ? <SeenBalance seen={seen} /> : null}
        {props.children}
        {change ? (
          // Asked anew when the wallet is shown anew: a sentence about how it stood before must not stay beside it.
          <Consequence
            key={seen?.wallet.version}
            change={asChange}
            currency={form.currency}
            refused={fault !== undefined}
          />
        ) : null}
        <FaultLine
          fault={fault}
          currency={form.currency}
          {...(fault && isOperationFault(fault) ? { lead: text('operation.not_done') } : {})}
        />
        <Group gap={8}>
          <ActionButton {...(props.danger ? { color: 'danger' } : {})} loading={busy} onClick={submit}>
            {action}
          </ActionButton>
          <Keys keys="Mod+Enter" />
          {mayBeProposed(fault) && mayPropose && asChange ? (
            <Button variant="default" onClick={() => setProposing(asChange)}>
              {text('operation.propose_instead')}
            </Button>
          ) : null}
        </Group>
      </OperationFields>
    </Dialog>
  )
}

function useSubmit<C, R>({ form, seen, guarded, content, carryOut, onDone, onClose }: Props<C, R>) {
  const [key] = useState(() => crypto.randomUUID())
  // A ref and not the state: a second press comes before the first one has drawn the button anew.
  const underWay = useRef(false)
  const { run, busy, fault } = useCommand(carryOut)
  const send = async (): Promise<void> => {
    form.markTried()
    if (content === null || underWay.current) return
    underWay.current = true
    const { reason } = form.read
    const outcome = await run(content, {
      key,
      ...(seen && guarded ? { expectedVersion: seen.wallet.version } : {}),
      ...(reason === undefined ? {} : { reason }),
    })
    underWay.current = false
    if (outcome.ok) {
      onDone(outcome.value)
      onClose()
    } else if (outcome.fault.code === 'version_moved') await seen?.lookAgain()
  }
  return { submit: () => void send(), busy, fault }
}

/** Enter in a field never moves money: it takes the button, or Enter with the key that confirms. */
function OperationFields({ onSubmit, children }: Readonly<{ onSubmit: () => void; children: ReactNode }>) {
  const form = useConfirmKey(onSubmit)
  return (
    <form ref={form} onSubmit={(event) => event.preventDefault()} noValidate>
      <Stack gap={12}>{children}</Stack>
    </form>
  )
}
