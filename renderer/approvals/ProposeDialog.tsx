import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useMemo, useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { Proposal, ProposedChange } from '../../engine/contract/proposals.ts'
import { useCommand } from '../engine/use-command.ts'
import { type Question, type Reading, useRead } from '../engine/use-read.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { AsOf } from '../notice/AsOf.tsx'
import { Dialog } from '../notice/Dialog.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { changeLine } from './change-words.ts'
import { EffectTable } from './EffectTable.tsx'
import { oneLine } from './one-line.ts'
import { useProposedNotice } from './use-proposed-notice.tsx'

type Props = Readonly<{
  title: string
  change: ProposedChange
  /** What was given as the reason where the change was typed. */
  reason?: string | undefined
  /** Who decides on it, where it is not simply a second person. */
  note?: string | undefined
  /** Back to where the change was typed; nothing is proposed. */
  onClose: () => void
  onProposed: (proposal: Proposal) => void
}>

type Simulated = Readonly<{ effect: Proposal['effect']; effectHash: string }>

const propose = (client: EngineClient, input: Inputs['proposals']['propose']) => client.proposals.propose(input)

/** The last step of everything that a second person has to agree to: what it would do, why, and off it goes. */
export function ProposeDialog({ title, change, reason, note, onClose, onProposed }: Props) {
  const simulated = useSimulation(change)
  const sayProposed = useProposedNotice()
  return (
    <Dialog opened onClose={onClose} title={title} width={720}>
      <Stack gap={16}>
        <What change={change} simulated={simulated} />
        <ReasonForm
          change={change}
          simulated={simulated}
          given={reason}
          note={note}
          onBack={onClose}
          onProposed={(proposal) => {
            sayProposed(proposal)
            onProposed(proposal)
          }}
        />
      </Stack>
    </Dialog>
  )
}

/** Asked once per content: whoever opens the dialog may make the change anew at each of their renders. */
function useSimulation(change: ProposedChange): Reading<Simulated> {
  const content = JSON.stringify(change)
  const question = useMemo<Question<Simulated>>(() => {
    const asked: ProposedChange = JSON.parse(content)
    return (client) => client.proposals.simulate({ change: asked })
  }, [content])
  return useRead(question)
}

function What({ change, simulated }: Readonly<{ change: ProposedChange; simulated: Reading<Simulated> }>) {
  const text = useText()
  const formats = useFormats()
  const { data, fault, readAt, again } = simulated
  return (
    <>
      <Text fw={600}>{changeLine(change, { text, formats })}</Text>
      {data ? <EffectTable effect={data.effect} /> : null}
      {data && readAt ? (
        <Text c="dimmed" fz={12}>
          <AsOf at={readAt} />
        </Text>
      ) : null}
      {fault && !data ? (
        <FaultNotice
          fault={fault}
          what={text('propose.not_possible')}
          onRetry={again}
          {...('currency' in change && change.currency ? { currency: change.currency } : {})}
        />
      ) : null}
      {data || fault ? null : <Waiting lines={4} />}
    </>
  )
}

type FormProps = Readonly<{
  change: ProposedChange
  simulated: Reading<Simulated>
  given: string | undefined
  note: string | undefined
  onBack: () => void
  onProposed: (proposal: Proposal) => void
}>

function ReasonForm({ change, simulated, given, note, onBack, onProposed }: FormProps) {
  const text = useText()
  const [key] = useState(() => crypto.randomUUID())
  const [reason, setReason] = useState(given ?? '')
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(propose)
  const missing = reason.trim() === ''
  const impossible = simulated.data === undefined

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (busy || missing || impossible) return
    const outcome = await run({ change, reason: reason.trim(), key })
    if (outcome.ok) onProposed(outcome.value)
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap={12}>
        <Textarea
          label={text('propose.reason')}
          description={text('propose.reason.hint')}
          value={reason}
          onChange={(event) => setReason(oneLine(event.currentTarget.value))}
          error={tried && missing ? text('propose.reason.missing') : null}
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
        />
        <Text c="dimmed">{note ?? text('propose.hint')}</Text>
        <FaultLine fault={fault} />
        <Group>
          <ActionButton
            type="submit"
            loading={busy}
            reason={impossible ? text(simulated.fault ? 'propose.not_possible' : 'propose.looking') : null}
          >
            {text('propose.action')}
          </ActionButton>
          <Button variant="default" onClick={onBack}>
            {text('action.back')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
