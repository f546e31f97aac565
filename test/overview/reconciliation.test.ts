/** What is matched within days, how long the rest waits, and what the bank has beyond what is owed. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { dayOfNumber } from '../../engine/calendar/day.ts'
import { readGap, readReconciled } from '../../engine/overview/reconciliation.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { firstDay, line, posting } from '../reconcile/bank-days.ts'
import { putLines, putPostings } from '../reconcile/put-sides.ts'
import { reconcile } from '../reconcile/reconciling.ts'

const dayMs = 86_400_000

let books: OpenBooks
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: firstDay * dayMs })
  books = await openBooks()
})
afterEach(() => {
  books.close()
  vi.useRealTimers()
})

const days = (first: number, last: number, today = last) => ({
  from: dayOfNumber(firstDay + first),
  to: dayOfNumber(firstDay + last),
  at: (firstDay + today) * dayMs,
})
const reconciled = (first: number, last: number, today = last) =>
  readReconciled({ raw: books.raw }, days(first, last, today)).currencies[0]
const gap = (first: number, last: number) => readGap({ raw: books.raw }, days(first, last)).banks[0]

it('says nothing where no statement ever came', () => {
  const asked = days(0, 3)
  const { from, to } = asked
  const asOf = new Date(asked.at).toISOString()
  expect(readReconciled({ raw: books.raw }, asked)).toEqual({ asOf, from, to, currencies: [] })
  expect(readGap({ raw: books.raw }, asked)).toEqual({ asOf, from, to, banks: [] })
})

it('says how much of what is dated within the days is matched, and how old all is that is not', async () => {
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1'), posting(1, 500, 'ORDER-2'), posting(1, -2_000, 'ORDER-3')])
  putLines(books.raw, [line(0, 10_000, 'ORDER-1')], { opening: 0 })
  putLines(books.raw, [line(1, 77, 'WHO-KNOWS'), line(2, 500, 'ORDER-2'), line(2, -33, 'WHO-ELSE')], {
    opening: 10_000,
  })
  await reconcile(books)
  expect(reconciled(0, 2)).toEqual({
    currency: 'USD',
    matched: {
      lines: 4,
      openLines: 2,
      matchedLines: 2,
      shareOfLines: 5_000,
      money: '10610',
      openMoney: '110',
      matchedMoney: '10500',
      shareOfMoney: 9_896,
    },
    unmatched: [
      { fromDays: 0, toDays: 1, lines: 2, lineMoney: '110', postings: 1, postingMoney: '2000' },
      ...[
        [2, 3],
        [4, 7],
        [8, 30],
        [31, null],
      ].map(([fromDays, toDays]) => ({
        fromDays,
        toDays,
        lines: 0,
        lineMoney: '0',
        postings: 0,
        postingMoney: '0',
      })),
    ],
  })
  expect(reconciled(1, 1, 2)?.matched).toMatchObject({ lines: 1, money: '77', shareOfLines: 0, shareOfMoney: 0 })
  expect(reconciled(5, 6)?.matched).toMatchObject({ lines: 0, shareOfLines: null, shareOfMoney: null })
  // Of the first of March, as it were: WHO-ELSE is of the second.
  const waits = (today: number) =>
    reconciled(0, 2, today)?.unmatched.map(({ lines, lineMoney, postings }) => [lines, lineMoney, postings])
  const none = [0, '0', 0]
  expect(waits(3)).toEqual([[1, '33', 0], [1, '77', 1], none, none, none])
  expect(waits(9)).toEqual([none, none, [1, '33', 0], [1, '77', 1], none])
  expect(waits(32)).toEqual([none, none, none, [1, '33', 0], [1, '77', 1]])
})

it('explains the gap between bank and books, and tells what is left over', async () => {
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1'), posting(1, -2_000, 'ORDER-3')])
  putLines(books.raw, [line(0, 10_000, 'ORDER-1')], { opening: 0 })
  putLines(books.raw, [line(1, 77, 'WHO-KNOWS')], { opening: 10_005 })
  await reconcile(books)
  // The bank has 10,082 and the books 8,000: 77 are not posted, 2,000 not at the bank yet, and 5 nobody told of.
  expect(gap(0, 5)).toMatchObject({
    account: 'omnibus:main',
    currency: 'USD',
    proof: { day: dayOfNumber(firstDay + 1), bankClosing: '10082', ledger: '8000' },
    gap: '2082',
    explained: '2077',
    residue: '5',
  })
  expect(gap(0, 0)).toMatchObject({ proof: { day: dayOfNumber(firstDay) }, gap: '0', explained: '0', residue: '0' })
  expect(gap(3, 5)).toEqual({
    account: 'omnibus:main',
    currency: 'USD',
    proof: null,
    gap: null,
    explained: null,
    residue: null,
  })
})
