/** What somebody put off comes back by itself, at its time and no sooner. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { changeCase } from '../../engine/exceptions/case.ts'
import { type ExceptionDraft, raise } from '../../engine/exceptions/raise.ts'
import { recurringJobs } from '../../engine/jobs/recurring.ts'
import type { Books } from '../ingest/drop.ts'
import { inStore, openLenientBooks } from './open-exceptions.ts'

let books: Books
beforeAll(async () => {
  books = await openLenientBooks()
})
afterAll(() => books.close())

const draft: ExceptionDraft = {
  code: 'BATCH_MISSING',
  scope: 'producer',
  producer: 9,
  batch: null,
  cause: '',
  rows: 0,
  amount: null,
  client: null,
  line: null,
  found: null,
  facts: [],
  detail: {},
}

async function wakeJob() {
  const { store, ring, reconciler } = await books.engine.opened()
  const jobs = recurringJobs({ store, ring, reconciler, anchors: books.directory, letArrive: async () => {} })
  const job = jobs.find(({ name }) => name === 'exceptions.wake')
  if (job?.needed === undefined) throw new Error('nothing wakes exceptions')
  return { needed: job.needed, run: job.run }
}

it('however many wake on one morning, in pieces, and nobody touched them by that', async () => {
  const at = Date.now()
  const { needed, run } = await wakeJob()
  expect(await needed()).toBe(false)
  const late = await inStore(books, (raw) => {
    const ids = Array.from({ length: 1_002 }, (_, i) => raise(raw, at, { ...draft, cause: String(i) }).id)
    for (const [place, id] of ids.entries()) {
      const snoozedUntil = place === 0 ? at + 60_000 : at - place
      changeCase(raw, at, { id, by: 'admin', kind: 'snoozed', detail: {}, owner: 1, snoozedUntil })
    }
    return ids[0] ?? 0
  })
  expect(await needed()).toBe(true)
  const { store } = await books.engine.opened()
  expect(await store.write('exceptions.wake', null, 'engine')).toEqual({ woken: 500, more: true })
  expect(await run()).toEqual({ outcome: 'done', detail: { woken: 501 } })
  expect(await needed()).toBe(false)
  expect((await books.client.exceptions.summary()).snoozed).toBe(1)
  const woken = await books.client.exceptions.get({ id: late + 1 })
  expect(woken).toMatchObject({ snoozedUntil: null, status: 'in_progress', owner: 'admin', touchedBy: 'admin' })
  expect(woken.history.map(({ kind, by }) => `${kind} by ${by}`)).toEqual([
    'raised by engine',
    'snoozed by admin',
    'woken by engine',
  ])
  expect((await books.client.exceptions.get({ id: late })).snoozedUntil).not.toBeNull()
})
