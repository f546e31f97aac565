/** What stands, what is opened again, and what stays as a person decided it. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { putLines, putPostings } from './put-sides.ts'
import { reconcile, standingMatches } from './reconciling.ts'
import { type MadeLine, type MadePosting, makeTwoSides } from './two-sides.ts'

const firstDay = 20_700
const dayMs = 86_400_000

let books: OpenBooks
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: firstDay * dayMs })
  books = await openBooks()
})
afterEach(() => {
  const proof = checkWorkspace({ raw: books.raw, db: null as never, onProgress: () => {} }, { deep: false })
  expect(proof.differences).toEqual([])
  books.close()
  vi.useRealTimers()
})

const posting = (day: number, amount: number, reference: string | null, client = 'anna-lee'): MadePosting => ({
  day: firstDay + day,
  amount,
  client,
  reference,
  bank: null,
})
const line = (day: number, amount: number, reference: string | null, party: string | null = null): MadeLine => ({
  day: firstDay + day,
  amount,
  refs: reference === null ? [] : [['end_to_end', reference]],
  party,
  text: '',
  charge: 0,
})
const cutOffPasses = (days: number): void => void vi.setSystemTime((firstDay + days) * dayMs)
const idsOf = (sql: string): number[] => books.raw.prepare(sql).pluck().all() as number[]

it('what a person took apart is not put together again by a rule, and by a person it is', async () => {
  const postings = putPostings(books.raw, [posting(0, 500, 'ORDER-1')])
  const lines = putLines(books.raw, [line(0, 500, 'ORDER-1')])
  await reconcile(books)
  const [match] = idsOf('SELECT id FROM item_match')
  await books.run('reconcile.unmatch', { match: match ?? 0, reason: 'not the same', by: 'ana' })
  await reconcile(books)
  cutOffPasses(9)
  await reconcile(books)
  expect(standingMatches(books.raw)).toEqual([])
  const made = { account: 'omnibus:main', lines, postings, residueTo: null, reason: 'it was after all', by: 'ana' }
  expect(await books.run('reconcile.match', made)).toMatchObject({ status: 'done' })
  expect(standingMatches(books.raw)).toMatchObject([{ rule: null, state: 'final', lines, postings }])
})

it('a late posting with the line’s reference takes it from what was matched by less, and nothing else is touched', async () => {
  const [byParty, other] = putPostings(books.raw, [posting(0, 500, null), posting(0, 900, 'ORDER-9')])
  const [first, second] = putLines(books.raw, [line(0, 500, 'ORDER-1', 'Anna-Lee'), line(0, 900, 'ORDER-9')])
  await reconcile(books)
  cutOffPasses(3)
  await reconcile(books)
  expect(standingMatches(books.raw)).toMatchObject([
    { rule: 'reference', state: 'final', lines: [second], postings: [other] },
    { rule: 'party', state: 'final', lines: [first], postings: [byParty] },
  ])
  const untouched = books.raw.prepare(`SELECT * FROM item_match WHERE rule = 'reference'`).all()
  const [late] = putPostings(books.raw, [posting(0, 500, 'order 1', 'bob')])
  await reconcile(books)
  expect(standingMatches(books.raw)).toMatchObject([
    { rule: 'reference', lines: [second], postings: [other] },
    { rule: 'reference', lines: [first], postings: [late] },
  ])
  expect(books.raw.prepare(`SELECT * FROM item_match WHERE rule = 'reference' ORDER BY id LIMIT 1`).all()).toEqual(
    untouched,
  )
})

it('a residue waits for a second person, is posted with the match, and is posted back when that is taken apart', async () => {
  const postings = putPostings(books.raw, [posting(0, 10_000, 'ORDER-1')])
  const lines = putLines(books.raw, [line(0, 7_000, 'OTHER-7')])
  await reconcile(books)
  const asked = {
    account: 'omnibus:main',
    lines,
    postings,
    residueTo: 'write-off' as const,
    reason: 'the rest is lost',
  }
  expect(await books.run('reconcile.match', { ...asked, by: 'ana' })).toEqual({
    status: 'sums_differ',
    lineSum: 7_000,
    postingSum: 10_000,
    residue: -3_000,
  })
  const { reason, ...change } = asked
  await approved({ kind: 'match_residue', ...change }, reason)
  const [match] = idsOf('SELECT id FROM item_match')
  expect(standingMatches(books.raw)).toEqual([{ rule: null, state: 'final', residue: -3_000, lines, postings }])
  expect(balanceOf('write-off')).toBe(-3_000)
  expect(await books.run('reconcile.unmatch', { match: match ?? 0, reason: 'no', by: 'ana' })).toMatchObject({
    status: 'residue_posted',
  })
  // By itself it is not reversed: the match would say what is no longer so.
  const [entry] = idsOf('SELECT residue_entry FROM item_match')
  const reversal = { kind: 'reversal', of: entry }
  const refused = { change: reversal, reason: 'no', key: 'r1', initiator: books.as('ben') } as never
  expect(await books.run('proposals.propose', refused, 'ben')).toMatchObject({ status: 'not_of_this_kind' })
  await approved({ kind: 'match_undo', match: match ?? 0 }, 'it was found')
  expect(balanceOf('write-off')).toBe(0)
  expect(idsOf('SELECT amount FROM open_item ORDER BY side')).toEqual([7_000, 10_000])
  // Both postings of the residue stay, and explain each other.
  await reconcile(books)
  expect(idsOf('SELECT amount FROM open_item ORDER BY side')).toEqual([7_000, 10_000])
})

it('among very many open items new ones are matched as if all were looked at', async () => {
  const much = makeTwoSides(22_000, { seed: 3, firstDay, mix: { missing_line: 1 }, clients: 4_000 })
  putPostings(books.raw, much.postings)
  putLines(books.raw, [line(0, 1, 'BEGIN-1')])
  await reconcile(books)
  const few = makeTwoSides(150, { seed: 4, firstDay, from: 100_000, clients: 40 })
  const postings = putPostings(books.raw, few.postings)
  const lines = putLines(books.raw, few.lines)
  const [run] = await reconcile(books)
  expect(run?.isWhole).toBe(false)
  const name = (match: Readonly<{ lines: readonly number[]; postings: readonly number[] }>): string =>
    `${match.lines.toSorted((a, b) => a - b).join()}|${match.postings.toSorted((a, b) => a - b).join()}`
  const truths = new Map(
    few.truth.map((truth) => [
      name({ lines: truth.lines.map((at) => lines[at] ?? 0), postings: truth.postings.map((at) => postings[at] ?? 0) }),
      truth,
    ]),
  )
  const made = standingMatches(books.raw).map(name)
  expect(made.filter((one) => !truths.has(one))).toEqual([])
  expect([...truths].filter(([key, { decidable }]) => decidable && !made.includes(key))).toEqual([])
})

async function approved(change: object, reason: string): Promise<void> {
  const key = `p${Math.random()}`
  const proposed = await books.run(
    'proposals.propose',
    { change, reason, key, initiator: books.as('ben') } as never,
    'ben',
  )
  expect(proposed).toMatchObject({ status: 'done' })
  const { proposal } = (proposed as { answer: { proposal: number } }).answer
  const own = await books.run('proposals.approve', { id: proposal, decider: books.as('ben') } as never, 'ben')
  expect(own).toMatchObject({ status: 'own_proposal' })
  expect(
    await books.run('proposals.approve', { id: proposal, decider: books.as('eve') } as never, 'eve'),
  ).toMatchObject({
    status: 'done',
  })
}

const balanceOf = (code: string): number =>
  0 + (books.raw.prepare('SELECT coalesce(sum(balance), 0) FROM account WHERE code = ?').pluck().get(code) as number)

it.each([
  ['for inv 2026 0017, thanks', true],
  ['for inv 2026 00171, thanks', false],
  ['for inv 2026', false],
])('a reference that is typed into the text “%s” of a line of the same amount decides: %s', async (text, isFound) => {
  putPostings(books.raw, [posting(0, 500, 'INV-2026-0017')])
  putLines(books.raw, [{ ...line(1, 500, null), text }])
  await reconcile(books)
  expect(standingMatches(books.raw).map(({ rule }) => rule)).toEqual(isFound ? ['party'] : [])
})
