/** A schedule as it is typed, read back against the contract's own rules. Pure. */
import { LocalTime, Schedule, type Weekday, weekdays } from '../../engine/contract/schedules.ts'
import type { MessageId } from '../messages/messages.ts'

export const scheduleKinds = ['none', 'daily', 'every'] as const
export type ScheduleKind = (typeof scheduleKinds)[number]

export type TypedSchedule = Readonly<{
  kind: ScheduleKind
  times: readonly string[]
  minutes: string
  from: string
  to: string
  weekdays: readonly Weekday[]
  graceMinutes: string
  leadMinutes: string
}>

export type ScheduleProblems = Readonly<Partial<Record<keyof TypedSchedule, MessageId>>>
export type ReadSchedule =
  | Readonly<{ ok: true; schedule: Schedule | null }>
  | Readonly<{ ok: false; problems: ScheduleProblems }>

const empty: TypedSchedule = {
  kind: 'none',
  times: ['18:00'],
  minutes: '60',
  from: '00:00',
  to: '00:00',
  weekdays,
  graceMinutes: '60',
  leadMinutes: '120',
}

export function typedSchedule(schedule: Schedule | null): TypedSchedule {
  if (schedule === null) return empty
  const { kind, graceMinutes, leadMinutes } = schedule
  const common = {
    kind,
    weekdays: schedule.weekdays,
    graceMinutes: String(graceMinutes),
    leadMinutes: String(leadMinutes),
  }
  if (schedule.kind === 'daily') return { ...empty, ...common, times: schedule.times }
  return { ...empty, ...common, minutes: String(schedule.minutes), from: schedule.from, to: schedule.to }
}

export function readSchedule(typed: TypedSchedule): ReadSchedule {
  const { kind } = typed
  if (kind === 'none') return { ok: true, schedule: null }
  const problems = { ...commonProblems(typed), ...(kind === 'daily' ? dailyProblems(typed) : everyProblems(typed)) }
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const common = {
    weekdays: weekdays.filter((day) => typed.weekdays.includes(day)),
    graceMinutes: whole(typed.graceMinutes),
    leadMinutes: whole(typed.leadMinutes),
  }
  const own =
    kind === 'daily'
      ? { times: [...new Set(typed.times)].toSorted() }
      : { minutes: whole(typed.minutes), from: typed.from, to: typed.to }
  return { ok: true, schedule: Schedule.parse({ kind, ...own, ...common }) }
}

const whole = (typed: string): number => (/^\d{1,5}$/.test(typed.trim()) ? Number(typed.trim()) : Number.NaN)
const within = (typed: string, min: number, max: number): boolean => whole(typed) >= min && whole(typed) <= max
const dayMinutes = 1_440

const commonProblems = ({ weekdays: days, graceMinutes, leadMinutes }: TypedSchedule): ScheduleProblems => ({
  ...(days.length > 0 ? {} : { weekdays: 'producer.schedule.weekdays.missing' }),
  ...(within(graceMinutes, 0, dayMinutes) ? {} : { graceMinutes: 'producer.schedule.minutes.wrong' }),
  ...(within(leadMinutes, 0, dayMinutes) ? {} : { leadMinutes: 'producer.schedule.minutes.wrong' }),
})

const dailyProblems = ({ times }: TypedSchedule): ScheduleProblems => {
  if (times.length === 0) return { times: 'producer.schedule.times.missing' }
  const fine = times.length <= 24 && times.every((time) => LocalTime.safeParse(time).success)
  return fine ? {} : { times: 'producer.schedule.time.wrong' }
}

const everyProblems = ({ minutes, from, to }: TypedSchedule): ScheduleProblems => ({
  ...(within(minutes, 5, dayMinutes) ? {} : { minutes: 'producer.schedule.every.wrong' }),
  ...(LocalTime.safeParse(from).success ? {} : { from: 'producer.schedule.time.wrong' }),
  ...(LocalTime.safeParse(to).success ? {} : { to: 'producer.schedule.time.wrong' }),
})
