/**
 * One item against what belongs together on the other side, in sum: a line and a batch, a line and a day's postings, a posting
 * and a day's lines. Only where one item and one such sum fit each other and nothing else.
 */
import type { MatchRule } from '../../contract/match-rules.ts'
import type { ItemSet } from '../items/item-set.ts'
import type { Findings, Together } from './findings.ts'
import { OpenByAmount } from './open-by-amount.ts'

type Sum = { readonly of: number; readonly items: number[]; sum: number; firstDay: number; lastDay: number }
type Asked = Readonly<{ rule: MatchRule; number: number }>

export function matchBatches(found: Findings, asked: Asked): void {
  const { postings, postingTaken } = found
  const sums = sumsOf(postings, postingTaken, (posting) => postings.batches[posting] as number)
  matchSums(found, sums, asked, 'lines')
}

export function matchDays(found: Findings, asked: Asked): void {
  const { lines, postings, lineTaken, postingTaken } = found
  matchSums(
    found,
    sumsOf(postings, postingTaken, (posting) => postings.days[posting] as number),
    asked,
    'lines',
  )
  matchSums(
    found,
    sumsOf(lines, lineTaken, (line) => lines.days[line] as number),
    asked,
    'postings',
  )
}

/** Of more than one item each: one alone is what other rules are for. */
function sumsOf(set: ItemSet, taken: Uint8Array, groupOf: (item: number) => number): readonly Sum[] {
  const sums = new Map<number, Sum>()
  for (let item = 0; item < set.count; item += 1) {
    const group = groupOf(item)
    if (taken[item] === 1 || group <= 0) continue
    const [amount, day] = [set.amounts[item] as number, set.days[item] as number]
    const sum = sums.get(group) ?? { of: group, items: [], sum: 0, firstDay: day, lastDay: day }
    sum.items.push(item)
    sum.sum += amount
    sum.firstDay = Math.min(sum.firstDay, day)
    sum.lastDay = Math.max(sum.lastDay, day)
    sums.set(group, sum)
  }
  return [...sums.values()].filter(({ items, sum }) => items.length > 1 && Number.isSafeInteger(sum))
}

type Fit = Readonly<{ single: number; sum: Sum }>

/** `side`: the side of the single items. */
function matchSums(found: Findings, sums: readonly Sum[], { rule, number }: Asked, side: 'lines' | 'postings'): void {
  const [set, taken] = side === 'lines' ? [found.lines, found.lineTaken] : [found.postings, found.postingTaken]
  const byAmount = new OpenByAmount(set, taken)
  const fits: Fit[] = []
  const fitsOf = new Map<number, number>()
  for (const sum of sums) {
    const singles = singlesFor(byAmount, sum, rule, side)
    for (const single of singles) fitsOf.set(single, (fitsOf.get(single) ?? 0) + 1)
    if (singles.length === 1) fits.push({ single: singles[0] as number, sum })
  }
  for (const { single, sum } of fits) {
    if (fitsOf.get(single) !== 1 || taken[single] === 1) continue
    take(found, { rule, number }, togetherOf(single, sum, side), { [rule.by]: sum.of })
  }
}

const togetherOf = (single: number, { items }: Sum, side: 'lines' | 'postings'): Together =>
  side === 'lines' ? { lines: [single], postings: items } : { lines: items, postings: [single] }

/** More than one is too many, so no more than two are looked for. */
function singlesFor(
  byAmount: OpenByAmount,
  { sum, firstDay, lastDay }: Sum,
  { daysBefore, daysAfter }: MatchRule,
  side: 'lines' | 'postings',
): readonly number[] {
  // A line stands up to `daysBefore` behind its postings; seen from the postings it is the other way round.
  const [first, last] =
    side === 'lines' ? [lastDay - daysAfter, firstDay + daysBefore] : [lastDay - daysBefore, firstDay + daysAfter]
  return byAmount.find(sum, first, last, 2)
}

function take(
  found: Findings,
  { rule, number }: Asked,
  together: Together,
  evidence: Readonly<{ batch?: number; day?: number }>,
): void {
  if (rule.effect === 'suggest') found.suggestions.push({ ...together, rule: number, score: 70, why: 'sum', evidence })
  else found.match({ ...together, rule: number, residueTo: null, evidence })
}
