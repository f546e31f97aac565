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
