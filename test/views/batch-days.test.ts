/** Batches by the days on which they were received: of the workspace's zone, both days within. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inStore } from '../exceptions/open-exceptions.ts'
import { type Books, openBooks } from '../ingest/drop.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
  await inStore(books, (raw) => {
    const received = raw.prepare(`
      INSERT INTO batch (producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at, sealed_at)
      VALUES (7, @file, @file, '1', 1, 0, randomblob(32), @file, 'rejected', @at, @at)`)
    // Midnight in Hong Kong is four in the afternoon of the day before.
    for (const [file, at] of [
      ['before', '2026-03-01T15:59:59Z'],
      ['first', '2026-03-01T16:00:00Z'],
      ['last', '2026-03-03T15:59:59Z'],
      ['after', '2026-03-03T16:00:00Z'],
    ] as const)
      received.run({ file, at: Date.parse(at) })
  })
})
afterAll(() => books.close())

it.each([
  [{ from: '2026-03-02', to: '2026-03-03' }, ['last', 'first']],
  [{ from: '2026-03-03' }, ['after', 'last']],
  [{ to: '2026-03-02' }, ['first', 'before']],
  [{ from: '2026-03-05' }, []],
])('received within %j', async (days, files) => {
  const { items } = await books.client.batches.list(days)
  expect(items.map(({ file }) => file)).toEqual(files)
  const { view, total } = await books.client.batches.openView({ filter: days })
  const rows = await books.client.batches.viewRows({ view, from: 0, to: 9 })
  expect([total, rows.items.map(({ file }) => file)]).toEqual([files.length, files])
})
