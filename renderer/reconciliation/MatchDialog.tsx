import { Select, Text } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import { type ResidueAccount, residueAccounts } from '../../engine/contract/match-rules.ts'
import type { ReconciliationMatch } from '../../engine/contract/reconciliation.ts'
import { ProposeDialog } from '../approvals/ProposeDialog.tsx'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { ReasonField } from '../case/ReasonField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useMay } from '../session/session-context.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import type { Summed } from './use-picked.ts'

export type ToMatch = Readonly<{
  account: string
  currency: string
  lines: number[]
  postings: number[]
  sum: Pick<Summed, 'lineSum' | 'postingSum' | 'residue'>
  /** What the reason begins as: the rule that suggested it. */
  reason: string
}>

type Props = Readonly<{
  of: ToMatch
  onClose: () => void
  onMatched: (match: ReconciliationMatch) => void
  onProposed: () => void
}>

const make = (client: EngineClient, input: Inputs['reconciliation']['match']) => client.reconciliation.match(input)

/** Puts what is picked together. With something left over it becomes a proposal, and that is said before. */
export function MatchDialog({ of, onClose, onMatched, onProposed }: Props) {
  const text = useText()
  const [reason, setReason] = useState(of.reason)
  const [residueTo, setResidueTo] = useState<ResidueAccount | null>(null)
  const [proposing, setProposing] = useState(false)
  const { account, currency, lines, postings, sum } = of
  const title = text('match.make.title', { lines: lines.length, postings: postings.length })
  if (proposing && residueTo !== null) {
    return (
      <ProposeDialog
        title={title}
        change={{ kind: 'match_residue', account, currency, lines, postings, residueTo }}
        reason={reason}
        onClose={() => setProposing(false)}
        onProposed={onProposed}
      />
    )
  }
  const typed = { reason, onReason: setReason }
  return (
    <Dialog opened onClose={onClose} title={title} width={560}>
      {sum.residue === 0 ? (
        <Plain of={of} {...typed} onClose={onClose} onMatched={onMatched} />
      ) : (
        <WithResidue
          of={of}
          {...typed}
          residueTo={residueTo}
          onResidueTo={setResidueTo}
          onClose={onClose}
          onGoOn={() => setProposing(true)}
        />
      )}
    </Dialog>
  )
}

type Typed = Readonly<{ of: ToMatch; reason: string; onReason: (reason: string) => void; onClose: () => void }>

function Plain({ of, reason, onReason, onClose, onMatched }: Typed & Pick<Props, 'onMatched'>) {
  const text = useText()
  const { money } = useFormats()
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(make)
  const { account, currency, lines, postings, sum } = of
  const confirm = async (): Promise<void> => {
    setTried(true)
    if (busy || reason.trim() === '') return
    const outcome = await run({ account, currency, lines, postings, reason: reason.trim() })
    if (outcome.ok) onMatched(outcome.value)
  }
  return (
    <ConfirmForm action={text('match.make')} busy={busy} onConfirm={() => void confirm()} onClose={onClose}>
      <Text>{text('match.make.even', { amount: `${currency} ${money(sum.lineSum, currency)}` })}</Text>
      <ReasonField value={reason} onChange={onReason} quick={[]} tried={tried} />
      <FaultLine fault={fault} currency={currency} />
    </ConfirmForm>
  )
}

type ResidueProps = Typed &
  Readonly<{
    residueTo: ResidueAccount | null
    onResidueTo: (to: ResidueAccount | null) => void
    onGoOn: () => void
  }>

function WithResidue({ of, reason, onReason, onClose, residueTo, onResidueTo, onGoOn }: ResidueProps) {
  const text = useText()
  const { money } = useFormats()
  const [tried, setTried] = useState(false)
  const mayPropose = useMay('proposals.propose')
  const mayCorrect = useMay('ledger.correct')
  const { currency, sum } = of
  const goOn = (): void => {
    setTried(true)
    if (reason.trim() !== '' && residueTo !== null) onGoOn()
  }
  const shown = (minor: number): string => `${currency} ${money(minor, currency)}`
  return (
    <ConfirmForm
      action={text('match.make.propose')}
      reason={mayPropose && mayCorrect ? null : text('match.make.may_not_propose')}
      onConfirm={goOn}
      onClose={onClose}
    >
      <Text>
        {text('match.make.uneven', {
          lines: shown(sum.lineSum),
          postings: shown(sum.postingSum),
          residue: shown(Math.abs(sum.residue)),
          more: sum.residue > 0 ? 'bank' : 'books',
        })}
      </Text>
      <Select
        label={text('match.make.residue_to')}
        data={residueAccounts.map((value) => ({ value, label: text(`residue.to.${value}`) }))}
        value={residueTo}
        onChange={(value) => onResidueTo(residueAccounts.find((each) => each === value) ?? null)}
        error={tried && residueTo === null ? text('match.make.residue_to.missing') : null}
        allowDeselect={false}
        data-autofocus
      />
      <ReasonField value={reason} onChange={onReason} quick={[]} tried={tried} focused={false} />
      <Text c="dimmed">{text('match.make.second')}</Text>
    </ConfirmForm>
  )
}
