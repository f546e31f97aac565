import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Proposal } from '../../engine/contract/proposals.ts'
import { assertNever } from '../assert-never.ts'
import type { Fault } from '../engine/fault.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { changeLine } from './change-words.ts'
import { EffectTable } from './EffectTable.tsx'
import type { OpenedProposal } from './may-decide.ts'
import { oneLine } from './one-line.ts'

export type Verb = 'approve' | 'decline' | 'withdraw'

type Props = Readonly<{
  verb: Verb
  /** The proposal as it was on the screen when the button was pressed. */
  seen: OpenedProposal
  onClose: () => void
  /** Whatever the answer was: the proposal is to be read again. */
  onDecided: () => void
}>

type Deciding = Readonly<{ verb: Verb; id: number; effectHash: string; reason: string | undefined }>

async function decide(client: EngineClient, { verb, id, effectHash, reason }: Deciding): Promise<Proposal> {
  const said = reason === undefined ? {} : { reason }
  switch (verb) {
    case 'approve':
      // What is approved is the effect on the screen: if it is another by now, the engine refuses.
      return client.proposals.approve({ id, effectHash, ...said })
    case 'decline':
      return client.proposals.decline({ id, reason: reason ?? '' })
    case 'withdraw':
      return client.proposals.withdraw({ id, ...said })
    default:
      return assertNever(verb)
  }
}

/** Repeats what is decided on, and takes the reason. What the engine refuses stays here, with its sentence. */
export function DecideDialog({ verb, seen, onClose, onDecided }: Props) {
  const text = useText()
  const formats = useFormats()
  const { say } = useToast()
  const { run, busy, fault } = useCommand(decide)
  const send = async (reason: string | undefined): Promise<void> => {
    const outcome = await run({ verb, id: seen.id, effectHash: seen.effectHash, reason })
    onDecided()
    if (!outcome.ok) return
    say(text(`proposal.${verb}.done`, { id: seen.id }))
    onClose()
  }
  const effect = seen.now?.possible === true ? seen.now.effect : seen.effect
  return (
    <Dialog opened onClose={onClose} title={text(`proposal.${verb}.title`, { id: seen.id })} width={720}>
      <Stack gap={16}>
        <div>
          <Text fw={600}>{changeLine(seen.change, { text, formats }, seen)}</Text>
          <Text>{text(`proposal.${verb}.body`)}</Text>
        </div>
        <EffectTable effect={effect} />
        <DecideForm verb={verb} busy={busy} fault={fault} currency={seen.currency} onSend={send} onClose={onClose} />
      </Stack>
    </Dialog>
  )
}

type FormProps = Readonly<{
  verb: Verb
  busy: boolean
  fault: Fault | undefined
  currency: string | null
  onSend: (reason: string | undefined) => Promise<void>
  onClose: () => void
}>

function DecideForm({ verb, busy, fault, currency, onSend, onClose }: FormProps) {
  const text = useText()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const required = verb === 'decline'
  const missing = required && reason.trim() === ''
  const over = isOver(fault)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (!busy && !missing && !over) void onSend(reason.trim() || undefined)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={12}>
        <Textarea
          label={text(required ? 'proposal.why' : 'proposal.why.optional')}
          value={reason}
          onChange={(event) => setReason(oneLine(event.currentTarget.value))}
          error={tried && missing ? text('proposal.why.missing') : null}
          maxLength={500}
          autosize
          minRows={2}
          {...(required ? { 'data-autofocus': true } : {})}
        />
        <FaultLine fault={fault} {...(currency === null ? {} : { currency })} />
        {fault?.code === 'effect_moved' ? <EffectTable effect={fault.effect} /> : null}
        <Group gap={8}>
          <Button variant="default" onClick={onClose} {...(required ? {} : { 'data-autofocus': true })}>
            {text(over ? 'action.close' : 'action.cancel')}
          </Button>
          {over ? null : (
            <ActionButton type="submit" loading={busy} {...(verb === 'decline' ? { color: 'danger' } : {})}>
              {text(`proposal.${verb}.action`)}
            </ActionButton>
          )}
        </Group>
      </Stack>
    </form>
  )
}

/** Asking again would be refused again: what was on the screen is not what is there any more. */
const isOver = (fault: Fault | undefined): boolean =>
  fault?.code === 'effect_moved' || fault?.code === 'proposal_decided' || fault?.code === 'proposal_expired'
