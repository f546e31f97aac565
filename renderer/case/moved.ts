/** What somebody else did about a case a moment before: who, what, and how long ago. Pure. */
import type { Fault } from '../engine/fault.ts'
import { isMessageId } from '../messages/messages.ts'
import type { Text } from '../messages/use-text.ts'

type Moved = Extract<Fault, { code: 'case_moved' }>

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** `now` is when the answer came: the words stay what they were when they were said. */
export function movedWords({ kind, by, at }: Moved, now: number, text: Text): string {
  const id = `case.moved.${kind}`
  const values = { by: by === 'engine' ? 'engine' : by, ago: agoWords(now - Date.parse(at), text) }
  return isMessageId(id) ? text(id, values) : text('case.moved.other', values)
}

export function agoWords(ms: number, text: Text): string {
  if (ms >= hourMs) return text('case.ago.hours', { count: Math.floor(ms / hourMs) })
  if (ms >= minuteMs) return text('case.ago.minutes', { count: Math.floor(ms / minuteMs) })
  return text('case.ago.seconds', { count: Math.max(1, Math.floor(ms / 1_000)) })
}
