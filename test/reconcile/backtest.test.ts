/** Trying rules on what was: what they would gain and lose, and nothing of it happens. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { dayOfNumber } from '../../engine/calendar/day.ts'
import type { MatchRule } from '../../engine/contract/match-rules.ts'
import { type BacktestAsked, backtest } from '../../engine/reconcile/backtest.ts'
import { defaultMatching } from '../../engine/reconcile/rules/default-rules.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { putLines, putPostings } from './put-sides.ts'
import { reconcile, standingMatches } from './reconciling.ts'
import { type MadeLine, type MadePosting, makeTwoSides } from './two-sides.ts'

const firstDay = 20_700
let books: OpenBooks
beforeEach(async () => {
  books = await openBooks()
})
afterEach(() => books.close())

const posting = (amount: number, reference: string | null, client = 'anna-lee'): MadePosting => ({
  day: firstDay,
  amount,
  client,
  reference,
  bank: null,
})
const line = (amount: number, reference: string | null, party: string | null = null): MadeLine => ({
  day: firstDay,
  amount,
  refs: reference === null ? [] : [['end_to_end', reference]],
  party,
  text: '',
  charge: 0,
})

const changed = (id: string, change: Partial<MatchRule>) => ({
  ...defaultMatching,
  rules: defaultMatching.rules.map((rule) => (rule.id === id ? { ...rule, ...change } : rule)),
})

function tryOn(draft: BacktestAsked['draft']) {
  const asked = { account: 'omnibus:main', from: dayOfNumber(firstDay - 1), to: dayOfNumber(firstDay + 40), draft }
  const tested = backtest({ raw: books.raw }, asked)
  if (tested.status !== 'tested') throw new Error(tested.status)
  return tested.backtest
}

it('says what a wider tolerance gains, what a rule that is switched off loses, and where money would go', () => {
  putPostings(books.raw, [posting(10_000, 'ORDER-1'), posting(50_000, 'ORDER-2'), posting(700, null)])
  putLines(books.raw, [line(10_000, 'ORDER-1'), line(47_000, 'ORDER-2'), line(700, null, 'Anna-Lee')])
  const tolerance = { amount: 5_000, basisPoints: 1_000, statedCharges: false, residueTo: 'fee-expense' as const }
  const draft = {
    ...defaultMatching,
    rules: changed('party', { isOn: false }).rules.map((rule) =>
      rule.id === 'reference-tolerance' ? { ...rule, tolerance } : rule,
    ),
  }
  expect(tryOn(draft)).toMatchObject({
    lines: 3,
    postings: 3,
    inForce: { matches: 2, lines: 2, money: '10700' },
    draft: { matches: 2, lines: 2, money: '57000' },
    gained: { lines: 1, money: '47000' },
    lost: { lines: 1, money: '700' },
    changed: { lines: 0 },
    residues: [{ to: 'fee-expense', inForce: '0', draft: '-3000' }],
    leftInForce: { lines: 1, postings: 1 },
    leftInDraft: { lines: 1, postings: 1 },
    examples: [
      { what: 'gained', rule: 'reference-tolerance', line: { amount: 47_000 }, draft: [{ amount: 50_000 }] },
      { what: 'lost', rule: 'party', line: { amount: 700 }, inForce: [{ amount: 700 }] },
    ],
  })
})

it('gains and loses nothing with the rules in force, and what is matched or not stays as it is', async () => {
  const sides = makeTwoSides(400, { seed: 8, firstDay })
  putPostings(books.raw, sides.postings)
  putLines(books.raw, sides.lines)
  await reconcile(books)
  const before = [standingMatches(books.raw), books.raw.prepare('SELECT * FROM open_item').all()]
  const tested = tryOn(defaultMatching)
  expect([tested.gained.lines, tested.lost.lines, tested.changed.lines]).toEqual([0, 0, 0])
  expect(tested.inForce).toEqual(tested.draft)
  expect(tested.inForce.lines).toBe(standingMatches(books.raw).reduce((sum, { lines }) => sum + lines.length, 0))
  expect([standingMatches(books.raw), books.raw.prepare('SELECT * FROM open_item').all()]).toEqual(before)
})
