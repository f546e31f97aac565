/**
 * A batch that stops between two pieces: because something went wrong, because the machine's clock was set back meanwhile,
 * because somebody suspended its producer. What is posted stays, what is not is plain, and nothing is posted twice.
 */
import type { Database } from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { rowsPerPiece } from '../../engine/ingest/posting/rows-to-post.ts'
import { type Books, csvOf, openBooks } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { pause } from './processes.ts'

const hourMs = 3_600_000
let books: Books
beforeEach(async () => {
  books = await openBooks()
})
afterEach(() => books.close())

const raw = <T>(act: (raw: Database) => T): Promise<T> => withRawStore(books.engine, act)

const rowsOf = (name: string, count: number): string =>
  csvOf(Array.from({ length: count }, (_, i) => ({ client: `C${i % 20}`, tx: `${name}-${i}`, amount: 1 + (i % 7) })))

/** Makes the writer fail at the second piece of any batch, as a bug would. */
const failAtSecondPiece = `
  CREATE TRIGGER fails BEFORE INSERT ON batch_piece WHEN NEW.first_line > 1
  BEGIN SELECT raise(ABORT, 'as if by a bug'); END`

async function standing() {
  const [batch] = await raw((store) =>
    store
      .prepare(`
        SELECT state, reasons, rows, posted, unposted, rows = posted + repeats + conflicts + faults + held + unposted AS adds,
          (SELECT count(*) FROM movement) AS postings, (SELECT count(*) FROM batch_piece) AS pieces
        FROM batch ORDER BY id`)
      .all(),
  )
  return batch
}

const rows = rowsPerPiece + 5_000

it('goes on behind the last piece after something went wrong, and troubles nobody else meanwhile', async () => {
  await raw((store) => store.exec(failAtSecondPiece))
  books.drop('a.csv', rowsOf('a', rows))
  await books.drain()
  const half = await standing()
  expect(half).toMatchObject({ state: 'posting', rows, adds: 1, pieces: 1 })
  expect(half).toMatchObject({ postings: (half as { posted: number }).posted })
  // One of another producer is taken and posted while the first one waits.
  books.drop('b.csv', csvOf([{ producer: 8, client: 'B', tx: 'b', amount: 5 }]), 'eight')
  expect(await books.drain()).toBe(1)
  expect((await books.client.clients.get({ client: 'B' })).balance).toBe(5)
  expect((await books.client.ingest.status()).troubles).toMatchObject([{ path: 'a.csv', code: 'internal' }])
  // It is tried with every look, and told each time.
  expect(books.incidents).toHaveLength(2)
  await raw((store) => store.exec('DROP TRIGGER fails'))
  await books.drain()
  expect(await standing()).toMatchObject({ state: 'posted', rows, posted: rows, unposted: 0, postings: rows + 1 })
  expect((await books.client.ingest.status()).troubles).toEqual([])
  await expectProven()
}, 60_000)

it('posts in the same order when the clock was set back by an hour between two pieces', async () => {
  await raw((store) => store.exec(failAtSecondPiece))
  books.drop('a.csv', rowsOf('a', rows))
  await books.drain()
  // What was posted until now was posted when the clock was an hour ahead.
  await raw((store) => {
    const guard = store.prepare(`SELECT sql FROM sqlite_schema WHERE name = 'movement_is_never_changed'`).pluck().get()
    store.exec(`
      DROP TRIGGER fails; DROP TRIGGER movement_is_never_changed;
      UPDATE movement SET posted_at = posted_at + ${hourMs}; UPDATE batch SET received_at = received_at + ${hourMs};
      ${String(guard)}`)
  })
  await books.drain()
  expect(await standing()).toMatchObject({ state: 'posted', rows, posted: rows, postings: rows })
  const unordered = await raw((store) =>
    store
      .prepare('SELECT count(*) FROM movement AS m JOIN movement AS n ON n.seq = m.seq + 1 WHERE n.line <= m.line')
      .pluck()
      .get(),
  )
  expect(unordered).toBe(0)
  await expectProven()
  // A moment ago the clock had not dated the last piece yet, and an hour from now it has dated everything.
  const at = (ms: number) => books.client.ledger.balance({ client: 'C1', at: new Date(ms).toISOString() })
  const now = await books.client.ledger.balance({ client: 'C1' })
  expect((await at(Date.now() + 2 * hourMs)).balance).toBe(now.balance)
}, 60_000)

it('stops at the next piece when its producer is suspended, and posts nothing more of it by itself', async () => {
  const many = 5 * rowsPerPiece
  books.drop('a.csv', rowsOf('a', many))
  const draining = books.drain()
  const pieces = () => raw((store) => store.prepare('SELECT count(*) FROM batch_piece').pluck().get() as number)
  while ((await pieces()) === 0) await pause(5)
  await books.client.producers.suspend({ id: 7, reason: 'the till sends nonsense' })
  const posted = await raw((store) => store.prepare('SELECT count(*) FROM movement').pluck().get() as number)
  await draining
  const stopped = await standing()
  expect(stopped).toMatchObject({ state: 'held', rows: many, adds: 1, posted, postings: posted })
  expect(stopped).toMatchObject({ unposted: many - posted, reasons: '["PRODUCER_SUSPENDED"]' })
  expect(posted).toBeLessThan(many)
  // Its other files wait for a person as a whole.
  books.drop('later.csv', rowsOf('later', 10))
  await books.drain()
  expect(await standing()).toEqual(stopped)
  await expectProven()
}, 60_000)

it('stops telling of what stood in the way of all files once it does not any more', async () => {
  await books.close()
  books = await openBooks({ background: true, settleMs: 20 })
  const troubles = async () => (await books.client.ingest.status()).troubles.map(({ code }) => code)
  await raw((store) =>
    store.exec(`CREATE TRIGGER fails BEFORE INSERT ON identity_run WHEN NEW.level > 0
      BEGIN SELECT raise(ABORT, 'as if by a bug'); END`),
  )
  for (let file = 0; file < 9; file += 1) books.drop(`${file}.csv`, rowsOf(`f${file}`, 5))
  while (!(await troubles()).includes('internal')) await pause(20)
  await raw((store) => store.exec('DROP TRIGGER fails'))
  while ((await troubles()).length > 0) await pause(20)
  expect(await troubles()).toEqual([])
}, 60_000)

async function expectProven(): Promise<void> {
  const { consistent, differences } = await books.client.workspace.check({ deep: true })
  expect({ consistent, differences }).toEqual({ consistent: true, differences: [] })
}
