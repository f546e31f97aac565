/** What holds of matches whatever happened: sums, what comes back when they are taken apart, and that it does not matter how things came. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { putLines, putPostings } from './put-sides.ts'
import { reconcile, standingMatches } from './reconciling.ts'
import { Dice, makeTwoSides, type TwoSides } from './two-sides.ts'

const dayMs = 86_400_000
const firstDay = 20_700
const beforeCutOff = firstDay * dayMs
const afterCutOff = (firstDay + 40) * dayMs

let books: OpenBooks
const open = async (): Promise<void> => {
  books = await openBooks()
}
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: beforeCutOff })
  await open()
})
afterEach(() => {
  books.close()
  vi.useRealTimers()
})

/** Every item as it stands open, with what the account says it has. */
const openState = () => ({
  items: books.raw.prepare('SELECT * FROM open_item ORDER BY 1, 2, 3, 4, 5').all(),
  counts: books.raw.prepare('SELECT open_lines, open_postings, line_sum, posting_sum FROM reconciled_account').all(),
  counted: books.raw
    .prepare(`
      SELECT sum(side = 0) AS open_lines, sum(side = 1) AS open_postings,
        coalesce(sum(iif(side = 0, amount, 0)), 0) AS line_sum, coalesce(sum(iif(side = 1, amount, 0)), 0) AS posting_sum
      FROM open_item`)
    .all(),
})

it('matched sums explain each other, to the cent, with the residue that was posted', async () => {
  const sides = makeTwoSides(1_500, { seed: 11, firstDay })
  putPostings(books.raw, sides.postings)
  putLines(books.raw, sides.lines)
  vi.setSystemTime(afterCutOff)
  await reconcile(books)
  const rows = books.raw
    .prepare(`
      SELECT item_match.id, item_match.state, residue,
        sum(iif(side = 0, statement_line.amount, 0)) AS lines,
        sum(iif(side = 1, iif(movement.debit = item_match.account, movement.amount, -movement.amount), 0)) AS postings
      FROM item_match JOIN matched_item ON matched_item.match = item_match.id
      LEFT JOIN statement_line ON side = 0 AND statement_line.id = item
      LEFT JOIN movement ON side = 1 AND movement.seq = item
      GROUP BY item_match.id`)
    .all() as { id: number; state: string; residue: number; lines: number; postings: number }[]
  expect(rows.length).toBeGreaterThan(1_300)
  expect(rows.filter(({ residue }) => residue !== 0).length).toBeGreaterThan(50)
  expect(rows.filter(({ state, lines, postings }) => state !== 'final' || lines !== postings)).toEqual([])
  const { counts, counted } = openState()
  expect(counts).toEqual(counted)
})

it('a match that is taken apart leaves everything as it was before', async () => {
  const sides = makeTwoSides(100, { seed: 5, firstDay, mix: { reference: 500, merged: 300, split: 200 } })
  const postings = putPostings(books.raw, sides.postings)
  const lines = putLines(books.raw, sides.lines)
  await books.run('reconcile.takePostings', { account: accountOf() })
  const before = openState()
  for (const truth of sides.truth) {
    const asked = {
      account: 'omnibus:main',
      lines: truth.lines.map((at) => lines[at] as number),
      postings: truth.postings.map((at) => postings[at] as number),
      residueTo: null,
      reason: 'they belong together',
      by: 'ana',
    }
    const made = await books.run('reconcile.match', asked)
    expect(made).toMatchObject({ status: 'done', residue: 0 })
    const again = await books.run('reconcile.match', asked)
    expect(again).toMatchObject({ status: 'item_matched' })
    const match = 'match' in made ? made.match : 0
    expect(await books.run('reconcile.unmatch', { match, reason: 'no', by: 'ana' })).toMatchObject({ status: 'done' })
    expect(await books.run('reconcile.unmatch', { match, reason: 'no', by: 'ana' })).toEqual({
      status: 'match_undone',
      match,
    })
  }
  expect(openState()).toEqual(before)
})

it('after the cut-off the order of arrival does not matter', async () => {
  const mix = {
    reference: 300,
    merged: 150,
    split: 150,
    fee: 100,
    charge: 100,
    party: 100,
    typo: 50,
    doubled_line: 200,
  }
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 2, max: 5 }), async (seed, pieces) => {
      const sides = makeTwoSides(40, { seed, firstDay, days: 4, clients: 5, mix })
      const atOnce = await outcomeOf(sides, { seed: 0, pieces: 1 })
      const piecemeal = await outcomeOf(sides, { seed, pieces })
      expect(piecemeal).toEqual(atOnce)
    }),
    { numRuns: 8 },
  )
})

/** What is matched in the end, in the numbers of the truth, when the items come in pieces in some order with a run behind each. */
async function outcomeOf(
  sides: TwoSides,
  { seed, pieces }: Readonly<{ seed: number; pieces: number }>,
): Promise<string[]> {
  books.close()
  vi.setSystemTime(beforeCutOff)
  await open()
  const dice = new Dice(seed + 1)
  const shuffled = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, at: seed === 0 ? 0 : dice.next() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ item }) => item)
  const [postings, lines] = [shuffled([...sides.postings.keys()]), shuffled([...sides.lines.keys()])]
  const nameOf = new Map<string, string>()
  for (let piece = 0; piece < pieces; piece += 1) {
    const isHere = (_: unknown, at: number): boolean => at % pieces === piece
    const [somePostings, someLines] = [postings.filter(isHere), lines.filter(isHere)]
    const seqs = putPostings(
      books.raw,
      somePostings.flatMap((at) => sides.postings[at] ?? []),
    )
    for (const [at, seq] of seqs.entries()) nameOf.set(`p${seq}`, `p${somePostings[at]}`)
    const ids = putLines(
      books.raw,
      someLines.flatMap((at) => sides.lines[at] ?? []),
    )
    for (const [at, id] of ids.entries()) nameOf.set(`l${id}`, `l${someLines[at]}`)
    await reconcile(books)
  }
  vi.setSystemTime(afterCutOff)
  await reconcile(books)
  return standingMatches(books.raw)
    .map(({ rule, state, lines: ofLines, postings: ofPostings }) =>
      [
        `${rule} ${state}`,
        ...ofLines.map((id) => nameOf.get(`l${id}`) ?? '').toSorted(),
        ...ofPostings.map((seq) => nameOf.get(`p${seq}`) ?? '').toSorted(),
      ].join(' '),
    )
    .toSorted()
}

const accountOf = (): number =>
  books.raw.prepare(`SELECT id FROM account WHERE code = 'omnibus:main'`).pluck().get() as number
