/** Automatic matches against a truth that the engine does not know: none is wrong, and nearly all that can be known are found. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { putLines, putPostings } from './put-sides.ts'
import { reconcile, standingMatches } from './reconciling.ts'
import { makeTwoSides, type TwoSides } from './two-sides.ts'

let books: OpenBooks
beforeEach(async () => {
  books = await openBooks()
})
afterEach(() => books.close())

type Measured = Readonly<{ matches: number; wrong: readonly string[]; decidable: number; found: number }>

function measure(sides: TwoSides, lines: readonly number[], postings: readonly number[]): Measured {
  const name = (items: readonly number[]): string => items.toSorted((a, b) => a - b).join()
  const truths = new Map<string, (typeof sides.truth)[number]>()
  for (const truth of sides.truth) {
    const key = `${name(truth.lines.map((at) => lines[at] ?? 0))}|${name(truth.postings.map((at) => postings[at] ?? 0))}`
    truths.set(key, truth)
  }
  const matches = standingMatches(books.raw)
  const keys = matches.map((match) => `${name(match.lines)}|${name(match.postings)}`)
  const decidable = [...truths].filter(([, truth]) => truth.decidable)
  const made = new Set(keys)
  return {
    matches: matches.length,
    wrong: keys.flatMap((key, at) => (truths.has(key) ? [] : [`${matches[at]?.rule} ${key}`])),
    decidable: decidable.length,
    found: decidable.filter(([key]) => made.has(key)).length,
  }
}

it.each([1, 2, 3])('no automatic match is wrong, and 98 % of what is decidable are made (seed %i)', async (seed) => {
  const sides = makeTwoSides(4_000, { seed })
  const postings = putPostings(books.raw, sides.postings)
  const lines = putLines(books.raw, sides.lines)
  await reconcile(books)
  const { wrong, decidable, found, matches } = measure(sides, lines, postings)
  console.info(`precision ${matches - wrong.length}/${matches}, recall ${found}/${decidable}`)
  expect(wrong).toEqual([])
  expect(found / decidable).toBeGreaterThanOrEqual(0.98)
})
