import { useEffect, useState } from 'react'
import { textOfCode, useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { isDangerous, standingOf, verbLabel } from './actions.ts'
import type { CaseDialogProps } from './CaseDialog.tsx'
import { ConfirmForm } from './ConfirmForm.tsx'
import { type PlainVerb, plainDeed } from './deeds.ts'
import { EffectBody } from './EffectSection.tsx'
import { ReasonField } from './ReasonField.tsx'
import { quickReasons } from './reasons.ts'
import { withReason } from './resumed.ts'
import { caseName } from './standing.ts'
import { useEffectOf } from './use-effect-of.ts'
import { useGoOn } from './use-go-on.ts'

type Props = CaseDialogProps & Readonly<{ verb: PlainVerb }>

/** The effect first, then why. What is there as a reason is enough, so that a key and a confirmation decide a case. */
export function DeedDialog({ verb, kept, each, picked, onClose }: Props) {
  const text = useText()
  const quick = quickReasons(verb, each.code)
  const [draft] = useState(() => (kept === null ? plainDeed(verb, ' ', picked) : kept.deed))
  const [reason, setReason] = useState(
    () => keptReason(kept?.deed) ?? text(quick[0] ?? 'case.reason.checked_all_right'),
  )
  const [wanted, setWanted] = useState(false)
  const effect = useEffectOf(each.id, draft)
  const goOn = useGoOn(each, onClose)
  const { data, fault } = effect
  const missing = reason.trim() === ''
  const ready = data !== undefined && !missing

  // Confirmed before the effect was there: it counts once that is, and not where the engine would refuse it.
  const send = wanted && ready
  useEffect(() => {
    if (send) goOn(withReason(draft, reason.trim()))
  }, [send, goOn, draft, reason])

  const { needsApproval } = standingOf(verb, each.actions, text)
  const approval = (data?.needsApproval ?? needsApproval) ? 'yes' : 'no'
  const rows = data?.rows ?? each.left
  return (
    <Dialog
      opened
      onClose={onClose}
      title={text('case.dialog', {
        verb: text(verbLabel(verb)),
        name: caseName(each.id),
        code: textOfCode(text, 'rule', each.code),
      })}
      width={640}
    >
      <ConfirmForm
        action={text(`case.confirm.${verb}`, { rows, approval })}
        reason={fault !== undefined && data === undefined ? text('case.effect.not_possible') : null}
        busy={wanted && !missing}
        danger={isDangerous(verb)}
        onConfirm={() => setWanted(true)}
        onClose={onClose}
      >
        <EffectBody deed={draft} effect={effect} />
        <ReasonField
          value={reason}
          onChange={(typed) => {
            setReason(typed)
            setWanted(false)
          }}
          quick={quick}
          tried={wanted}
        />
      </ConfirmForm>
    </Dialog>
  )
}

const keptReason = (deed: Parameters<typeof withReason>[0] | undefined): string | null =>
  deed !== undefined && 'reason' in deed ? deed.reason : null
