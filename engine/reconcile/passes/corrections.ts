/**
 * A line that a bank took back, and the line by which it did: together they are nothing, and nobody posted either. Decided
 * only where the bank marks the second as a reversal, both go by one reference of a single payment, each is the only one for
 * the other, no posting that is open goes by what either is called, and nothing that is matched could as well be what the
 * bank took back. What was matched before is not touched: its correction stays open.
 */
import type { ItemSet } from '../items/item-set.ts'
import { codeOfName, type KeyName } from '../items/key-list.ts'
import type { Findings } from './findings.ts'
import type { SharedKeys } from './shared-keys.ts'

/** So many days after a line a bank may take it back. */
export const daysMost = 31
/** What more corrections than these go by tells none of them apart. */
const crowd = 100
const suggestAtMost = 3

/** By these many payments go: a mandate's every month, a customer's all; and words of a text are whatever they are. */
const manyGoBy: readonly KeyName[] = ['mandate', 'customer', 'text']
const namesOfMany: ReadonlySet<number> = new Set(manyGoBy.map(codeOfName))
export const isOfOnePayment = (name: number): boolean => !namesOfMany.has(name)

/** Whether the line that an open one takes back may be matched since earlier. */
export type MayBeMatched = (correction: number) => boolean

export function netCorrections(
  found: Findings,
  shared: SharedKeys,
  { rule, mayBeMatched }: Readonly<{ rule: number; mayBeMatched: MayBeMatched }>,
): void {
  const undone = undoneOf(found)
  const wanted = new Map<number, number>()
  for (const { lines } of undone.values()) for (const line of lines) wanted.set(line, (wanted.get(line) ?? 0) + 1)
  for (const [correction, { lines, isSure, isTaken }] of undone) {
    const [line] = lines
    if (line === undefined) continue
    const isOnly = isSure && lines.size === 1 && wanted.get(line) === 1
    const isMatched = isTaken || (isOnly && mayBeMatched(found.lines.ids[correction] as number))
    const isPosted = hasPosting(found, shared, correction) || [...lines].some((one) => hasPosting(found, shared, one))
    if (isOnly && !isMatched && !isPosted)
      found.match({
        lines: [line, correction],
        postings: [],
        rule,
        residueTo: null,
        evidence: evidenceOf(found, line, correction),
      })
    else suggest(found, { correction, lines: [...lines], isPosted, rule })
  }
}

type Undone = {
  /** Open ones, of those that go by the surest reference. */
  lines: Set<number>
  /** By a reference of one payment. */
  isSure: boolean
  /** A line that is matched goes by such a one, too. */
  isTaken: boolean
}

/** For each open correction the open lines that it could undo. */
function undoneOf(found: Findings): ReadonlyMap<number, Undone> {
  const { lines } = found
  const byKey = correctionsByKey(found)
  const undone = new Map<number, Undone>()
  const { hashes, items, names } = lines.keys
  for (let key = 0; byKey.size > 0 && key < hashes.length; key += 1) {
    const line = items[key] as number
    const corrections = byKey.get(hashes[key] as number)
    if (corrections === undefined || lines.reversals[line] === 1) continue
    for (const { correction, isOfOne } of corrections) {
      if (!undoes(lines, correction, line)) continue
      const of = undone.get(correction) ?? { lines: new Set(), isSure: false, isTaken: false }
      undone.set(correction, of)
      noteUndone(of, { line, isSure: isOfOne && isOfOnePayment(names[key] as number), isOpen: isWhole(found, line) })
    }
  }
  return undone
}

function noteUndone(
  of: Undone,
  { line, isSure, isOpen }: Readonly<{ line: number; isSure: boolean; isOpen: boolean }>,
) {
  if (!isOpen) {
    if (isSure) of.isTaken = true
    return
  }
  if (isSure && !of.isSure) of.lines.clear()
  if (isSure) of.isSure = true
  if (isSure === of.isSure) of.lines.add(line)
}

type Correction = Readonly<{ correction: number; isOfOne: boolean }>

function correctionsByKey(found: Findings): ReadonlyMap<number, readonly Correction[]> {
  const { reversals, keys } = found.lines
  const byKey = new Map<number, Correction[]>()
  const { hashes, items, names } = keys
  for (let key = 0; key < hashes.length; key += 1) {
    const correction = items[key] as number
    if (reversals[correction] !== 1 || !isWhole(found, correction)) continue
    const one = { correction, isOfOne: isOfOnePayment(names[key] as number) }
    const of = byKey.get(hashes[key] as number)
    if (of === undefined) byKey.set(hashes[key] as number, [one])
    else of.push(one)
  }
  for (const [key, corrections] of byKey) if (corrections.length > crowd) byKey.delete(key)
  return byKey
}

/** Open, and no part: a bank takes back lines, and knows nothing of what we made of them. */
const isWhole = (found: Findings, line: number): boolean => found.isLineOpen(line) && !found.lines.origins.has(line)

function undoes({ amounts, days }: ItemSet, correction: number, line: number): boolean {
  const after = (days[correction] as number) - (days[line] as number)
  return (amounts[correction] as number) + (amounts[line] as number) === 0 && after >= 0 && after <= daysMost
}

/** Whether an open posting goes by what a line is called; the keys of a line are next to each other. */
function hasPosting(found: Findings, { groupOfLineKey, postings }: SharedKeys, line: number): boolean {
  const { items } = found.lines.keys
  for (let key = firstKeyOf(items, line); items[key] === line; key += 1) {
    const group = groupOfLineKey[key] as number
    if (group < 0) continue
    for (let at = postings.starts[group] as number; at < (postings.starts[group + 1] as number); at += 1)
      if (found.isPostingOpen(postings.items[at] as number)) return true
  }
  return false
}

function firstKeyOf(items: Int32Array, line: number): number {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((items[middle] as number) < line) low = middle + 1
    else high = middle
  }
  return low
}

const evidenceOf = ({ lines }: Findings, line: number, correction: number) => ({
  days: (lines.days[correction] as number) - (lines.days[line] as number),
})

type Unsure = Readonly<{ correction: number; lines: readonly number[]; isPosted: boolean; rule: number }>

/** The nearest before it first. */
function suggest(found: Findings, { correction, lines, isPosted, rule }: Unsure): void {
  const nearest = lines.toSorted((a, b) => (found.lines.days[b] as number) - (found.lines.days[a] as number))
  for (const line of nearest.slice(0, suggestAtMost))
    found.suggestions.push({
      lines: [line, correction],
      postings: [],
      rule,
      score: isPosted ? 40 : 70,
      why: isPosted ? 'undoes_posted' : 'undoes_often',
      evidence: { ...evidenceOf(found, line, correction), ...(lines.length > 1 ? { others: lines.length - 1 } : {}) },
    })
}
