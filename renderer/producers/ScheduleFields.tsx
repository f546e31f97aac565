import { Checkbox, Group, Radio, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { type Weekday, weekdays } from '../../engine/contract/schedules.ts'
import { useText } from '../messages/use-text.ts'
import { hintBelow } from '../operations/fields.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import type { Problems } from './draft.ts'
import classes from './producers.module.css'
import { scheduleSentence, weekdayName } from './schedule-words.ts'
import { readSchedule, scheduleKinds, type TypedSchedule } from './typed-schedule.ts'

type Props = Readonly<{ typed: TypedSchedule; onChange: (typed: TypedSchedule) => void; problems: Problems }>

export function ScheduleFields({ typed, onChange, problems }: Props) {
  const text = useText()
  const formats = useFormats()
  const read = readSchedule(typed)
  return (
    <Stack gap={12}>
      <Radio.Group label={text('producer.schedule.kind')} value={typed.kind}>
        <Group gap={16} mt={4}>
          {scheduleKinds.map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={text(`producer.schedule.kind.${kind}`)}
              onChange={() => onChange({ ...typed, kind })}
            />
          ))}
        </Group>
      </Radio.Group>
      {typed.kind === 'none' ? null : <TimeFields typed={typed} onChange={onChange} problems={problems} />}
      {typed.kind === 'none' ? null : <DayFields typed={typed} onChange={onChange} problems={problems} />}
      <Text c="dimmed">
        {read.ok && read.schedule !== null
          ? scheduleSentence(read.schedule, { text, formats })
          : text(typed.kind === 'none' ? 'producer.schedule.none' : 'producer.schedule.unread')}
      </Text>
    </Stack>
  )
}

function useField({ typed, onChange, problems }: Props) {
  const text = useText()
  return (field: 'minutes' | 'from' | 'to' | 'graceMinutes' | 'leadMinutes') => {
    const problem = problems[field]
    return {
      label: text(`producer.schedule.${field}`),
      value: typed[field],
      onChange: (event: { currentTarget: { value: string } }) =>
        onChange({ ...typed, [field]: event.currentTarget.value }),
      error: problem ? text(problem) : null,
    }
  }
}

function TimeFields(props: Props) {
  const text = useText()
  const { typed, onChange, problems } = props
  const field = useField(props)
  if (typed.kind === 'daily')
    return (
      <TagsInput
        label={text('producer.schedule.times')}
        description={text('producer.schedule.times.hint')}
        value={[...typed.times]}
        onChange={(times) => onChange({ ...typed, times })}
        acceptValueOnBlur
        error={problems.times ? text(problems.times) : null}
      />
    )
  return (
    <div className={classes.triple}>
      <TextInput {...field('minutes')} inputMode="numeric" autoComplete="off" />
      <TextInput {...field('from')} type="time" />
      <TextInput
        {...field('to')}
        type="time"
        description={text('producer.schedule.to.hint')}
        inputWrapperOrder={hintBelow}
      />
    </div>
  )
}

function DayFields(props: Props) {
  const text = useText()
  const { locale } = useFormats()
  const { typed, onChange, problems } = props
  const field = useField(props)
  return (
    <>
      <Checkbox.Group
        label={text('producer.schedule.weekdays')}
        value={[...typed.weekdays]}
        onChange={(chosen) => onChange({ ...typed, weekdays: weekdays.filter((day) => chosen.includes(day)) })}
        error={problems.weekdays ? text(problems.weekdays) : null}
      >
        <Group gap={12} mt={4}>
          {weekdays.map((day: Weekday) => (
            <Checkbox key={day} value={day} label={weekdayName(day, locale)} />
          ))}
        </Group>
      </Checkbox.Group>
      <div className={classes.pair}>
        <TextInput
          {...field('graceMinutes')}
          description={text('producer.schedule.graceMinutes.hint')}
          inputWrapperOrder={hintBelow}
          inputMode="numeric"
          autoComplete="off"
        />
        <TextInput
          {...field('leadMinutes')}
          description={text('producer.schedule.leadMinutes.hint')}
          inputWrapperOrder={hintBelow}
          inputMode="numeric"
          autoComplete="off"
        />
      </div>
    </>
  )
}
