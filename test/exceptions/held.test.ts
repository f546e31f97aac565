/** Rows that are held: those that wait for money are nobody's work before their time, the others at once. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { recurringJobs } from '../../engine/jobs/recurring.ts'
import { type Books, csvOf } from '../ingest/drop.ts'
import { inStore, openLenientBooks, takeBatch } from './open-exceptions.ts'

let books: Books
beforeEach(async () => {
  books = await openLenientBooks()
})
afterEach(() => books.close())

const dayMs = 86_400_000

/** As if the batch had been sealed so many days ago, a minute more or less. */
const sealedDaysAgo = (batch: number, days: number, minutes: number) =>
  inStore(books, (raw) =>
    raw.prepare('UPDATE batch SET sealed_at = ? WHERE id = ?').run(Date.now() - days * dayMs - minutes * 60_000, batch),
  )

const look = async () => (await books.engine.opened()).store.write('exceptions.expireHeld', null, 'engine')
const isNeeded = async () => {
  const { store } = await books.engine.opened()
  return store.read('exceptions.anyHeldDue', { at: Date.now() })
}

async function exceptionsOf(batch: number): Promise<readonly Exception[]> {
  return (await books.client.exceptions.list({ batch })).items
}

const tooMuch = [
  { client: 'A', tx: 'h1', amount: 10 },
  { client: 'A', tx: 'h2', type: 'Payment', amount: 500 },
  { client: 'B', tx: 'h3', amount: 10 },
  { client: 'B', tx: 'h4', type: 'Payment', amount: 700 },
]

it('payments that wait for money become an exception of their batch once seven days are over', async () => {
  const batch = await takeBatch(books, 'held.csv', tooMuch)
  expect(await exceptionsOf(batch)).toEqual([])
  await sealedDaysAgo(batch, 7, -1)
  expect(await isNeeded()).toBe(false)
  await sealedDaysAgo(batch, 7, 1)
  expect(await isNeeded()).toBe(true)
  expect(await look()).toEqual({ raised: 1, changed: 0, settled: 0, more: false })
  expect(await exceptionsOf(batch)).toMatchObject([
    { code: 'HELD_TOO_LONG', scope: 'hold', severity: 'medium', rows: 2, amount: 1_200, currency: 'USD', client: null },
  ])
  expect(await isNeeded()).toBe(false)
  expect(await look()).toEqual({ raised: 0, changed: 0, settled: 0, more: false })
})

it('the days are those of the agreement', async () => {
  const agreement = { limits: { clientsMin: 0, heldPaymentDays: 30 } }
  await books.client.producers.add({ id: 10, code: 'ten', name: 'Ten', agreement })
  books.drop('ten.csv', csvOf(tooMuch.map((row) => ({ ...row, producer: 10 }))), 'ten')
  await books.drain()
  await sealedDaysAgo(1, 29, 0)
  expect(await isNeeded()).toBe(false)
  await sealedDaysAgo(1, 30, 1)
  expect(await isNeeded()).toBe(true)
})

it('payments that went through since are counted out, and the last of them settles it', async () => {
  const batch = await takeBatch(books, 'held.csv', tooMuch)
  await sealedDaysAgo(batch, 8, 0)
  await look()
  await takeBatch(books, 'money.csv', [{ client: 'B', tx: 'm1', amount: 5_000 }])
  expect(await isNeeded()).toBe(true)
  expect(await look()).toEqual({ raised: 0, changed: 1, settled: 0, more: false })
  // The one that is left is told with its client and line.
  const [left] = await exceptionsOf(batch)
  expect(left).toMatchObject({ status: 'open', rows: 1, amount: 500, client: 'A', line: 3, version: 2 })
  await takeBatch(books, 'more-money.csv', [{ client: 'A', tx: 'm2', amount: 5_000 }])
  expect(await look()).toEqual({ raised: 0, changed: 0, settled: 1, more: false })
  const settled = await books.client.exceptions.get({ id: left?.id ?? 0 })
  expect(settled).toMatchObject({ status: 'resolved', resolution: 'posted', rows: 1 })
  expect(settled.history.map(({ kind, by }) => [kind, by])).toEqual([
    ['raised', 'engine'],
    ['changed', 'engine'],
    ['settled', 'engine'],
  ])
  expect(settled.firstRows.map(({ line, outcome }) => [line, outcome])).toEqual([
    [3, 'posted'],
    [5, 'posted'],
  ])
  // Also now that none of the client's rows is held there.
  expect((await books.client.exceptions.list({ client: 'A' })).items).toMatchObject([{ id: left?.id }])
  // Nothing is raised a second time for what somebody or the world has decided.
  expect(await isNeeded()).toBe(false)
})

it('rows of a frozen client wait for a person at once, with client, line and money at stake', async () => {
  await takeBatch(books, 'opens.csv', [{ client: 'F', tx: 'f1', amount: 10 }])
  await inStore(books, (raw) => raw.exec(`UPDATE account SET state = 'frozen' WHERE code = 'wallet:F'`))
  // The writer may remember wallets, so it begins anew.
  await books.engine.rotate('test', 'admin')
  const batch = await takeBatch(books, 'frozen.csv', [{ client: 'F', tx: 'f2', amount: 25 }])
  const items = await exceptionsOf(batch)
  expect(items).toMatchObject([
    { code: 'CLIENT_FROZEN', scope: 'hold', rows: 1, client: 'F', line: 2, amount: 25, severity: 'medium' },
  ])
})

it('money at stake beyond what a number holds is not told wrongly', async () => {
  const batch = await takeBatch(books, 'held.csv', tooMuch)
  await inStore(books, (raw) =>
    raw.exec(`UPDATE held_row SET amount = ${Number.MAX_SAFE_INTEGER} WHERE client_id = 'A'`),
  )
  await sealedDaysAgo(batch, 8, 0)
  await look()
  expect(await exceptionsOf(batch)).toMatchObject([{ rows: 2, amount: null }])
})

it('a morning on which very many are due is worked off in pieces', async () => {
  const batch = await takeBatch(books, 'held.csv', tooMuch)
  await inStore(books, (raw) => {
    const columns = 'producer_id, file, path, inode, bytes, modified_at, sha256, state, received_at, sealed_at'
    raw.exec(`
      WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 250)
      INSERT INTO batch (${columns}, archive) SELECT ${columns}, 'copy' || n FROM number, batch WHERE batch.id = ${batch};
      UPDATE batch SET sealed_at = 1;
      INSERT INTO held_row (batch_id, line, client_id, kind, amount, tx_id, location, occurred_at, business_day, code, raw,
          state)
        SELECT batch.id, line, client_id, kind, amount, tx_id, location, occurred_at, business_day, code, raw, 'held'
        FROM batch, held_row WHERE batch.id > ${batch}`)
  })
  expect(await look()).toEqual({ raised: 200, changed: 0, settled: 0, more: true })
  const { store, ring, reconciler } = await books.engine.opened()
  const job = recurringJobs({ store, ring, reconciler, anchors: books.directory, letArrive: async () => {} }).find(
    ({ name }) => name === 'held_payments.expire',
  )
  expect(await job?.run()).toEqual({ outcome: 'done', detail: { raised: 51, changed: 0, settled: 0 } })
  expect(await job?.needed?.()).toBe(false)
  expect((await books.client.exceptions.summary()).unresolved).toBe(251)
})
