/**
 * Any history of batches, operations, passing days and closes: a posting never stands on a day that was closed when it was
 * posted, and every period that was closed rebuilds to its root, whatever came after it.
 */
import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { checkLedger } from '../../engine/ledger/check.ts'
import { readPostings } from '../../engine/ledger/posting-rows.ts'
import { listPeriods } from '../../engine/periods/list.ts'
import { verifyPeriod } from '../../engine/periods/verify.ts'
import { type OpenBooks, openBooks, perform } from '../operations/open-books.ts'
import { closePeriod, type DayRow, daysOf, finish, takeRows } from './days.ts'

afterEach(() => vi.useRealTimers())

const days = ['2028-02-27', '2028-02-28', '2028-02-29', '2028-03-01', '2028-03-02'] as const
const row: fc.Arbitrary<DayRow> = fc.record({
  day: fc.constantFrom(...days),
  client: fc.constantFrom('anna', 'boris'),
  type: fc.constantFrom('TopUp' as const, 'Payment' as const),
  amount: fc.integer({ min: 1, max: 50 }),
})
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ is: fc.constant('rows' as const), rows: fc.array(row, { maxLength: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('deposit' as const), amount: fc.integer({ min: 1, max: 50 }) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('midnight' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      is: fc.constant('close' as const),
      period: fc.constantFrom(...days, '2028-02', '2028-03', '2028-01'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('finish' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

it('keeps closed days closed, and rebuilds every closed period', async () => {
  let closes = 0
  let late = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 25 }), async (steps) => {
      vi.useFakeTimers({ toFake: ['Date'] })
      vi.setSystemTime(new Date('2028-02-28T04:00:00Z'))
      const books = await openBooks()
      try {
        await takeRows(books, [{ day: days[0] }, { day: days[0], client: 'boris' }])
        for (const each of steps) {
          const closed = listPeriods(books, null).closedThrough ?? ''
          const before = daysOf(books)
          await play(books, each)
          const after = daysOf(books)
          // What was there stays where it was; what came stands on an open day.
          expect(after.slice(0, before.length)).toEqual(before)
          expect(after.slice(before.length).filter((day) => day <= closed)).toEqual([])
        }
        await finish(books)
        const { items, closedThrough } = listPeriods(books, null)
        for (const { name } of items) expect(verifyPeriod(books, { name })).toMatchObject({ matches: true })
        const lastDays = items.map(({ lastDay }) => lastDay).toSorted()
        expect(closedThrough).toBe(lastDays.at(-1) ?? null)
        expect(checkLedger({ raw: books.raw, onProgress: () => undefined }, null).differences).toEqual([])
        closes += items.length
        const postings = readPostings(
          books.raw,
          Array.from(daysOf(books), (_, index) => index + 1),
        )
        late += postings.filter((posting) => posting.late).length
      } finally {
        books.close()
        vi.useRealTimers()
      }
    }),
    { numRuns: 40 },
  )
  // The histories were not empty ones: of so many, dozens close something and find rows that came too late.
  expect([closes > 10, late > 10]).toEqual([true, true])
}, 120_000)

async function play(books: OpenBooks, each: Step): Promise<unknown> {
  switch (each.is) {
    case 'rows':
      return takeRows(books, each.rows)
    case 'deposit':
      return perform(books, 'deposit', { client: 'anna', amount: each.amount })
    case 'midnight':
      return vi.setSystemTime(Date.now() + 86_400_000)
    case 'close':
      return closePeriod(books, each.period)
    case 'finish':
      return finish(books)
    default:
      return each satisfies never
  }
}
