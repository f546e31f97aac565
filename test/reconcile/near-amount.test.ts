/** Without a reference a near amount is never certain: it is suggested, and nothing more. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { MatchRule } from '../../engine/contract/match-rules.ts'
import { itemsByIds } from '../../engine/reconcile/items/item-set.ts'
import { lookAt } from '../../engine/reconcile/items/look-closer.ts'
import { sides } from '../../engine/reconcile/items/open-items.ts'
import { runPasses } from '../../engine/reconcile/passes/passes.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { putLines, putPostings } from './put-sides.ts'

let books: OpenBooks
beforeEach(async () => {
  books = await openBooks()
})
afterEach(() => books.close())

const rule: MatchRule = {
  id: 'near',
  name: 'Near amount',
  isOn: true,
  accounts: ['omnibus'],
  by: 'amount',
  daysBefore: 3,
  daysAfter: 1,
  party: 'not_other',
  tolerance: { amount: 100, basisPoints: 100, statedCharges: false, residueTo: 'fee-expense' },
  effect: 'suggest',
}
const posting = (amount: number) => ({ day: 20_000, amount, client: 'anna-lee', reference: null, bank: null })
const line = (amount: number) => ({ day: 20_001, amount, refs: [], party: 'Anna Lee', text: '', charge: 0 })

function found(of: MatchRule, lineAmount: number, postingAmounts: readonly number[]) {
  const postings = putPostings(books.raw, postingAmounts.map(posting))
  const lines = putLines(books.raw, [line(lineAmount)])
  const account = books.raw.prepare(`SELECT id FROM account WHERE code = 'omnibus:main'`).pluck().get() as number
  const sets = {
    lines: itemsByIds(books.raw, account, sides.line, lines),
    postings: itemsByIds(books.raw, account, sides.posting, postings),
  }
  return runPasses(sets, [of], {
    look: lookAt(books.raw, account, sets),
    searchSteps: 1_000,
    mayBeMatched: () => false,
  })
}

it.each<[posting: number, why: string | null]>([
  [10_000, 'same_amount'],
  [10_100, 'amount_differs'],
  [9_901, 'amount_differs'],
  // Within the amount, and more than 1 % of it.
  [9_900, null],
  [10_101, null],
  [-10_000, null],
])('of a line of 100.00 a posting of %i is suggested as: %s', (amount, why) => {
  const { matches, pairs, suggestions } = found(rule, 10_000, [amount])
  expect([matches.length, pairs.count]).toEqual([0, 0])
  expect(suggestions.map((one) => one.why)).toEqual(why === null ? [] : [why])
})

it('a rule that would decide by a near amount decides nothing', () => {
  const { matches, suggestions } = found({ ...rule, party: 'same', effect: 'match' }, 10_000, [9_990])
  expect([matches, suggestions]).toEqual([[], []])
})
