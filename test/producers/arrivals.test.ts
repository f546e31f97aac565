/** A file that lies in its folder already is not called missing, only because nobody has taken it yet. */
import { afterEach, expect, it } from 'vitest'
import { Schedule } from '../../engine/contract/schedules.ts'
import { type Books, csvOf, forSmallFiles, openBooks } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'

let books: Books
afterEach(() => books.close())

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** On the clocks of Hong Kong, so that its grace is over whenever this runs. */
const threeHoursAgo = new Date(Date.now() + 5 * hourMs).toISOString().slice(11, 16)

it('is taken before anybody decides what is missing after the machine slept', async () => {
  books = await openBooks({ background: true, settleMs: 400 })
  const schedule = Schedule.parse({ kind: 'daily', times: [threeHoursAgo], graceMinutes: 1 })
  await books.client.producers.add({ id: 9, code: 'nine', name: 'Nine Pins', schedule, agreement: forSmallFiles })
  // As if it had slept since the day before yesterday: two batches are due, and the last one's file is there.
  await withRawStore(books.engine, (raw) =>
    raw.prepare('UPDATE producer SET expected_after = ? WHERE id = 9').run(Date.now() - 2 * dayMs),
  )
  books.drop('nine.csv', csvOf([{ producer: 9, tx: 'n1', amount: 5 }]), 'nine')
  const { scheduler } = await books.engine.opened()
  const job = scheduler.definitions.get('producers.due')
  expect(await job?.run()).toMatchObject({ outcome: 'problems', detail: { decided: 2, missing: 1 } })
  const states = await withRawStore(books.engine, (raw) =>
    raw.prepare('SELECT state FROM expected_batch WHERE producer_id = 9 ORDER BY expected_at').pluck().all(),
  )
  expect(states).toEqual(['missed', 'late'])
})
