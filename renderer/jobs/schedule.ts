/** A cron pattern in words. Patterns nobody would write for us are shown as they are. */
import type { Text } from '../messages/use-text.ts'

export function scheduleWords(pattern: string, text: Text): string {
  const [minute = '', hour = '', day, month, weekday] = pattern.trim().split(/\s+/)
  if (day !== '*' || month !== '*') return pattern
  const every = minute === '*' ? '1' : /^\*\/(\d+)$/.exec(minute)?.[1]
  if (every !== undefined && hour === '*' && weekday === '*')
    return text('job.every_minutes', { minutes: Number(every) })
  if (!/^\d+$/.test(minute)) return pattern
  const past = minute.padStart(2, '0')
  if (hour === '*' && weekday === '*') return text('job.hourly', { minute: past })
  if (!/^\d+$/.test(hour)) return pattern
  const time = `${hour.padStart(2, '0')}:${past}`
  if (weekday === '*') return text('job.daily', { time })
  return /^[0-6]$/.test(weekday ?? '') ? text('job.weekly', { time, weekday: weekday ?? '' }) : pattern
}
