import { useState } from 'react'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import type { CaseDialogProps } from './CaseDialog.tsx'
import { ConfirmForm } from './ConfirmForm.tsx'
import { awake, ownDay, SnoozeChoices } from './SnoozeChoices.tsx'
import { morningOf, snoozeChoices } from './snooze-times.ts'
import { caseName } from './standing.ts'
import { useGoOn } from './use-go-on.ts'

/** Until when it is out of sight. It is due all the same, and comes back by itself. */
export function SnoozeDialog({ each, onClose }: CaseDialogProps) {
  const text = useText()
  const { zone } = useFormats()
  const [choices] = useState(() => snoozeChoices(Date.now(), zone))
  const [chosen, setChosen] = useState<string>('tomorrow')
  const [date, setDate] = useState('')
  const goOn = useGoOn(each, onClose)
  const typed = /^\d{4}-\d{2}-\d{2}$/.test(date) ? morningOf(date, zone) : null
  const known = choices.find(({ name }) => name === chosen)?.until ?? null
  const until = chosen === ownDay ? typed : known
  const unusable = chosen !== awake && until === null
  return (
    <Dialog opened onClose={onClose} title={text('case.snooze.title', { name: caseName(each.id) })}>
      <ConfirmForm
        action={text(chosen === awake ? 'case.confirm.wake' : 'case.confirm.snooze')}
        reason={unusable ? text('case.snooze.unusable') : null}
        onConfirm={() => {
          if (!unusable) goOn({ action: 'snooze', until: chosen === awake ? null : until })
        }}
        onClose={onClose}
      >
        <SnoozeChoices
          choices={choices}
          chosen={chosen}
          date={date}
          onChoose={(name, on) => {
            setChosen(name)
            setDate(on)
          }}
          wakes={each.snoozedUntil !== null}
        />
      </ConfirmForm>
    </Dialog>
  )
}
