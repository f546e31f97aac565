/** The day or the month that somebody wants a pack of, as the days that it begins and ends with. Pure. */
import type { TypedPeriod } from '../periods/period-name.ts'

export function daysOf({ kind, day, month }: TypedPeriod): Readonly<{ from: string; to: string }> {
  if (kind === 'day') return { from: day, to: day }
  const [year, number] = month.split('-').map(Number)
  return { from: `${month}-01`, to: new Date(Date.UTC(year ?? 0, number ?? 1, 0)).toISOString().slice(0, 10) }
}
