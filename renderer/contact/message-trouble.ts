/** What is wrong with a message, in words that say what to do; and what can still be done about it. Pure. */
import type { Message } from '../../engine/contract/messages.ts'
import type { Text } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'

type Troubled = Pick<Message, 'state' | 'to' | 'attempts' | 'nextAttemptAt' | 'lastError' | 'lastReply'>
type Words = Readonly<{ text: Text; formats: Pick<Formats, 'instant'> }>

export type Trouble = Readonly<{
  /** What happened, and what to do about it. */
  why: string
  /** How often it was tried, and whether it is tried again. */
  tries: string | null
  /** The mail server's own words. */
  said: string | null
}>

/** Null where nothing is wrong, or nothing is wrong any more. */
export function troubleOf(message: Troubled, { text, formats }: Words): Trouble | null {
  const { state, to, attempts, nextAttemptAt, lastError, lastReply } = message
  if (lastError === null || (state !== 'failed' && state !== 'waiting')) return null
  // Nobody tries again what may have arrived, so how often it was tried says nothing.
  const counted = lastError !== 'uncertain'
  return {
    why: text(`contact.trouble.${lastError}`, { to }),
    tries: counted
      ? text('contact.tries', {
          attempts,
          again: nextAttemptAt === null ? 'no' : 'yes',
          at: nextAttemptAt === null ? '' : formats.instant(nextAttemptAt),
        })
      : null,
    said: lastReply === null ? null : text('contact.server_said', { reply: lastReply }),
  }
}

export type Remedy = 'take_back' | 'withdraw' | 'send_again' | 'answer'

/** What may be offered about a message as it stands; the engine decides. */
export function remediesFor({ state, question }: Pick<Message, 'state' | 'question'>): readonly Remedy[] {
  const isOpen = question?.state === 'open'
  return [
    ...(state === 'failed' && (question === null || isOpen) ? (['send_again'] as const) : []),
    ...(isOpen && state !== 'waiting' ? (['answer', 'withdraw'] as const) : []),
    ...(state === 'waiting' ? (['take_back'] as const) : []),
  ]
}

/** Whether it may change by itself while somebody looks at it. */
export const isMoving = ({ state, question }: Pick<Message, 'state' | 'question'>): boolean =>
  state === 'waiting' || state === 'sending' || question?.state === 'open'

/** Whole seconds until it goes out, by the engine's own clock: that of this machine may be another. */
export function secondsToUndo({ createdAt, nextAttemptAt }: Pick<Message, 'createdAt' | 'nextAttemptAt'>): number {
  if (nextAttemptAt === null) return 0
  return Math.max(0, Math.round((Date.parse(nextAttemptAt) - Date.parse(createdAt)) / 1_000))
}
