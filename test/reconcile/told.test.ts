/** The bank is proven only on days that a statement tells of: what only waits for the bank is neither proof nor break. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { dayOfNumber } from '../../engine/calendar/day.ts'
import type { OmnibusProof } from '../../engine/contract/reconciliation.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { firstDay, line, posting, proofOfBank } from './bank-days.ts'
import { putLines, putPostings } from './put-sides.ts'
import { reconcile } from './reconciling.ts'

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

const proofOn = (day: number): OmnibusProof => proofOfBank(books.raw, day)
/** Whether the day is told of, the day of the bank's balance that is shown, and that balance. */
const toldOf = (...days: readonly number[]) =>
  days.map((day) => {
    const { isTold, bankDay, bankClosing } = proofOn(day)
    return [isTold, bankDay, bankClosing]
  })
const dayAt = (day: number): string => dayOfNumber(firstDay + day)

async function cutOffAt(day: number) {
  vi.setSystemTime((firstDay + day) * dayMs)
  await reconcile(books)
  return books.raw.prepare(`SELECT status, amount FROM exception WHERE code = 'OMNIBUS_DOES_NOT_PROVE'`).raw().all()
}

it('a day is told of where a statement reaches its end, and behind the last one only its balance is known', async () => {
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1'), posting(1, 700, 'ORDER-2')])
  putLines(books.raw, [line(0, 10_000, 'ORDER-1')], { opening: 0 })
  await reconcile(books)
  expect(toldOf(-1, 0, 1, 2)).toEqual([
    [false, null, null],
    [true, dayAt(0), '10000'],
    [false, dayAt(0), '10000'],
    [false, dayAt(0), '10000'],
  ])
  // Of three days, in the middle of which nothing moved.
  putLines(books.raw, [line(1, 700, 'ORDER-2'), line(3, 5, 'ORDER-3')], { opening: 10_000 })
  expect(toldOf(1, 2, 3, 4)).toEqual([
    [true, dayAt(1), '10700'],
    [true, dayAt(2), '10700'],
    [true, dayAt(3), '10705'],
    [false, dayAt(3), '10705'],
  ])
})

it('a day between two statements is told of where the later one goes on with the balance of the one before', async () => {
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1')])
  putLines(books.raw, [line(0, 10_000, 'ORDER-1')], { opening: 0 })
  putLines(books.raw, [line(2, 500, 'ORDER-2')], { opening: 10_000 })
  expect(toldOf(1)).toEqual([[false, dayAt(0), '10000']])
  const span = books.raw
    .prepare(`
      INSERT INTO statement_span (account, from_day, to_day, opening, closing, first, last)
      SELECT account, min(from_day), max(to_day), 0, 10500, min(id), max(id) FROM statement GROUP BY account`)
    .run().lastInsertRowid
  books.raw.prepare('UPDATE statement SET span = ?').run(span)
  expect(toldOf(1, 2, 3)).toEqual([
    [true, dayAt(0), '10000'],
    [true, dayAt(2), '10500'],
    [false, dayAt(2), '10500'],
  ])
})

it('a day that nobody told of breaks nothing: what lines without a balance explain came after the last balance', async () => {
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1'), posting(1, 500, 'ORDER-2')])
  putLines(books.raw, [line(0, 10_000, 'ORDER-1')], { opening: 0 })
  putLines(books.raw, [line(1, 500, 'ORDER-2')])
  expect(await cutOffAt(10)).toEqual([])
  // The balance of a later day says that something is missing after all.
  putLines(books.raw, [line(2, 40, 'ORDER-3')], { opening: 10_600 })
  expect(await cutOffAt(11)).toEqual([['open', 100]])
})

it('a break is not over on a day that nobody told of, but on the next one that a statement proves', async () => {
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1'), posting(1, 300, 'ORDER-2')])
  putLines(books.raw, [line(0, 10_000, 'ORDER-1')], { opening: 300 })
  expect(await cutOffAt(5)).toEqual([['open', 300]])
  // By coincidence what came since comes to the difference.
  putLines(books.raw, [line(1, 300, 'ORDER-2')])
  expect(await cutOffAt(10)).toEqual([['open', 300]])
  putLines(books.raw, [line(2, 40, 'ORDER-3')], { opening: 10_300 })
  expect(await cutOffAt(11)).toEqual([['resolved', 300]])
})
