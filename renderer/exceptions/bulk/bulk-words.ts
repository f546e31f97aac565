/** Deeds for many cases in words: what they would come to, how far they are, and what became of each case. Pure. */
import type { Bulk, BulkGroup, BulkItem, BulkResult, BulkReview } from '../../../engine/contract/bulk.ts'
import { type CaseBar, caseBars } from '../../../engine/contract/case-actions.ts'
import { assertNever } from '../../assert-never.ts'
import { readContractFault } from '../../engine/fault.ts'
import { faultSentence, type Shown } from '../../faults/fault-sentence.ts'
import { isMessageId } from '../../messages/messages.ts'
import type { Text } from '../../messages/use-text.ts'
import { formatCount } from '../../money/format.ts'
import type { Tone } from '../../notice/Mark.tsx'
import type { Formats } from '../../workspace/workspace-context.ts'
import type { BulkAction } from './bulk-verbs.ts'

const isDoable = (outcome: string): boolean => outcome === 'done' || outcome === 'proposed'

/** How many of them anything would be done about. */
export const doableOf = ({ groups }: Pick<BulkReview, 'groups'>): number => sumOf(groups.filter(isToBeDone))
const isToBeDone = ({ outcome }: BulkGroup): boolean => isDoable(outcome)
const sumOf = (groups: readonly BulkGroup[]): number => groups.reduce((sum, { cases }) => sum + cases, 0)

/** "3,980 will be rejected · 32 can't: waiting for approval 12, changed since 20". */
export function reviewWords(review: BulkReview, action: BulkAction, text: Text, { locale }: Formats): string {
  const parts = review.groups
    .filter(isToBeDone)
    .map(({ outcome, cases }) => text(outcome === 'done' ? `bulk.will.${action}` : 'bulk.will_propose', { cases }))
  const not = review.groups.filter(({ outcome }) => !isDoable(outcome))
  if (not.length > 0) parts.push(text('bulk.cant', { cases: sumOf(not), reasons: reasonsOf(not, text, locale) }))
  return parts.join(' · ')
}

/** "waiting for approval 12, changed since 20". */
export const reasonsOf = (
  groups: readonly Pick<BulkGroup, 'outcome' | 'cases'>[],
  text: Text,
  locale: string,
): string =>
  groups.map(({ outcome, cases }) => `${shortReason(outcome, text)} ${formatCount(cases, locale)}`).join(', ')

/** A group in a sentence, for the table below the summary. */
export function groupWords({ outcome }: BulkGroup, asOf: string, text: Text, formats: Formats): string {
  if (outcome === 'done' || outcome === 'proposed') return text(`bulk.group.${outcome}`)
  if (outcome === 'changed_since') return text('bulk.group.changed_since', { at: formats.instant(asOf) })
  const id = `bulk.group.${outcome}`
  if (isMessageId(id)) return text(id)
  return isBar(outcome) ? text(`case.bar.${outcome}`) : text('bulk.refused.other', { code: outcome })
}

/** The money of a group as the engine added it up; what nobody can add up is never left out silently. */
export function groupMoney({ sum, unknown, cases }: BulkGroup, currency: string, text: Text, formats: Formats): string {
  if (unknown === cases) return text('queue.unknown')
  const money = formats.money(BigInt(sum), currency)
  return unknown === 0 ? money : text('queue.money_and_unknown', { money, unknown })
}

/** A reason in a word or two, for a count beside it. */
export function shortReason(code: string, text: Text): string {
  const id = `bulk.short.${code}`
  return isMessageId(id) ? text(id) : text('bulk.short_other', { code })
}

/** Why nothing was done about a case. Codes are an open set, and a newer engine may know more of them. */
export function refusalWords({ code, facts }: Pick<BulkItem, 'code' | 'facts'>, text: Text, shown: Shown): string {
  if (code === null) return ''
  if (code === 'changed_since') return text('bulk.refused.changed_since', changedBy(facts))
  if (code === 'internal') return text('bulk.refused.internal')
  const fault = readContractFault(code, facts)
  if (fault.code !== 'unknown') {
    const sentence = faultSentence(fault, shown)
    return text(sentence.id, sentence.values)
  }
  return isBar(code) ? text(`case.bar.${code}`) : text('bulk.refused.other', { code })
}

const isBar = (code: string): code is CaseBar => (caseBars as readonly string[]).includes(code)

const changedBy = ({ by, state }: BulkItem['facts']) => ({
  by: typeof by === 'string' ? by : 'engine',
  state: typeof state === 'string' ? state : 'open',
})

/** "1,204 done, 12 proposed, 2,781 left, 32 not done: frozen 12, changed since 20", as the engine has counted them. */
export function resultWords(bulk: BulkResult, text: Text, { locale }: Formats): string {
  const soFar = soFarWords(bulk, text)
  if (bulk.reasons.length === 0) return soFar
  const reasons = reasonsOf(
    bulk.reasons.map(({ code, cases }) => ({ outcome: code, cases })),
    text,
    locale,
  )
  return text('bulk.so_far.why', { soFar, reasons })
}

/** "1,204 done, 12 proposed, 2,781 left, 3 not done". */
export const soFarWords = ({ done, proposed, refused, left }: Bulk, text: Text): string =>
  text('bulk.so_far', { done, proposed, refused, left })

/** "Rejecting 3,980 cases", "Reject, 3,980 cases: stopped". */
export const bulkTitle = ({ deed, cases, state }: Pick<Bulk, 'deed' | 'cases' | 'state'>, text: Text): string =>
  state === 'running'
    ? text(`bulk.under.${deed.action}`, { cases })
    : text('bulk.ended', { name: text(`bulk.name.${deed.action}`), cases, state })

export const stateWords = (state: Bulk['state'], text: Text): string => text(`bulk.state.${state}`)

export const toneOfItem: Readonly<Record<BulkItem['outcome'], Tone>> = {
  pending: 'low',
  done: 'ok',
  proposed: 'progress',
  refused: 'high',
}

export function toneOfGroup(outcome: string): Tone {
  if (outcome === 'done') return 'ok'
  return outcome === 'proposed' ? 'progress' : 'high'
}

/** How it is taken back, and where it can't be, why not. */
export type BulkUndoing = 'reopen' | 'proposed' | 'batch' | 'suspended' | 'asked' | 'note' | 'again' | 'reopened'

export function undoingOfBulk(action: BulkAction): BulkUndoing {
  switch (action) {
    case 'reject':
    case 'merge':
    case 'dismiss':
      return 'reopen'
    case 'post':
    case 'correct':
    case 'write_off':
    case 'reverse':
    case 'release_batch':
      return 'proposed'
    case 'reject_batch':
      return 'batch'
    case 'suspend_producer':
      return 'suspended'
    case 'ask_client':
    case 'ask_producer':
      return 'asked'
    case 'note':
      return 'note'
    case 'assign':
    case 'snooze':
      return 'again'
    case 'reopen':
      return 'reopened'
    default:
      return assertNever(action)
  }
}
