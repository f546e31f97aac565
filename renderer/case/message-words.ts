/** How a message and what was asked with it stand. Pure. */
import type { Message, Question } from '../../engine/contract/messages.ts'
import { assertNever } from '../assert-never.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'

export function toneOfMessage({ state }: Pick<Message, 'state'>): Tone {
  switch (state) {
    case 'waiting':
    case 'sending':
    case 'handed_over':
      return 'medium'
    case 'sent':
    case 'recorded':
      return 'ok'
    case 'failed':
      return 'critical'
    case 'cancelled':
      return 'low'
    default:
      return assertNever(state)
  }
}

/** What they said to what they were asked, or that nothing came yet. */
export const answerWords = ({ of, state, answer, frozen }: Question, text: Text): string =>
  text('case.answer', { of, state, answer: answer ?? 'none', frozen: frozen ? 'yes' : 'no' })
