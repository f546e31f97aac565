/** Closing a day or a month: when it may be closed, and that nothing comes into it any more, by whatever way. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { dayNumberOf } from '../../engine/calendar/day.ts'
import { Books } from '../../engine/ledger/books.ts'
import { readPostings } from '../../engine/ledger/posting-rows.ts'
import { listPeriods } from '../../engine/periods/list.ts'
import { balancesOf, type OpenBooks, openBooks } from '../operations/open-books.ts'
import { approve, closePeriod, daysOf, finish, proposeClose, takeRows } from './days.ts'

let books: OpenBooks
beforeEach(async () => {
  // Noon of 5 December in Hong Kong.
  clock('2026-12-05T04:00:00Z')
  books = await openBooks()
})
afterEach(() => {
  vi.useRealTimers()
  books.close()
})

const clock = (instant: string): void => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(new Date(instant))
}
const closedThrough = () => books.raw.prepare('SELECT through FROM closed_days').pluck().get()
const periods = () => listPeriods(books, null).items.map(({ name, state }) => `${name} ${state}`)
const done = (period: string) => ({ status: 'done', kind: 'period_close', result: { period }, inSetUp: false })

// In the order in which it is refused: each one also breaks what is asked later.
it.each([
  ['2026-12-05', { status: 'period_not_over', period: '2026-12-05' }],
  ['2026-12', { status: 'period_not_over', period: '2026-12' }],
  ['2027-01-01', { status: 'period_not_over', period: '2027-01-01' }],
  ['2026-11-10', { status: 'period_closed', period: '2026-11-10' }],
  ['2026-11-09', { status: 'period_closed', period: '2026-11-09' }],
  ['2026-10', { status: 'period_closed', period: '2026-10' }],
  ['2026-11-21', { status: 'earlier_days_open', firstOpenDay: '2026-11-20' }],
  ['2026-12-01', { status: 'earlier_days_open', firstOpenDay: '2026-11-20' }],
  ['2026-11-20', done('2026-11-20')],
  ['2026-11', done('2026-11')],
  // An empty day may be closed, and with it every day before it that is empty too.
  ['2026-11-19', done('2026-11-19')],
  // Its days are closed, and it is not: it gets a root of its own.
  ['2026-09', done('2026-09')],
])('closes %s or says why not', async (period, outcome) => {
  await takeRows(books, [{ day: '2026-10-31' }, { day: '2026-11-10' }, { day: '2026-11-20' }, { day: '2026-11-21' }])
  expect(await closePeriod(books, '2026-10')).toEqual(done('2026-10'))
  expect(await closePeriod(books, '2026-11-10')).toEqual(done('2026-11-10'))
  const before = periods()
  expect(await closePeriod(books, period)).toEqual(outcome)
  expect(periods().length - before.length).toBe(outcome.status === 'done' ? 1 : 0)
})

it('says what will be closed, and closes nothing by being proposed', async () => {
  await takeRows(books, [{ day: '2026-11-10' }, { day: '2026-11-20' }, { day: '2026-11-10' }])
  await closePeriod(books, '2026-11-10')
  const proposed = await proposeClose(books, '2026-11')
  const id = 'answer' in proposed ? proposed.answer.proposal : 0
  const effect = books.raw.prepare('SELECT effect FROM proposal WHERE id = ?').pluck().get(id) as string
  expect(JSON.parse(effect)).toEqual({
    postings: [],
    sets: [
      {
        subject: 'period:2026-11',
        before: { closedThrough: '2026-11-10' },
        after: {
          firstDay: '2026-11-01',
          lastDay: '2026-11-30',
          closedThrough: '2026-11-30',
          postings: 3,
          morePostings: false,
          lastPosting: 3,
        },
      },
    ],
    balances: [],
  })
  expect([periods(), closedThrough()]).toEqual([['2026-11-10 closing'], '2026-11-10'])
})

it('is not closed as it was proposed when more rows came in since', async () => {
  await takeRows(books, [{ day: '2026-11-20' }])
  const proposed = await proposeClose(books, '2026-11-20')
  await takeRows(books, [{ day: '2026-11-21' }])
  const late = await proposeClose(books, '2026-11')
  await takeRows(books, [{ day: '2026-11-20' }])
  for (const each of [proposed, late]) {
    const outcome = await approve(books, 'answer' in each ? each.answer.proposal : 0)
    expect(outcome).toMatchObject({ status: 'effect_moved', effect: { sets: [{ after: { lastPosting: 3 } }] } })
  }
  expect([periods(), closedThrough()]).toEqual([[], undefined])
})

it('is closed as it was proposed when rows came in for other days only', async () => {
  await takeRows(books, [{ day: '2026-11-20' }])
  const proposed = await proposeClose(books, '2026-11-20')
  await takeRows(books, [{ day: '2026-11-21' }])
  expect(await approve(books, 'answer' in proposed ? proposed.answer.proposal : 0)).toEqual(done('2026-11-20'))
})

it('closes a month day by day and then as a month, and never opens a day again', async () => {
  await takeRows(books, [{ day: '2026-11-28' }, { day: '2026-11-30' }, { day: '2026-12-01' }])
  for (const day of ['2026-11-28', '2026-11-29', '2026-11-30', '2026-12-01'])
    expect(await closePeriod(books, day)).toEqual(done(day))
  expect(await closePeriod(books, '2026-11')).toEqual(done('2026-11'))
  expect(closedThrough()).toBe('2026-12-01')
  expect(await finish(books)).toEqual(['2026-11-28', '2026-11-29', '2026-11-30', '2026-11', '2026-12-01'])
  expect(listPeriods(books, null)).toMatchObject({
    items: [
      { name: '2026-12-01', kind: 'day', state: 'closed', postings: 1 },
      { name: '2026-11', kind: 'month', firstDay: '2026-11-01', lastDay: '2026-11-30', state: 'closed', postings: 2 },
      { name: '2026-11-30', postings: 1 },
      { name: '2026-11-29', postings: 0 },
      { name: '2026-11-28', postings: 1 },
    ],
    closedThrough: '2026-12-01',
    firstOpenDay: null,
  })
  expect(await closePeriod(books, '2026-11')).toEqual({ status: 'period_closed', period: '2026-11' })
})

it('says which day a close may begin with', async () => {
  expect(listPeriods(books, null)).toEqual({ items: [], next: null, closedThrough: null, firstOpenDay: null })
  await takeRows(books, [{ day: '2026-11-20' }, { day: '2026-11-24' }])
  expect(listPeriods(books, null)).toMatchObject({ closedThrough: null, firstOpenDay: '2026-11-20' })
  await closePeriod(books, '2026-11-20')
  await closePeriod(books, '2026-11-22')
  expect(listPeriods(books, null)).toMatchObject({ closedThrough: '2026-11-22', firstOpenDay: '2026-11-24' })
})

describe('a day is over', () => {
  it.each([
    ['2026-11-20T15:59:59.999Z', '2026-11-20', 'period_not_over'],
    ['2026-11-20T16:00:00.000Z', '2026-11-20', 'done'],
    ['2026-11-30T15:59:59.999Z', '2026-11', 'period_not_over'],
    ['2026-11-30T16:00:00.000Z', '2026-11', 'done'],
    ['2028-02-29T15:59:59.999Z', '2028-02-29', 'period_not_over'],
    ['2028-02-29T15:59:59.999Z', '2028-02', 'period_not_over'],
    ['2028-02-28T16:00:00.000Z', '2028-02-28', 'done'],
    ['2028-02-29T16:00:00.000Z', '2028-02', 'done'],
    ['2027-02-28T16:00:00.000Z', '2027-02', 'done'],
    ['2026-12-31T16:00:00.000Z', '2026-12', 'done'],
  ])('at midnight of Hong Kong: at %s, %s is %s', async (at, period, status) => {
    clock(at)
    expect(await closePeriod(books, period)).toMatchObject({ status })
  })

  it('and February has the days of its year', async () => {
    clock('2028-03-05T00:00:00Z')
    await takeRows(books, [{ day: '2028-02-29' }, { day: '2028-03-01' }])
    expect(await closePeriod(books, '2028-02-28')).toEqual(done('2028-02-28'))
    expect(await closePeriod(books, '2028-02')).toEqual(done('2028-02'))
    expect(closedThrough()).toBe('2028-02-29')
    await finish(books)
    expect(listPeriods(books, null).items[0]).toMatchObject({ name: '2028-02', postings: 1 })
  })
})

describe('what comes for a closed day', () => {
  const late = () => readPostings(books.raw, [1, 2, 3, 4].slice(0, daysOf(books).length)).map((row) => row.late)

  it('stands on the first open day when it is a row, and says so', async () => {
    await takeRows(books, [{ day: '2026-11-20' }])
    await closePeriod(books, '2026-11')
    await takeRows(books, [{ day: '2026-11-20' }, { day: '2026-11-01' }, { day: '2026-12-03' }])
    expect(daysOf(books)).toEqual(['2026-11-20', '2026-12-01', '2026-12-01', '2026-12-03'])
    expect(late()).toEqual([false, true, true, false])
  })

  it('stands on the first open day when it was held until then', async () => {
    const rows = [
      { day: '2026-11-20', amount: 10 },
      { day: '2026-11-20', type: 'Payment', amount: 50 },
    ] as const
    await takeRows(books, rows)
    await closePeriod(books, '2026-11-20')
    await takeRows(books, [{ day: '2026-11-20', amount: 40 }])
    expect(daysOf(books)).toEqual(['2026-11-20', '2026-11-21', '2026-11-21'])
    expect(late()).toEqual([false, true, true])
    expect(balancesOf(books)).toEqual({})
  })

  it('stands on the first open day when it is an entry', async () => {
    await closePeriod(books, '2026-11')
    const ledger = new Books(books.raw, Date.now())
    const [debit, credit] = [ledger.house('suspense', 'USD'), ledger.house('fee-income', 'USD')]
    const legs = [{ debit, credit, amount: 5 }]
    const entry = { kind: 'fee', currency: 'USD', amount: 5, legs, initiator: 'ana', occurredAt: 0, day: '2026-11-30' }
    ledger.postEntry(entry)
    ledger.close()
    expect(daysOf(books)).toEqual(['2026-12-01'])
  })

  it('is refused by the database, whoever asks', async () => {
    await takeRows(books, [{ day: '2026-11-20' }])
    await closePeriod(books, '2026-11-20')
    const copy = (day: string) => `
      INSERT INTO movement
      SELECT (SELECT max(seq) + 1 FROM movement), entry, debit, credit, currency, amount, kind, batch_id, line + 1, tx_id,
        place, occurred_at, posted_at, ${dayNumberOf(day)}, debit_after, credit_after, debit_previous, credit_previous
      FROM movement WHERE seq = 1`
    expect(() => books.raw.exec(copy('2026-11-20'))).toThrow(/closed day/)
    expect(() => books.raw.exec(copy('2026-11-19'))).toThrow(/closed day/)
    books.raw.exec(copy('2026-11-21'))
  })
})

it.each([
  ['a day that is opened again', `UPDATE closed_days SET through = '2026-11-19'`, /never opened/],
  ['the mark that is deleted', 'DELETE FROM closed_days', /never opened/],
  ['a period that is deleted', 'DELETE FROM period', /stays closed/],
  ['another root', 'UPDATE period SET root = zeroblob(32)', /stays as it is/],
  [
    'a second close of a day',
    'INSERT INTO period SELECT 9, kind, first_day, last_day, state, postings, root, proposal, closed_at FROM period',
    /UNIQUE/,
  ],
])('the database refuses %s', async (_, statement, reason) => {
  await closePeriod(books, '2026-11-20')
  await finish(books)
  expect(() => books.raw.exec(statement)).toThrow(reason)
})
