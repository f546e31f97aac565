/** Decisions on several proposals in words: what they would come to, and what became of each. Pure. */
import type { ProposalsReview } from '../../../engine/contract/proposals-bulk.ts'
import { reasonsOf } from '../../exceptions/bulk/bulk-words.ts'
import type { Text } from '../../messages/use-text.ts'

export type ManyVerb = 'approve' | 'decline'
export type Item = ProposalsReview['items'][number]
export type Refused = NonNullable<Item['refused']>

/** What became of one: null for one that was not come to. */
export type Became = Readonly<{ id: number; outcome: 'done' | 'refused' | 'left'; refused: Refused | null }>

export const isAble = (item: Item, verb: ManyVerb): boolean =>
  verb === 'approve' ? item.effectHash !== null : item.mayDecline

/** Nobody can decide on it any more: they did, or somebody else has. */
export const isOver = ({ refused }: Pick<Became, 'refused'>): boolean =>
  refused === null || refused.code === 'proposal_decided' || refused.code === 'proposal_expired'

/** "2 will be approved · 1 can’t: your own 1". */
export function reviewWords({ items }: ProposalsReview, verb: ManyVerb, text: Text, locale: string): string {
  const able = items.filter((item) => isAble(item, verb)).length
  const not = items.filter((item) => !isAble(item, verb)).flatMap(({ refused }) => refused ?? [])
  const parts = able > 0 || not.length === 0 ? [text(`approvals.many.will.${verb}`, { count: able })] : []
  if (not.length > 0) parts.push(text('bulk.cant', { cases: not.length, reasons: reasonWords(not, text, locale) }))
  return parts.join(' · ')
}

/** "2 approved, 3 not begun, 1 not decided on: effect moved 1". */
export function resultWords(all: readonly Became[], verb: ManyVerb, text: Text, locale: string): string {
  const count = (outcome: Became['outcome']): number => all.filter((each) => each.outcome === outcome).length
  const not = all.flatMap(({ outcome, refused }) => (outcome === 'refused' && refused !== null ? [refused] : []))
  const soFar = text('approvals.many.result', {
    verb,
    done: count('done'),
    left: count('left'),
    refused: not.length,
  })
  return not.length === 0 ? soFar : text('bulk.so_far.why', { soFar, reasons: reasonWords(not, text, locale) })
}

/** "effect moved 2, your own 1". */
function reasonWords(refused: readonly Refused[], text: Text, locale: string): string {
  const counts = new Map<string, number>()
  for (const { code } of refused) counts.set(code, (counts.get(code) ?? 0) + 1)
  const groups = [...counts].map(([outcome, cases]) => ({ outcome, cases })).toSorted((a, b) => b.cases - a.cases)
  return reasonsOf(groups, text, locale)
}
