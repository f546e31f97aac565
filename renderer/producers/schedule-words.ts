/** A schedule as a sentence: when a file is expected, on the clocks of which zone, and how late it may be. */
import { type Schedule, type Weekday, weekdays } from '../../engine/contract/schedules.ts'
import { assertNever } from '../assert-never.ts'
import type { Text } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'

export type ScheduleWords = Readonly<{ text: Text; formats: Pick<Formats, 'locale' | 'zone'> }>

export function scheduleSentence(schedule: Schedule, { text, formats }: ScheduleWords): string {
  const days = daysWords(schedule.weekdays, { text, locale: formats.locale })
  const rest = { days, zone: formats.zone, grace: schedule.graceMinutes }
  switch (schedule.kind) {
    case 'daily':
      return text('producer.schedule.daily', { ...rest, times: schedule.times.toSorted().join(', ') })
    case 'every': {
      const { minutes, from, to } = schedule
      if (from === to) return text('producer.schedule.every', { ...rest, minutes, from })
      return text('producer.schedule.window', { ...rest, minutes, from, to })
    }
    default:
      return assertNever(schedule)
  }
}

function daysWords(chosen: readonly Weekday[], { text, locale }: Readonly<{ text: Text; locale: string }>): string {
  const shown = weekdays.filter((day) => chosen.includes(day))
  if (shown.length === weekdays.length) return text('producer.schedule.every_day')
  const [first, last] = [shown[0], shown.at(-1)]
  const inARow =
    first !== undefined && last !== undefined && weekdays.indexOf(last) - weekdays.indexOf(first) === shown.length - 1
  if (inARow && shown.length > 2) return `${weekdayName(first, locale)}–${weekdayName(last, locale)}`
  return shown.map((day) => weekdayName(day, locale)).join(', ')
}

/** 1 January 2024 was a Monday. */
export const weekdayName = (day: Weekday, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, 1 + weekdays.indexOf(day)),
  )
