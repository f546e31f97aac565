/** What a producer moved lately, from the sums that its postings keep: days, money and clients are its own and no other's. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dayBefore } from '../../engine/calendar/day.ts'
import { Zone } from '../../engine/calendar/zone.ts'
import { type Books, csvOf, openBooks } from '../ingest/drop.ts'
import { refusalOf } from '../workspace-fixture.ts'

const today = new Zone('Asia/Hong_Kong').dayOf(Date.now())
const daysAgo = (days: number): string => {
  let day = today
  for (let each = 0; each < days; each += 1) day = dayBefore(day)
  return day
}
/** Early in the day, so that no time of a test's run lies before it. */
const at = (day: string): string => `${day}T00:00:01`

let books: Books
beforeAll(async () => {
  books = await openBooks()
  const yesterday = [
    { client: 'A', tx: '1', amount: 700, date: at(daysAgo(1)) },
    { client: 'B', tx: '2', amount: 50, date: at(daysAgo(1)) },
    { client: 'A', tx: '3', amount: 200, type: 'Payment', date: `${daysAgo(1)}T13:00:00` },
    // A payment that nobody has money for moves nothing.
    { client: 'C', tx: '4', amount: 90, type: 'Payment', date: at(daysAgo(1)) },
  ]
  books.drop('a.csv', csvOf(yesterday))
  books.drop('b.csv', csvOf([{ client: 'A', tx: '5', amount: 5, date: at(daysAgo(29)) }]))
  books.drop('c.csv', csvOf([{ client: 'A', tx: '6', amount: 9, date: at(daysAgo(30)) }]))
  books.drop('d.csv', csvOf([{ client: 'Z', tx: '1', amount: 3, date: at(daysAgo(1)), producer: 8 }]), 'eight')
  await books.drain()
})
afterAll(() => books.close())

it('is told by business day, newest first, with the sums of all thirty days', async () => {
  expect(await books.client.producers.volumes({ id: 7 })).toEqual({
    from: daysAgo(29),
    to: today,
    days: [
      { day: daysAgo(1), currency: 'USD', rows: 3, topUps: '750', payments: '200' },
      { day: daysAgo(29), currency: 'USD', rows: 1, topUps: '5', payments: '0' },
    ],
    totals: [{ currency: 'USD', rows: 4, topUps: '755', payments: '200' }],
    // Over what was posted last, whenever it happened; who only has a held payment was not served yet.
    clients: { clients: 2, rows: 5 },
  })
})

it('is nothing for one that never sent anything, and refused for one that nobody knows', async () => {
  await books.client.producers.add({ id: 9, code: 'nine', name: 'Nine Lives' })
  expect(await books.client.producers.volumes({ id: 9 })).toMatchObject({
    days: [],
    totals: [],
    clients: { clients: 0, rows: 0 },
  })
  expect((await refusalOf(books.client.producers.volumes({ id: 99 }))).code).toBe('not_found')
})
