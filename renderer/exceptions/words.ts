/** Cases in words, for a cell: how long until it is due or since it came, how much of it is left, and who is at it. Pure. */
import type { Exception } from '../../engine/contract/exceptions.ts'
import type { Text } from '../messages/use-text.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

type Span = Readonly<{ count: number; unit: 'minutes' | 'hours' | 'days' }>

/** The largest unit of which there is at least one; rounded down, so that nothing is called older than it is. */
export function spanOf(ms: number): Span {
  const span = Math.abs(ms)
  if (span < hourMs) return { count: Math.floor(span / minuteMs), unit: 'minutes' }
  return span < 2 * dayMs
    ? { count: Math.floor(span / hourMs), unit: 'hours' }
    : { count: Math.floor(span / dayMs), unit: 'days' }
}

/** "in 3 h", "2 d late"; nothing once it is over. */
export function dueWords({ dueAt, status }: Pick<Exception, 'dueAt' | 'status'>, now: number, text: Text): string {
  if (status === 'resolved') return ''
  const left = Date.parse(dueAt) - now
  return text(left < 0 ? 'queue.late' : 'queue.due_in', spanOf(left))
}

export const isLate = ({ dueAt, status }: Pick<Exception, 'dueAt' | 'status'>, now: number): boolean =>
  status !== 'resolved' && Date.parse(dueAt) < now

export const ageWords = (at: string, now: number, text: Text): string =>
  text('queue.age', spanOf(Math.max(now - Date.parse(at), 0)))

/** "40", or "12 of 40" once some of them are decided; of a whole batch none is decided by itself. */
export const rowsWords = ({ rows, left }: Pick<Exception, 'rows' | 'left'>, text: Text): string =>
  left === 0 || left === rows ? text('queue.rows', { rows }) : text('queue.rows_left', { left, rows })

/** "MW", from "Mei Wong"; one letter of a single name; the first character where names have no spaces. */
export function initials(displayName: string): string {
  const words = displayName.trim().split(/\s+/)
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : '']
  return `${[...first][0] ?? ''}${[...last][0] ?? ''}`.toUpperCase()
}
