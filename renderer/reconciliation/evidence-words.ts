/** What a match was found by, as a person would say it: "end-to-end reference = our reference, 2 days apart". Pure. */
import { z } from 'zod'
import type { ReconciliationMatch } from '../../engine/contract/reconciliation.ts'
import { isMessageId } from '../messages/messages.ts'
import type { Text } from '../messages/use-text.ts'

/** What this console can say in words; an engine newer than it may know more. */
const Evidence = z.object({
  fields: z.array(z.string()).optional().catch(undefined),
  days: z.int().optional().catch(undefined),
  party: z.enum(['same', 'unknown']).optional().catch(undefined),
  batch: z.int().optional().catch(undefined),
  day: z.int().optional().catch(undefined),
  charges: z.int().optional().catch(undefined),
  others: z.int().optional().catch(undefined),
})

export function evidenceWords(
  evidence: ReconciliationMatch['evidence'],
  { text, money }: Readonly<{ text: Text; money: (minor: number) => string }>,
): string {
  const { fields = [], days, party, batch, day, charges, others } = Evidence.parse(evidence)
  return [
    ...fields.map((field) => fieldsWords(field, text)),
    ...(batch === undefined ? [] : [text('evidence.batch', { batch: String(batch) })]),
    ...(day === undefined ? [] : [text('evidence.day')]),
    ...(days === undefined ? [] : [text('evidence.days', { days: Math.abs(days) })]),
    ...(party === undefined ? [] : [text(`evidence.party.${party}`)]),
    ...(charges === undefined ? [] : [text('evidence.charges', { amount: money(charges) })]),
    ...(others === undefined || others === 0 ? [] : [text('evidence.others', { others })]),
  ].join(', ')
}

/** `end_to_end=reference`: the field of the line, and that of the posting. */
function fieldsWords(field: string, text: Text): string {
  const [line = '', posting = ''] = field.split('=')
  const [ofLine, ofPosting] = [referenceWords(line, text), ownReferenceWords(posting, text)]
  return text('evidence.same', { line: ofLine, posting: ofPosting })
}

/** What a reference of a line or a posting is called; an open set. */
export function referenceWords(name: string, text: Text): string {
  const id = `reference.${name}`
  return isMessageId(id) ? text(id) : name
}

function ownReferenceWords(name: string, text: Text): string {
  const id = `reference.own.${name}`
  return isMessageId(id) ? text(id) : referenceWords(name, text)
}

/** Why a suggestion waits for a person; an open set. */
export function whyWords(why: string, text: Text): string {
  const id = `suggestion.why.${why}`
  return isMessageId(id) ? text(id) : why
}
