import { Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { morningOf, snoozeChoices } from '../../case/snooze-times.ts'
import { useText } from '../../messages/use-text.ts'
import { useFormats } from '../../workspace/workspace-context.ts'
import type { Draft } from './deed-draft.ts'

const day = 'day'
const awake = 'awake'

type Props = Readonly<{ until: Draft['until']; onChange: (until: Draft['until']) => void }>

/** The same times as for one case: until when, on the clocks of the workspace. Undefined while none can be used. */
export function SnoozeFields({ until, onChange }: Props) {
  const text = useText()
  const { zone, instant } = useFormats()
  const [choices] = useState(() => snoozeChoices(Date.now(), zone))
  const [chosen, setChosen] = useState<string>(() => choices.find((each) => each.until === until)?.name ?? day)
  const [date, setDate] = useState('')
  const first = choices.find(({ name }) => name === 'tomorrow')?.until
  const choose = (name: string, on: string): void => {
    setChosen(name)
    setDate(on)
    const typed = /^\d{4}-\d{2}-\d{2}$/.test(on) ? morningOf(on, zone) : undefined
    const known = choices.find((each) => each.name === name)?.until
    onChange(name === awake ? null : name === day ? typed : known)
  }
  return (
    <Radio.Group
      value={chosen}
      onChange={(name) => choose(name, date)}
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
            onChange={(event) => choose(day, event.currentTarget.value)}
            w={180}
          />
        ) : null}
        <Radio value={awake} label={text('case.snooze.awake')} />
      </Stack>
    </Radio.Group>
  )
}
