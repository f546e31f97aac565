/**
 * What the passes find, and what they took already: an item is in one match at most. Pairs are by far the most, so they are
 * numbers in a row; groups and suggestions are few.
 */

import type { ResidueAccount } from '../../contract/match-rules.ts'
import type { ItemSet } from '../items/item-set.ts'
import { keyNames } from '../items/key-list.ts'
import { release } from '../items/release.ts'

export type Evidence = Readonly<{
  /** Which field of the line said the same as which of the posting: `end_to_end=reference`. */
  fields?: readonly string[]
  /** From the line's day to the posting's. */
  days?: number
  party?: 'same' | 'unknown'
  /** What the sums were grouped by. */
  batch?: number
  day?: number
  /** The line states charges of so much. */
  charges?: number
  /** How many others would have done as well. */
  others?: number
}>

/** Places of items in their sets. */
export type Together = Readonly<{ lines: readonly number[]; postings: readonly number[] }>

export type FoundMatch = Together & Readonly<{ rule: number; residueTo: ResidueAccount | null; evidence: Evidence }>

export const suggestionReasons = [
  'amount_differs',
  'same_amount',
  'same_amount_often',
  'party_unknown',
  'sum',
  'sum_often',
  'undoes_often',
  'undoes_posted',
] as const
export type SuggestionReason = (typeof suggestionReasons)[number]

export type FoundSuggestion = Together &
  Readonly<{ rule: number; score: number; why: SuggestionReason; evidence: Evidence }>

export class Findings {
  readonly lines: ItemSet
  readonly postings: ItemSet
  readonly lineTaken: Uint8Array
  readonly postingTaken: Uint8Array
  readonly matches: FoundMatch[] = []
  readonly suggestions: FoundSuggestion[] = []
  readonly pairs = new PairList()
  /** For how many items the search ended at its bound. */
  bounded = 0

  constructor(lines: ItemSet, postings: ItemSet) {
    this.lines = lines
    this.postings = postings
    this.lineTaken = new Uint8Array(lines.count)
    this.postingTaken = new Uint8Array(postings.count)
  }

  isLineOpen(line: number): boolean {
    return this.lineTaken[line] === 0
  }

  isPostingOpen(posting: number): boolean {
    return this.postingTaken[posting] === 0
  }

  /** By one reference, with nothing left over. */
  pair(rule: number, line: number, posting: number, names: number): void {
    this.lineTaken[line] = 1
    this.postingTaken[posting] = 1
    this.pairs.add(line, posting, rule, names)
  }

  match(found: FoundMatch): void {
    for (const line of found.lines) this.lineTaken[line] = 1
    for (const posting of found.postings) this.postingTaken[posting] = 1
    this.matches.push(found)
  }

  /** When what was found is planned; the items are somebody else's. */
  release(): void {
    release(this.lineTaken, this.postingTaken)
    this.pairs.release()
  }

  lineSum = ({ lines }: Together): number => sumOf(this.lines.amounts, lines)
  postingSum = ({ postings }: Together): number => sumOf(this.postings.amounts, postings)
}

export function sumOf(amounts: Float64Array, items: readonly number[]): number {
  let sum = 0
  for (const item of items) sum += amounts[item] as number
  return sum
}

/** Both names of a pair in one number, and as a person reads them. */
export const namesTogether = (line: number, posting: number): number => line * 16 + posting
export const fieldsOfNames = (names: number): string => `${keyNames[names >> 4]}=${keyNames[names & 15]}`

export class PairList {
  lines = new Int32Array(1_024)
  postings = new Int32Array(1_024)
  rules = new Uint8Array(1_024)
  names = new Uint8Array(1_024)
  count = 0

  add(line: number, posting: number, rule: number, names: number): void {
    if (this.count === this.lines.length) this.#grow()
    this.lines[this.count] = line
    this.postings[this.count] = posting
    this.rules[this.count] = rule
    this.names[this.count] = names
    this.count += 1
  }

  release(): void {
    release(this.lines, this.postings, this.rules, this.names)
    this.count = 0
  }

  #grow(): void {
    const size = this.count * 2
    const grown = <T extends Int32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from)
      release(from)
      return to
    }
    this.lines = grown(this.lines, new Int32Array(size))
    this.postings = grown(this.postings, new Int32Array(size))
    this.rules = grown(this.rules, new Uint8Array(size))
    this.names = grown(this.names, new Uint8Array(size))
  }
}
