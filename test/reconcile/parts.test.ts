/** A line that pays two things is taken as two items, and is whole again when they are taken together. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { dayOfNumber } from '../../engine/calendar/day.ts'
import { now } from '../../engine/calendar/instant.ts'
import { Books } from '../../engine/ledger/books.ts'
import { openPage } from '../../engine/reconcile/look/open-page.ts'
import { reckonParts } from '../../engine/reconcile/parts/split.ts'
import { proveOmnibus } from '../../engine/reconcile/proof/prove.ts'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { putLines, putPostings } from './put-sides.ts'
import { reconcile, standingMatches } from './reconciling.ts'
import { type MadeLine, type MadePosting, makeTwoSides } from './two-sides.ts'

const firstDay = 20_700
const dayMs = 86_400_000
const of = { account: 'omnibus:main', by: 'ana', reason: 'it pays two things' } as const

let books: OpenBooks
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: firstDay * dayMs })
  books = await openBooks()
  const ledger = new Books(books.raw, now())
  ledger.house('omnibus:main', 'USD')
  ledger.close()
})
afterEach(() => {
  const proof = checkWorkspace({ raw: books.raw, db: null as never, onProgress: () => {} }, { deep: false })
  expect(proof.differences).toEqual([])
  books.close()
  vi.useRealTimers()
})

const posting = (amount: number, reference: string | null, client = 'anna-lee'): MadePosting => ({
  day: firstDay,
  amount,
  client,
  reference,
  bank: null,
})
const line = (amount: number, reference: string | null, party: string | null = null): MadeLine => ({
  day: firstDay,
  amount,
  refs: reference === null ? [] : [['end_to_end', reference]],
  party,
  text: '',
  charge: 0,
})

async function split(item: number, parts: readonly number[], side: 'line' | 'posting' = 'line'): Promise<number[]> {
  const outcome = await books.run('reconcile.split', { ...of, side, item, parts })
  expect(outcome).toMatchObject({ status: 'done' })
  return 'items' in outcome ? [...outcome.items] : []
}
const join = (item: number, side: 'line' | 'posting' = 'line') => books.run('reconcile.join', { ...of, side, item })
const match = (lines: readonly number[], postings: readonly number[]) =>
  books.run('reconcile.match', { ...of, lines, postings, residueTo: null })
const rows = (sql: string): unknown[] => books.raw.prepare(sql).raw().all()
const openRows = () => rows('SELECT side, day, amount, item FROM open_item ORDER BY 1, 2, 3, 4')
const proofOf = () => proveOmnibus({ raw: books.raw }, { account: 'omnibus:main', day: dayOfNumber(firstDay) })

it('what is posted of a line is matched by its reference, and the rest of it stays open and says what it is of', async () => {
  const [id = 0] = putLines(books.raw, [line(10_000, 'ORDER-1', 'Anna Lee')], { opening: 0 })
  await reconcile(books)
  const before = proofOf()
  const parts = await split(id, [6_000, 4_000])
  expect(proofOf()).toMatchObject({ status: before.status, proof: { difference: '0' } })
  const [now] = putPostings(books.raw, [posting(6_000, 'order 1')])
  await reconcile(books)
  expect(standingMatches(books.raw)).toEqual([
    { rule: 'reference', state: 'provisional', residue: 0, lines: [parts[0]], postings: [now] },
  ])
  const open = openPage({ raw: books.raw }, { account: 'omnibus:main', side: 'line', after: null, limit: 9 })
  expect(open).toMatchObject({
    status: 'found',
    items: [
      {
        id: parts[1],
        amount: 4_000,
        party: 'Anna Lee',
        references: [{ name: 'end_to_end', value: 'ORDER-1' }],
        part: { place: 2, of: 2, whole: id, amount: 10_000 },
      },
    ],
  })
  expect(proofOf()).toMatchObject({ proof: { difference: '0' } })
  vi.setSystemTime((firstDay + 9) * dayMs)
  await reconcile(books)
  // The day is cut off: what is matched is final, and what is open of it is too old.
  expect(standingMatches(books.raw)).toMatchObject([{ state: 'final', lines: [parts[0]] }])
  expect(rows('SELECT code, amount FROM exception')).toEqual([['RECONCILIATION_UNMATCHED', 4_000]])
})

it('parts come to their item and go its way, or nothing is split', async () => {
  const [id = 0] = putLines(books.raw, [line(-10_000, 'ORDER-1')])
  const before = openRows()
  const asked = { ...of, side: 'line', item: id } as const
  for (const [parts, problem] of [
    [[-6_000, -4_001], { status: 'parts_differ', amount: -10_000, sum: -10_001 }],
    [[-10_000], { status: 'parts_differ' }],
    [[-10_001, 1], { status: 'part_of_other_sign', part: 1 }],
    [[-10_000, 0], { status: 'part_of_other_sign', part: 0 }],
  ] as const)
    expect(await books.run('reconcile.split', { ...asked, parts })).toMatchObject(problem)
  expect(openRows()).toEqual(before)
  expect(await books.run('reconcile.split', { ...asked, item: id + 1, parts: [1, 2] })).toMatchObject({
    status: 'item_unknown',
  })
  const reckon = (parts: number[]) => reckonParts({ raw: books.raw }, { ...asked, parts })
  expect(reckon([-6_000])).toEqual({ status: 'reckoned', amount: -10_000, sum: -6_000, left: -4_000, isSplit: true })
  expect(reckon([-6_000, -4_000])).toMatchObject({ left: 0, isSplit: false })
})

it('the whole is not matched while its parts stand, nor taken together while one of them is matched', async () => {
  const [id = 0] = putLines(books.raw, [line(10_000, null)])
  const [all = 0, some = 0] = putPostings(books.raw, [posting(10_000, null), posting(6_000, null)])
  await books.run('reconcile.takePostings', { account: accountOf() })
  const before = openRows()
  const [first = 0, second = 0] = await split(id, [6_000, 4_000])
  expect(await match([id], [all])).toEqual({ status: 'item_split', side: 'line', item: id })
  const [half = 0, rest = 0] = await split(second, [1_500, 2_500])
  expect(await join(id)).toEqual({ status: 'item_split', side: 'line', item: second })
  expect(await match([first], [some])).toMatchObject({ status: 'done', residue: 0 })
  expect(await join(second)).toMatchObject({ status: 'done', items: [second] })
  expect(await join(id)).toMatchObject({ status: 'item_matched', item: first, match: 1 })
  expect(await match([half, rest], [all])).toMatchObject({ status: 'item_unknown', item: half })
  await books.run('reconcile.unmatch', { match: 1, reason: 'no', by: 'ana' })
  expect(await join(id)).toMatchObject({ status: 'done', items: [id] })
  expect(await join(id)).toEqual({ status: 'item_not_split', side: 'line', item: id })
  expect(openRows()).toEqual(before)
  expect(rows("SELECT action FROM audit_record WHERE action LIKE 'reconcile.%' AND outcome = 'done'")).toEqual(
    ['split', 'split', 'match', 'join', 'unmatch', 'join'].map((what) => [`reconcile.${what}`]),
  )
})

it('a posting that came in two lines is split as well', async () => {
  const [whole = 0] = putPostings(books.raw, [posting(10_000, 'ORDER-1')])
  const lines = putLines(books.raw, [line(7_000, 'ORDER-1'), line(3_500, 'ORDER-2')])
  await reconcile(books)
  expect(standingMatches(books.raw)).toEqual([])
  const parts = await split(whole, [7_000, 3_000], 'posting')
  await reconcile(books)
  expect(standingMatches(books.raw)).toMatchObject([{ rule: 'reference', lines: [lines[0]], postings: [parts[0]] }])
  expect(await join(whole, 'posting')).toMatchObject({ status: 'item_matched', side: 'posting', item: parts[0] })
})

it('a part is found among very many open items, also when its line was split before any run', async () => {
  const much = makeTwoSides(22_000, { seed: 3, firstDay, mix: { missing_line: 1 }, clients: 4_000 })
  putPostings(books.raw, much.postings)
  putLines(books.raw, [line(1, 'BEGIN-1')])
  await reconcile(books)
  const [early = 0] = putLines(books.raw, [line(10_000, 'ORDER-1')])
  const [, openPart] = await split(early, [6_000, 4_000])
  await reconcile(books)
  const [late] = putPostings(books.raw, [posting(4_000, 'ORDER-1')])
  const [run] = await reconcile(books)
  expect(run?.isWhole).toBe(false)
  expect(standingMatches(books.raw)).toMatchObject([{ rule: 'reference', lines: [openPart], postings: [late] }])
  // A second payment by that reference and of that amount could as well have been it.
  putPostings(books.raw, [posting(4_000, 'ORDER 1', 'bob')])
  await reconcile(books)
  expect(standingMatches(books.raw)).toEqual([])
})

it('money of an unknown payer may be a part of a line', async () => {
  const [id = 0] = putLines(books.raw, [line(10_000, 'ORDER-1')])
  const [, rest = 0] = await split(id, [6_000, 4_000])
  const booked = await books.run('reconcile.bookUnknown', { line: rest, reason: 'nobody knows', by: 'ana' })
  expect(booked).toMatchObject({ status: 'done' })
  expect(standingMatches(books.raw)).toMatchObject([{ rule: null, state: 'final', lines: [rest] }])
  expect(rows(`SELECT balance FROM account WHERE code = 'suspense'`)).toEqual([[4_000]])
  expect(await books.run('reconcile.bookUnknown', { line: id, reason: 'again', by: 'ana' })).toMatchObject({
    status: 'item_split',
  })
})

it('the store refuses what the code would never do', async () => {
  const [id = 0, other = 0] = putLines(books.raw, [line(10_000, 'ORDER-1'), line(500, 'ORDER-2')])
  const [first = 0] = await split(id, [6_000, 4_000])
  const account = accountOf()
  const open = (item: number, amount: number) =>
    `INSERT INTO open_item (account, side, day, amount, item) VALUES (${account}, 0, ${firstDay}, ${amount}, ${item})`
  const newSplit = (item: number, amount: number) => `
    INSERT INTO item_split (account, side, item, origin, day, amount, parts, made_at, made_by, reason)
    VALUES (${account}, 0, ${item}, ${item}, ${firstDay}, ${amount}, 2, 1, 'ana', 'why')`
  const part = (place: number, amount: number) =>
    `INSERT INTO item_part (split, place, amount) VALUES (2, ${place}, ${amount})`
  const wholeOrParts = 'an item is whole or in its parts'
  for (const [sql, problem] of [
    [open(id, 10_000), wholeOrParts],
    [open(-77, 5), wholeOrParts],
    [`INSERT INTO matched_item VALUES (${account}, 0, ${id}, 1)`, wholeOrParts],
    [newSplit(other, 500), wholeOrParts],
    [newSplit(id, 9_999), wholeOrParts],
    ['UPDATE item_split SET amount = 5', 'parts are taken together once'],
    [`UPDATE item_split SET joined_at = 1, joined_by = 'ana', joined_why = 'why'`, 'parts are taken together once'],
    ['DELETE FROM item_split', 'a split is kept'],
    ['UPDATE item_part SET amount = 1', 'item_part is append-only'],
    ['DELETE FROM item_part', 'item_part is append-only'],
    [
      `DELETE FROM open_item WHERE item = ${other}; ${newSplit(other, 500)}; ${part(1, 200)}; ${part(2, 299)}`,
      'parts come to their item',
    ],
    [
      `DELETE FROM open_item WHERE item = ${other}; ${newSplit(other, 500)}; ${part(1, 600)}; ${part(2, -100)}`,
      'parts come to their item',
    ],
  ] as const)
    expect(() => books.raw.transaction(() => books.raw.exec(sql))(), sql).toThrow(problem)
  expect(await join(id)).toMatchObject({ status: 'done' })
  expect(() => books.raw.exec(open(first, 6_000))).toThrow(wholeOrParts)
})

const accountOf = (): number =>
  books.raw.prepare(`SELECT id FROM account WHERE code = 'omnibus:main'`).pluck().get() as number
