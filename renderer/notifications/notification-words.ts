/** What somebody is told of, in words: a short name of it, and a sentence with what it is about. Pure. */
import { furtherOnes, type Notification, type NotificationKind } from '../../engine/contract/notifications.ts'
import { assertNever } from '../assert-never.ts'
import { type Text, type TextValues, textOfCode } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'

export type NotificationWords = Readonly<{ title: string; body: string }>
type Told = Pick<Notification, 'kind' | 'subject' | 'count' | 'facts'>
type Facts = Notification['facts']
type Written = Pick<Formats, 'money' | 'instant'>

export function notificationWords(told: Told, text: Text, formats: Written): NotificationWords {
  const title = text(`notification.kind.${told.kind}`)
  if (told.subject === furtherOnes) return { title, body: text('notification.further', { count: told.count }) }
  const body = bodyOf(told, text, formats)
  return { title, body: told.count > 1 ? text('notification.again', { body, count: told.count }) : body }
}

function bodyOf({ kind, subject, facts }: Told, text: Text, formats: Written): string {
  const values = valuesOf(facts, { formats, what: aboutOf(subject, facts, text, formats), text })
  switch (kind) {
    case 'case_critical':
    case 'message_failed':
      return String(values.what)
    case 'job_failed':
      return String(values.job)
    case 'assigned':
    case 'answered':
    case 'due_soon':
    case 'overdue':
    case 'unowned_overdue':
    case 'proposal_open':
    case 'proposal_ended':
    case 'bulk_done':
    case 'export_done':
    case 'report_done':
    case 'producer_late':
    case 'producer_suspended':
    case 'check_failed':
    case 'digest_failed':
      return text(`notification.${kind}`, values)
    default:
      return assertNever(kind)
  }
}

/** "EX-12 · The amount is over the limit · Nine Lives · USD 1,200.00": what is known of it. */
function aboutOf(subject: string, facts: Facts, text: Text, formats: Written): string {
  const [noun, id = ''] = subject.split(':')
  const parts: string[] = []
  if (noun === 'exception') parts.push(`EX-${id}`)
  if (noun === 'proposal') parts.push(`P-${id}`)
  if (typeof facts.code === 'string') parts.push(textOfCode(text, 'rule', facts.code))
  if (typeof facts.kind === 'string') parts.push(textOfCode(text, 'change', facts.kind))
  if (typeof facts.producer === 'string') parts.push(facts.producer)
  const { amount, currency } = facts
  if (typeof amount === 'number' && typeof currency === 'string')
    parts.push(`${currency} ${formats.money(amount, currency)}`)
  return parts.join(' · ')
}

type Writing = Readonly<{ formats: Written; what: string; text: Text }>

/** Each value that some sentence takes; what is not known is nothing. */
function valuesOf(facts: Facts, { formats, what, text }: Writing): TextValues {
  const words = Object.fromEntries(
    ['by', 'proposedBy', 'of', 'answer', 'end', 'reason', 'producer', 'state', 'error', 'name', 'problem'].map(
      (name) => [name, wordOf(facts[name])],
    ),
  )
  const counts = Object.fromEntries(
    ['cases', 'done', 'proposed', 'refused', 'rows'].map((name) => [name, countOf(facts[name])]),
  )
  const at = wordOf(facts.dueAt) || wordOf(facts.expectedAt)
  return {
    ...words,
    ...counts,
    what,
    at: at === '' ? '' : formats.instant(at),
    job: textOfCode(text, 'job', wordOf(facts.job)),
  }
}

const wordOf = (fact: Facts[string] | undefined): string => (typeof fact === 'string' ? fact : '')
const countOf = (fact: Facts[string] | undefined): number => (typeof fact === 'number' ? fact : 0)

/** How pressing something is that somebody is told of, as the shape and colour beside its name. */
export const toneOf: Readonly<Record<NotificationKind, 'critical' | 'high' | 'medium' | 'progress' | 'ok' | 'low'>> = {
  assigned: 'progress',
  answered: 'ok',
  due_soon: 'medium',
  overdue: 'high',
  unowned_overdue: 'high',
  case_critical: 'critical',
  proposal_open: 'progress',
  proposal_ended: 'ok',
  bulk_done: 'ok',
  export_done: 'ok',
  report_done: 'ok',
  producer_late: 'medium',
  producer_suspended: 'high',
  message_failed: 'medium',
  job_failed: 'high',
  check_failed: 'critical',
  digest_failed: 'low',
}
