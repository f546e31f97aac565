/** When a report runs, how its last run ended, and why there is no file, in words. Pure. */
import type { Report, ReportRun, ReportSchedule } from '../../engine/contract/reports.ts'
import { assertNever } from '../assert-never.ts'
import { standingWords, toneOfExport } from '../exports/export-words.ts'
import type { MessageId } from '../messages/messages.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'

export function scheduleWords(schedule: ReportSchedule | null, text: Text): string {
  if (schedule === null) return text('report.schedule.none')
  switch (schedule.every) {
    case 'day':
      return text('report.schedule.day.at', { at: schedule.at })
    case 'week':
      return text('report.schedule.week.at', { at: schedule.at, day: text(weekdayId(schedule.on)) })
    case 'month':
      return text('report.schedule.month.at', { at: schedule.at, day: schedule.on })
    default:
      return assertNever(schedule)
  }
}

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

export const weekdayId = (on: number): MessageId => `report.weekday.${weekdays.find((each) => each === on) ?? 1}`

export type Standing = Readonly<{ tone: Tone; words: string }>

/** Of a run: how its file stands, or why there is none. */
export function runStanding({ file, problem }: Pick<ReportRun, 'file' | 'problem'>, text: Text): Standing {
  if (problem !== null) return { tone: 'high', words: text(`report.refused.${problem}`) }
  if (file === null) return { tone: 'low', words: text('report.never') }
  return { tone: toneOfExport(file), words: standingWords(file, text) }
}

export function reportStanding({ lastRun }: Pick<Report, 'lastRun'>, text: Text): Standing {
  return lastRun === null ? { tone: 'low', words: text('report.never') } : runStanding(lastRun, text)
}
