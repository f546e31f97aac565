/**
 * Some items of one side that come to one of the other: a search over sums that ends at a bound and says so. What it finds is
 * a suggestion, because among many amounts some come to anything.
 */
import type { MatchRule } from '../../contract/match-rules.ts'
import type { ItemSet } from '../items/item-set.ts'
import type { Findings, Together } from './findings.ts'

type Asked = Readonly<{ rule: MatchRule; number: number; steps: number }>

const partsMax = 6
/** Of more candidates than these only the nearest in time are tried. */
const candidatesMax = 40
/** So many items are searched for in one run; the oldest first. */
const searchesMax = 500

export function searchSums(found: Findings, asked: Asked): void {
  searchSide(found, asked, 'lines')
  searchSide(found, asked, 'postings')
}

/** `side`: the side of the one that the others come to. */
function searchSide(found: Findings, { rule, number, steps }: Asked, side: 'lines' | 'postings'): void {
  const { lines, postings, lineTaken, postingTaken } = found
  const [ones, onesTaken] = side === 'lines' ? [lines, lineTaken] : [postings, postingTaken]
  const [others, othersTaken] = side === 'lines' ? [postings, postingTaken] : [lines, lineTaken]
  const byDay = openByDay(others, othersTaken)
  let searched = 0
  for (let one = 0; one < ones.count; one += 1) {
    if (onesTaken[one] === 1) continue
    if (searched === searchesMax) {
      found.bounded += 1
      continue
    }
    searched += 1
    const day = ones.days[one] as number
    const [before, after] = side === 'lines' ? [rule.daysBefore, rule.daysAfter] : [rule.daysAfter, rule.daysBefore]
    const amount = ones.amounts[one] as number
    const candidates = near(byDay, others, { amount, day, first: day - before, last: day + after })
    const { sums, isBounded } = findSums(others.amounts, candidates, amount, steps)
    if (isBounded) found.bounded += 1
    const [first] = sums
    if (first === undefined) continue
    const together: Together = side === 'lines' ? { lines: [one], postings: first } : { lines: first, postings: [one] }
    const isOnly = sums.length === 1
    found.suggestions.push({
      ...together,
      rule: number,
      score: isOnly ? 50 : 25,
      why: isOnly ? 'sum' : 'sum_often',
      evidence: isOnly ? {} : { others: sums.length - 1 },
    })
  }
}

function openByDay(set: ItemSet, taken: Uint8Array): ReadonlyMap<number, readonly number[]> {
  const byDay = new Map<number, number[]>()
  for (let item = 0; item < set.count; item += 1) {
    if (taken[item] === 1) continue
    const day = set.days[item] as number
    const of = byDay.get(day)
    if (of === undefined) byDay.set(day, [item])
    else of.push(item)
  }
  return byDay
}

type Near = Readonly<{ amount: number; day: number; first: number; last: number }>

/** Items of the same sign that are no larger, day by day away from the one that is searched for. */
function near(
  byDay: ReadonlyMap<number, readonly number[]>,
  set: ItemSet,
  { amount, day, first, last }: Near,
): number[] {
  const candidates: number[] = []
  for (let distance = 0; distance <= Math.max(day - first, last - day); distance += 1) {
    const days = distance === 0 ? [day] : [day - distance, day + distance]
    for (const at of days) {
      if (at < first || at > last) continue
      for (const item of byDay.get(at) ?? []) {
        const other = set.amounts[item] as number
        if (Math.sign(other) === Math.sign(amount) && Math.abs(other) < Math.abs(amount)) candidates.push(item)
        if (candidates.length === candidatesMax) return candidates
      }
    }
  }
  return candidates
}

type Sums = Readonly<{ sums: readonly (readonly number[])[]; isBounded: boolean }>

/** Up to two different sums; the largest parts first, so that what can't be reached any more is cut off early. */
export function findSums(amounts: Float64Array, candidates: readonly number[], goal: number, steps: number): Sums {
  const size = (item: number): number => Math.abs(amounts[item] as number)
  const order = candidates.toSorted((a, b) => size(b) - size(a) || a - b)
  const rest = new Float64Array(order.length + 1)
  for (let at = order.length - 1; at >= 0; at -= 1) rest[at] = (rest[at + 1] as number) + size(order[at] as number)
  const sums: number[][] = []
  const chosen: number[] = []
  let tried = 0
  const look = (from: number, left: number): void => {
    if (left === 0) {
      if (chosen.length > 1) sums.push([...chosen])
      return
    }
    if (chosen.length === partsMax) return
    for (let at = from; at < order.length && sums.length < 2 && tried < steps; at += 1) {
      if ((rest[at] as number) < left) return
      tried += 1
      const item = order[at] as number
      if (size(item) > left) continue
      chosen.push(item)
      look(at + 1, left - size(item))
      chosen.pop()
    }
  }
  look(0, Math.abs(goal))
  return { sums, isBounded: tried >= steps || candidates.length === candidatesMax }
}
