import { Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import type { CaseDialogProps } from './CaseDialog.tsx'
import { ConfirmForm } from './ConfirmForm.tsx'
import { morningOf, snoozeChoices } from './snooze-times.ts'
import { caseName } from './standing.ts'
import { useGoOn } from './use-go-on.ts'

const day = 'day'
const awake = 'awake'

/** Until when it is out of sight. It is due all the same, and comes back by itself. */
export function SnoozeDialog({ each, onClose }: CaseDialogProps) {
  const text = useText()
  const { zone, instant } = useFormats()
  const [choices] = useState(() => snoozeChoices(Date.now(), zone))
  const [chosen, setChosen] = useState<string>('tomorrow')
  const [date, setDate] = useState('')
  const goOn = useGoOn(each, onClose)
  const typed = /^\d{4}-\d{2}-\d{2}$/.test(date) ? morningOf(date, zone) : null
  const known = choices.find(({ name }) => name === chosen)?.until ?? null
  const until = chosen === day ? typed : known
  const unusable = chosen !== awake && until === null
  // Earlier than tomorrow there is no morning left.
  const first = choices.find(({ name }) => name === 'tomorrow')?.until
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
        <Radio.Group
          value={chosen}
          onChange={setChosen}
          label={text('case.snooze.until')}
          description={text('case.snooze.hint')}
        >
          <Stack gap={8} pt={8}>
            {choices.map(({ name, until: at }) => (
              <Radio
                key={name}
                value={name}
                label={text(`case.snooze.${name}`, { at: instant(at) })}
                {...(name === chosen ? { 'data-autofocus': true } : {})}
              />
            ))}
            <Radio value={day} label={text('case.snooze.day')} />
            {chosen === day ? (
              <TextInput
                type="date"
                aria-label={text('case.snooze.day')}
                value={date}
                min={first === undefined ? '' : instant(first).slice(0, 10)}
                onChange={(event) => setDate(event.currentTarget.value)}
                w={180}
              />
            ) : null}
            {each.snoozedUntil === null ? null : <Radio value={awake} label={text('case.snooze.awake')} />}
          </Stack>
        </Radio.Group>
      </ConfirmForm>
    </Dialog>
  )
}
