import { Group, NumberInput, Select, TextInput } from '@mantine/core'
import type { ReportSchedule } from '../../engine/contract/reports.ts'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { weekdayId, weekdays } from './report-words.ts'

export const everies = ['never', 'day', 'week', 'month'] as const

/** As it is typed: what is behind another choice stays, in case somebody comes back to it. */
export type TypedSchedule = Readonly<{ every: (typeof everies)[number]; weekday: number; monthday: number; at: string }>

export const usualSchedule: TypedSchedule = { every: 'never', weekday: 1, monthday: 1, at: '07:00' }

export function typedOf(schedule: ReportSchedule | null): TypedSchedule {
  if (schedule === null) return usualSchedule
  const { every, at } = schedule
  const typed = { ...usualSchedule, every, at }
  if (schedule.every === 'week') return { ...typed, weekday: schedule.on }
  return schedule.every === 'month' ? { ...typed, monthday: schedule.on } : typed
}

export function scheduleOf({ every, weekday, monthday, at }: TypedSchedule): ReportSchedule | null {
  if (every === 'never') return null
  if (every === 'day') return { every, at }
  return { every, on: every === 'week' ? weekday : monthday, at }
}

export const isTime = (at: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(at)

type Props = Readonly<{ typed: TypedSchedule; onType: (typed: TypedSchedule) => void; tried: boolean }>

export function ScheduleFields({ typed, onType, tried }: Props) {
  const text = useText()
  const { zone } = useFormats()
  const { every, weekday, monthday, at } = typed
  return (
    <Group gap={8} align="flex-start">
      <Select
        label={text('report.schedule')}
        data={everies.map((value) => ({ value, label: text(`report.every.${value}`) }))}
        value={every}
        onChange={(value) => onType({ ...typed, every: everies.find((each) => each === value) ?? every })}
        allowDeselect={false}
        w={160}
      />
      {every === 'week' ? (
        <Select
          label={text('report.on.week')}
          data={weekdays.map((value) => ({ value: String(value), label: text(weekdayId(value)) }))}
          value={String(weekday)}
          onChange={(value) => onType({ ...typed, weekday: Number(value ?? weekday) })}
          allowDeselect={false}
          w={144}
        />
      ) : null}
      {every === 'month' ? (
        <NumberInput
          label={text('report.on.month')}
          description={text('report.on.month.hint')}
          value={monthday}
          min={1}
          max={31}
          onChange={(value) => onType({ ...typed, monthday: Math.min(31, Math.max(1, Number(value) || 1)) })}
          w={144}
        />
      ) : null}
      {every === 'never' ? null : (
        <TextInput
          type="time"
          label={text('report.at')}
          description={zone}
          value={at}
          onChange={(event) => onType({ ...typed, at: event.currentTarget.value })}
          error={tried && !isTime(at) ? text('report.at.missing') : null}
          w={144}
        />
      )}
    </Group>
  )
}
