/** Where identities are found, whatever the runs look like: the same as looking at every entry there is. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sortedEntries } from '../../engine/identities/entries.ts'
import { findSuspects, placesOfMany } from '../../engine/identities/known.ts'
import { addRun } from '../../engine/identities/runs.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'

let books: OpenBooks
beforeAll(async () => {
  books = await openBooks()
  await books.run('producers.add', { id: 7, code: 'seven', name: 'Seven' })
  await books.run('producers.add', { id: 8, code: 'eight', name: 'Eight' })
})
afterAll(() => books.close())

/** Small runs, and some of several blocks, over few hashes so that many meet. */
const run = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 12 }),
  fc.integer({ min: 4_200, max: 9_000 }).map((count) => Array.from({ length: count }, (_, i) => (i * 7) % 9_973)),
)
const runs = fc.array(fc.record({ producer: fc.constantFrom(7, 8), hashes: run }), { maxLength: 5 })
const asked = fc.array(fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 12_000 })), {
  maxLength: 40,
})

it('suspects and their places are those of a look at everything', () => {
  fc.assert(
    fc.property(runs, asked, (stored, wanted) => {
      books.raw.exec('SAVEPOINT here')
      const all: { producer: number; hash: number; line: number; batch: number }[] = []
      for (const [index, { producer, hashes }] of stored.entries()) {
        const places = hashes.map((_, i) => ({ batch: index + 1, line: i + 2 }))
        addRun(books.raw, { producer, batch: index + 1, level: 0 }, sortedEntries(Float64Array.from(hashes), places))
        for (const [i, hash] of hashes.entries()) all.push({ producer, hash, batch: index + 1, line: i + 2 })
      }
      const of = all.filter(({ producer }) => producer === 7)
      const found = placesOfMany(books.raw, 7, Float64Array.from(wanted))
      const { hashes, known } = findSuspects(books.raw, 7, Float64Array.from(wanted))
      books.raw.exec('ROLLBACK TO here; RELEASE here')

      const inStore = (hash: number) => of.filter((each) => each.hash === hash)
      const twice = (hash: number) => wanted.filter((each) => each === hash).length > 1
      const distinct = [...new Set(wanted)].toSorted((a, b) => a - b)
      expect([...hashes]).toEqual(distinct.filter((hash) => inStore(hash).length > 0 || twice(hash)))
      expect(known).toBe(wanted.filter((hash) => inStore(hash).length > 0).length)
      const placeOf = ({ batch, line }: Readonly<{ batch: number; line: number }>) => `${batch}:${line}`
      for (const hash of distinct)
        expect((found.get(hash) ?? []).map(placeOf).toSorted()).toEqual(inStore(hash).map(placeOf).toSorted())
    }),
    { numRuns: 60 },
  )
})

/** Of each row whether somebody let it go, and of each batch whether it was reversed. */
const lives = fc.array(
  fc.record({
    reversed: fc.boolean(),
    rows: fc.array(fc.record({ hash: fc.nat(12), end: fc.constantFrom('posted', 'held', 'let_go', 'written_off') }), {
      minLength: 1,
      maxLength: 12,
    }),
  }),
  { maxLength: 6 },
)

it('a row that was let go is a suspect and is not known, unless another place claims its hash', () => {
  fc.assert(
    fc.property(lives, fc.array(fc.nat(14), { maxLength: 20 }), (batches, wanted) => {
      books.raw.exec('SAVEPOINT here; PRAGMA defer_foreign_keys = ON')
      const claiming = new Set<number>()
      const stored = new Set<number>()
      for (const [index, { reversed, rows }] of batches.entries()) {
        const batch = index + 1
        addBatch(batch, reversed ? 'reversed' : 'posted')
        const places = rows.map((_, i) => ({ batch, line: i + 2 }))
        addRun(
          books.raw,
          { producer: 7, batch, level: 0 },
          sortedEntries(
            Float64Array.from(rows, ({ hash }) => hash),
            places,
          ),
        )
        for (const [i, { hash, end }] of rows.entries()) {
          if (end !== 'posted') hold(batch, i + 2, end)
          stored.add(hash)
          if (end !== 'let_go' || reversed) claiming.add(hash)
        }
      }
      const { hashes, known } = findSuspects(books.raw, 7, Float64Array.from(wanted))
      books.raw.exec('ROLLBACK TO here; RELEASE here')
      expect(known).toBe(wanted.filter((hash) => claiming.has(hash)).length)
      expect([...hashes].filter((hash) => stored.has(hash))).toEqual(
        [...new Set(wanted)].filter((hash) => stored.has(hash)).toSorted((a, b) => a - b),
      )
    }),
    { numRuns: 300 },
  )
})

function addBatch(id: number, state: string): void {
  books.raw
    .prepare(`
      INSERT INTO batch (id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at)
      VALUES (?, 7, 'a.csv', '/a', '1', 1, 1, zeroblob(32), ?, ?, 1)`)
    .run(id, String(id), state)
}

function hold(batch: number, line: number, end: 'held' | 'let_go' | 'written_off'): void {
  books.raw
    .prepare(`
      INSERT INTO held_row (batch_id, line, client_id, kind, amount, tx_id, location, occurred_at, business_day, code, raw,
        state)
      VALUES (?, ?, 'A', 'Payment', 5, 't', 'Central', 0, '1970-01-01', 'INSUFFICIENT_FUNDS', '', ?)`)
    .run(batch, line, end === 'held' ? 'held' : 'rejected')
  if (end !== 'written_off') return
  books.raw
    .prepare(`
      INSERT INTO row_decision (exception_id, batch_id, line, decision, at, by, reason, proposal, posting)
      VALUES (1, ?, ?, 'written_off', 1, 'ana', 'lost', 1, 1)`)
    .run(batch, line)
}
