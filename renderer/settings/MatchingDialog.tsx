import { useState } from 'react'
import { ProposedChange } from '../../engine/contract/proposals.ts'
import { type SettingValue, settingValues } from '../../engine/contract/settings.ts'
import { ProposeDialog } from '../approvals/ProposeDialog.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useMay } from '../session/session-context.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { BacktestDialog } from './BacktestDialog.tsx'
import { MatchingForm } from './MatchingForm.tsx'
import { typedMatching } from './matching-drafts.ts'

type Matching = SettingValue<'matching'>
type Step = Readonly<{ at: 'form' }> | Readonly<{ at: 'try' | 'propose'; value: Matching }>

type Props = Readonly<{ value: unknown; onClose: () => void }>

/** The rules as a form; then, for whoever wants to see it first, what they would have matched; then the proposal. */
export function MatchingDialog({ value, onClose }: Props) {
  const text = useText()
  const { digits: digitsOf, currency } = useFormats()
  const digits = digitsOf(currency)
  const mayTry = useMay('reconciliation.read')
  const [typed, setTyped] = useState(() => typedMatching(settingValues.matching.parse(value), digits))
  const [step, setStep] = useState<Step>({ at: 'form' })
  const title = text('rules.change.title', { name: text('setting.matching') })
  const toForm = (): void => setStep({ at: 'form' })
  const toPropose = (draft: Matching): void => setStep({ at: 'propose', value: draft })

  if (step.at === 'try')
    return <BacktestDialog draft={step.value} onBack={toForm} onPropose={() => toPropose(step.value)} />
  if (step.at === 'propose') {
    const change = ProposedChange.parse({ kind: 'setting', name: 'matching', value: step.value })
    return <ProposeDialog title={title} change={change} onClose={toForm} onProposed={onClose} />
  }
  return (
    <Dialog opened onClose={onClose} title={title} width={900}>
      <MatchingForm
        typed={typed}
        onTyped={setTyped}
        digits={digits}
        onValue={toPropose}
        onTry={mayTry ? (draft) => setStep({ at: 'try', value: draft }) : null}
      />
    </Dialog>
  )
}
