/** What happened to a case, event by event, in words. Pure. */
import type { ExceptionEvent } from '../../engine/contract/exceptions.ts'
import { isMessageId } from '../messages/messages.ts'
import type { Text } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'

export type EventWords = Readonly<{
  /** Who did what. */
  line: string
  /** What they said, where they said something. */
  said: string | null
  proposal: number | null
  transaction: number | null
}>

type Words = Readonly<{ text: Text; formats: Pick<Formats, 'instant'> }>

export function eventWords(event: ExceptionEvent, { text, formats }: Words): EventWords {
  const { kind, by, detail } = event
  const id = `case.event.${kind}`
  const until = textOf(detail.until)
  const values = {
    by: by === 'engine' ? 'engine' : by,
    rows: numberOf(detail.rows) ?? 0,
    to: textOf(detail.to) ?? 'none',
    until: until === null ? 'none' : formats.instant(until),
    resolution: textOf(detail.resolution) ?? 'none',
    deed: textOf(detail.deed) ?? textOf(detail.action) ?? 'none',
    party: textOf(detail.of) ?? 'none',
    what: detail.message === undefined ? 'rows' : 'message',
    answer: textOf(detail.answer) ?? 'none',
  }
  return {
    // A newer engine's event still says its code.
    line: isMessageId(id) ? text(id, values) : text('case.event.other', { by: values.by, kind }),
    said: textOf(detail.text) ?? textOf(detail.reason) ?? textOf(detail.note),
    proposal: numberOf(detail.proposal),
    transaction: numberOf(detail.transaction),
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)
