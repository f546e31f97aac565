/** The contents of batches in memory: what was written is found, what was rolled back is not, and old ones are told. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { mostAlike } from '../../engine/ingest/check/alike.ts'
import { ContentIndex } from '../../engine/ingest/check/content-index.ts'
import { packSketch } from '../../engine/ingest/check/sketch.ts'
import { forgetRemembered } from '../../engine/store/remembered.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'

let books: OpenBooks
beforeEach(async () => {
  books = await openBooks()
  await books.run('producers.add', { id: 7, code: 'seven', name: 'Seven' })
})
afterEach(() => books.close())

const sketchOf = (contents: readonly number[], every = 1) => ({ every, contents: Float64Array.from(contents).sort() })

function addBatch(id: number, contents: readonly number[], { state = 'posted', at = 1_000 } = {}): void {
  books.raw
    .prepare(`
      INSERT INTO batch (id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at,
        first_at, last_at)
      VALUES (@id, 7, 'a.csv', @id, @id, 1, 0, randomblob(32), @id, @state, 0, @at, @at)`)
    .run({ id: String(id), state, at })
  sketch(id, contents)
}

const sketch = (batch: number, contents: readonly number[]) =>
  books.raw
    .prepare('INSERT OR REPLACE INTO batch_sketch (batch_id, every, contents) VALUES (?, ?, ?)')
    .run(batch, 1, packSketch(sketchOf(contents)))

const alike = (contents: readonly number[], at = 1_000) =>
  mostAlike(books.raw, { producer: 7, batch: 99 }, { firstAt: at, lastAt: at }, sketchOf(contents))

it('finds the batch that shares most, the earliest of those that share as much', () => {
  addBatch(1, [1, 2, 3, 4])
  addBatch(2, [3, 4, 5, 6])
  addBatch(3, [3, 4, 5, 6])
  expect(alike([3, 4, 5, 9])).toEqual({ batch: 2, share: 0.75 })
  expect(alike([1, 2])).toEqual({ batch: 1, share: 1 })
  expect(alike([7, 8])).toBeNull()
  expect(alike([1, 2], 5_000)).toBeNull()
})

it('knows what was written since, and goes by what a batch says now', () => {
  addBatch(1, [1, 2])
  expect(alike([1, 2])).toEqual({ batch: 1, share: 1 })
  addBatch(2, [7, 8])
  expect(alike([7, 8])).toEqual({ batch: 2, share: 1 })
  sketch(1, [10, 11])
  expect(alike([1, 2])).toBeNull()
  expect(alike([10, 11])).toEqual({ batch: 1, share: 1 })
  books.raw.exec(`UPDATE batch SET state = 'rejected', sealed_at = 1, sealed_seq = 0 WHERE id = 1`)
  expect(alike([10, 11])).toBeNull()
})

it('forgets what was rolled back', () => {
  addBatch(1, [1, 2])
  books.raw.exec('BEGIN')
  addBatch(2, [7, 8])
  expect(alike([7, 8])).toEqual({ batch: 2, share: 1 })
  books.raw.exec('ROLLBACK')
  forgetRemembered(books.raw)
  expect(alike([7, 8])).toBeNull()
  addBatch(2, [9, 10])
  expect(alike([9, 10])).toEqual({ batch: 2, share: 1 })
})

it('keeps the newest in memory, and the older ones are still found', () => {
  const many = (from: number) => Array.from({ length: 16_000 }, (_, i) => from + i)
  for (let id = 1; id <= 40; id += 1) addBatch(id, many(id * 100_000))
  const index = new ContentIndex(books.raw)
  index.catchUp()
  expect(index.oldest).toBeGreaterThan(1)
  expect([...index.batchesWith(Float64Array.from([100_000]))]).toEqual([])
  expect([...index.batchesWith(Float64Array.from([4_000_000]))]).toEqual([40])
  expect(alike(many(100_000))).toEqual({ batch: 1, share: 1 })
  expect(alike(many(4_000_000))).toEqual({ batch: 40, share: 1 })
})
