/** What holds of matches whatever happened: sums, what comes back when they are taken apart, and that it does not matter how things came. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { listReconciledAccounts } from '../../engine/reconcile/look/accounts.ts'
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

it('whatever is split, matched, taken apart and taken together, both sides come to what they came to', async () => {
  const deed = fc.record({ kind: fc.constantFrom('split', 'pay', 'unmatch', 'join'), seed: fc.nat(1_000_000) })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000 }), fc.array(deed, { maxLength: 40 }), async (seed, deeds) => {
      books.close()
      await open()
      const sides = makeTwoSides(8, { seed, firstDay, mix: { reference: 500, merged: 500 } })
      putPostings(books.raw, sides.postings)
      putLines(books.raw, sides.lines)
      await books.run('reconcile.takePostings', { account: accountOf() })
      const before = openState()
      const sums = sumsOfSides()
      for (const { kind, seed: of } of deeds) {
        await doOne(kind, new Dice(of))
        const { counts, counted } = openState()
        expect(counts).toEqual(counted)
        expect(sumsOfSides()).toEqual(sums)
        expect(listReconciledAccounts({ raw: books.raw }, null)).toMatchObject([{ matched: recounted() }])
      }
      await undoAll()
      expect(openState()).toEqual(before)
      expect(books.raw.prepare('SELECT * FROM matched_item').all()).toEqual([])
    }),
    { numRuns: 12 },
  )
})

/** What is open and matched of all lines, asked line by line: a line is open where it or any part of it is. */
function recounted() {
  const rows = (sql: string) => books.raw.prepare(sql).all() as { id: number; amount: number; origin: number | null }[]
  const lines = rows('SELECT id, amount, NULL AS origin FROM statement_line')
  const open = rows(`
    SELECT item AS id, amount, (SELECT origin FROM item_split WHERE id = (SELECT split FROM item_part WHERE id = 0 - open_item.item))
      AS origin FROM open_item WHERE side = 0`)
  const moneyOf = (of: readonly Readonly<{ amount: number }>[]): number =>
    of.reduce((sum, { amount }) => sum + Math.abs(amount), 0)
  const isOpen = new Set(open.map(({ id, origin }) => origin ?? id))
  const matched = lines.filter(({ id }) => !isOpen.has(id)).length
  const [money, openMoney] = [moneyOf(lines), moneyOf(open)]
  return {
    lines: lines.length,
    openLines: isOpen.size,
    matchedLines: matched,
    money: `${money}`,
    openMoney: `${openMoney}`,
    matchedMoney: `${money - openMoney}`,
    shareOfLines: Math.floor((matched * 10_000) / lines.length),
    shareOfMoney: Math.floor(((money - openMoney) * 10_000) / money),
  }
}

/** What the items of each side come to, open and matched. */
const sumsOfSides = () =>
  books.raw
    .prepare(`
      SELECT side, sum(amount) AS sum FROM (
        SELECT side, amount FROM open_item UNION ALL
        SELECT side, amount FROM matched_item JOIN match_member USING (match, side, item) UNION ALL
        SELECT side, line_sum FROM matched_item JOIN item_match ON id = match WHERE lines = 1 AND postings = 1)
      GROUP BY side ORDER BY side`)
    .all()

type Open = Readonly<{ side: 0 | 1; item: number; amount: number }>

const openOn = (side: 0 | 1): Open[] =>
  books.raw
    .prepare('SELECT side, item, amount FROM open_item WHERE side = ? ORDER BY day, amount, item')
    .all(side) as Open[]
const splitsThatStand = () =>
  books.raw.prepare('SELECT side, item FROM item_split WHERE joined_at IS NULL ORDER BY id').all() as Open[]
const matchesThatStand = () =>
  books.raw.prepare(`SELECT id FROM item_match WHERE state <> 'undone' ORDER BY id`).pluck().all() as number[]

const nameOf = (side: 0 | 1) => (side === 0 ? 'line' : 'posting')
const by = { account: 'omnibus:main', reason: 'so it is', by: 'ana' } as const
const split = ({ side, item }: Open, parts: readonly number[]) =>
  books.run('reconcile.split', { ...by, side: nameOf(side), item, parts })

const pick = <T>(dice: Dice, from: readonly T[]): T | undefined => from[dice.from(0, from.length - 1)]

async function doOne(kind: string, dice: Dice): Promise<void> {
  switch (kind) {
    case 'split': {
      const one = pick(dice, openOn(dice.next() < 0.5 ? 0 : 1))
      if (one === undefined || Math.abs(one.amount) < 3) return
      const first = dice.from(1, Math.abs(one.amount) - 1) * Math.sign(one.amount)
      expect(await split(one, [first, one.amount - first])).toMatchObject({ status: 'done' })
      return
    }
    case 'pay': {
      // A part of a line for a posting of less, or the other way round.
      const [one, other] = [pick(dice, openOn(0)), pick(dice, openOn(1))]
      if (one === undefined || other === undefined || Math.sign(one.amount) !== Math.sign(other.amount)) return
      const [more, less] = Math.abs(one.amount) > Math.abs(other.amount) ? [one, other] : [other, one]
      const made = more.amount === less.amount ? null : await split(more, [less.amount, more.amount - less.amount])
      const part = made !== null && 'items' in made ? (made.items[0] ?? 0) : more.item
      const [line, posting] = more.side === 0 ? [part, less.item] : [less.item, part]
      const asked = { ...by, lines: [line], postings: [posting], residueTo: null }
      expect(await books.run('reconcile.match', asked)).toMatchObject({ status: 'done', residue: 0 })
      return
    }
    case 'unmatch': {
      const match = pick(dice, matchesThatStand())
      if (match !== undefined) await books.run('reconcile.unmatch', { match, reason: 'no', by: 'ana' })
      return
    }
    default: {
      const one = pick(dice, splitsThatStand())
      if (one !== undefined) await books.run('reconcile.join', { ...by, side: nameOf(one.side), item: one.item })
    }
  }
}

async function undoAll(): Promise<void> {
  for (const match of matchesThatStand()) await books.run('reconcile.unmatch', { match, reason: 'no', by: 'ana' })
  // A part that stands in parts is taken together before its whole.
  for (const { side, item } of splitsThatStand().toReversed())
    expect(await books.run('reconcile.join', { ...by, side: nameOf(side), item })).toMatchObject({ status: 'done' })
}

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
    corrected_line: 150,
    corrected_posted: 100,
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
}, 120_000)

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
