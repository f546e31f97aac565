/** A day that somebody chose, as an instant: its noon in the workspace's zone, which no change of clocks moves to another day. */
import { formatInstant } from './format.ts'

export const todayIn = (zone: string): string => formatInstant(new Date().toISOString(), zone).slice(0, 10)

export function noonOf(day: string, zone: string): string {
  const guess = Date.parse(`${day}T12:00:00Z`)
  // What the zone's clocks show at noon of Greenwich, read as if it were Greenwich: the difference is the zone's own.
  const shown = Date.parse(`${formatInstant(new Date(guess).toISOString(), zone).replace(' ', 'T')}Z`)
  return new Date(guess - (shown - guess)).toISOString()
}
