import { Radio, Stack, TextInput } from '@mantine/core'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import type { snoozeChoices } from './snooze-times.ts'

/** Beside the times that are offered: a day of one's own, and to be awake again. */
export const ownDay = 'day'
export const awake = 'awake'

type Props = Readonly<{
  choices: ReturnType<typeof snoozeChoices>
  chosen: string
  /** The day of one's own, as typed. */
  date: string
  onChoose: (chosen: string, date: string) => void
  /** Whether there is something to wake. */
  wakes: boolean
  /** What is wrong with what was chosen, once somebody has tried to go on with it. */
  problem?: string | null
}>

/** Until when, on the clocks of the workspace. */
export function SnoozeChoices({ choices, chosen, date, onChoose, wakes, problem = null }: Props) {
  const text = useText()
  const { instant } = useFormats()
  // Earlier than tomorrow there is no morning left.
  const first = choices.find(({ name }) => name === 'tomorrow')?.until
  return (
    <Radio.Group
      value={chosen}
      onChange={(name) => onChoose(name, date)}
      label={text('case.snooze.until')}
      description={text('case.snooze.hint')}
      error={problem}
    >
      <Stack gap={8} pt={8}>
        {choices.map(({ name, until }) => (
          <Radio
            key={name}
            value={name}
            label={text(`case.snooze.${name}`, { at: instant(until) })}
            {...(name === chosen ? { 'data-autofocus': true } : {})}
          />
        ))}
        <Radio value={ownDay} label={text('case.snooze.day')} />
        {chosen === ownDay ? (
          <TextInput
            type="date"
            aria-label={text('case.snooze.day')}
            value={date}
            min={first === undefined ? '' : instant(first).slice(0, 10)}
            onChange={(event) => onChoose(ownDay, event.currentTarget.value)}
            w={180}
          />
        ) : null}
        {wakes ? <Radio value={awake} label={text('case.snooze.awake')} /> : null}
      </Stack>
    </Radio.Group>
  )
}
