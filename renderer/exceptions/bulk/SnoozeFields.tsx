import { useState } from 'react'
import { awake, ownDay, SnoozeChoices } from '../../case/SnoozeChoices.tsx'
import { morningOf, snoozeChoices } from '../../case/snooze-times.ts'
import { useText } from '../../messages/use-text.ts'
import { useFormats } from '../../workspace/workspace-context.ts'
import type { Draft } from './deed-draft.ts'

type Props = Readonly<{
  until: Draft['until']
  onChange: (until: Draft['until']) => void
  /** It was confirmed once already: a day that is missing is said. */
  tried: boolean
}>

/** The same times as for one case: until when, on the clocks of the workspace. Undefined while none can be used. */
export function SnoozeFields({ until, onChange, tried }: Props) {
  const text = useText()
  const { zone } = useFormats()
  const [choices] = useState(() => snoozeChoices(Date.now(), zone))
  const [chosen, setChosen] = useState<string>(() => choices.find((each) => each.until === until)?.name ?? ownDay)
  const [date, setDate] = useState('')
  const choose = (name: string, on: string): void => {
    setChosen(name)
    setDate(on)
    const typed = /^\d{4}-\d{2}-\d{2}$/.test(on) ? morningOf(on, zone) : undefined
    const known = choices.find((each) => each.name === name)?.until
    onChange(name === awake ? null : name === ownDay ? typed : known)
  }
  const problem = tried && until === undefined ? text('case.snooze.unusable') : null
  return <SnoozeChoices choices={choices} chosen={chosen} date={date} onChoose={choose} wakes problem={problem} />
}
