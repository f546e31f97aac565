/** The money of a line is posted once, however it is split, taken apart and taken together in between. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { postUnknownPayer } from '../../engine/funding/transfers.ts'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { balancesOf, type OpenBooks, openBooks } from '../operations/open-books.ts'
import { putLines, putPostings } from './put-sides.ts'
import { reconcile, standingMatches } from './reconciling.ts'
import type { MadeLine } from './two-sides.ts'

let books: OpenBooks
let differences: readonly unknown[]
beforeEach(async () => {
  books = await openBooks()
  differences = []
  putPostings(books.raw, [{ day: today - 1, amount: 1, client: 'opening', reference: 'OPENING', bank: null }])
})
afterEach(() => {
  expect(checked()).toEqual(differences)
  books.close()
})

const today = Math.floor(Date.now() / 86_400_000)
const line = (amount: number, text = 'whoever', day = today): MadeLine => ({
  day,
  amount,
  refs: [],
  party: null,
  text,
  charge: 0,
})
const checked = () =>
  checkWorkspace({ raw: books.raw, db: null as never, onProgress: () => {} }, { deep: false }).differences

const of = { account: 'omnibus:main', by: 'ana', reason: 'as it came' } as const
const suspend = (item: number) => books.run('reconcile.bookUnknown', { line: item, reason: 'unknown', by: 'ana' })
const undo = (match: number) => books.run('reconcile.unmatch', { match, reason: 'not so', by: 'ana' })
const join = (item: number) => books.run('reconcile.join', { ...of, side: 'line', item })
const match = (lines: readonly number[], postings: readonly number[]) =>
  books.run('reconcile.match', { ...of, lines, postings, residueTo: null })
const suspense = () => balancesOf(books).suspense ?? 0

async function split(item: number, parts: readonly number[]): Promise<readonly number[]> {
  const outcome = await books.run('reconcile.split', { ...of, side: 'line', item, parts })
  if (!('items' in outcome)) throw new Error(JSON.stringify(outcome))
  return outcome.items
}

async function put(item: number): Promise<Readonly<{ match: number; posting: number }>> {
  const outcome = await suspend(item)
  if (outcome.status !== 'done') throw new Error(JSON.stringify(outcome))
  const posting = books.raw.prepare(`SELECT max(id) FROM entry WHERE kind = 'unknown_payer'`).pluck().get() as number
  return { match: outcome.match, posting }
}

async function reverse(transaction: number): Promise<void> {
  const change = { kind: 'reversal', of: transaction } as const
  const asked = { change, reason: 'not so', key: `reversal-${transaction}`, initiator: books.as('ana') }
  const proposed = await books.run('proposals.propose', asked, 'ana')
  if (!('answer' in proposed)) throw new Error(JSON.stringify(proposed))
  const decision = { id: proposed.answer.proposal, decider: books.as('ben') }
  expect((await books.run('proposals.approve', decision, 'ben')).status).toBe('done')
}

it('of which a part waits in suspense, the whole does not go there as well: what was posted is matched first', async () => {
  const [id = 0] = putLines(books.raw, [line(10_000)])
  const [, rest = 0] = await split(id, [6_000, 4_000])
  const first = await put(rest)
  await undo(first.match)
  await join(id)
  const refusal = { status: 'line_posted_before', line: id, posting: first.posting, amount: 4_000, match: null }
  expect(await suspend(id)).toEqual(refusal)
  expect(suspense()).toBe(4_000)
  // Not as other parts either, while that money is open.
  const [some = 0, four = 0] = await split(id, [6_000, 4_000])
  for (const part of [some, four]) expect(await suspend(part)).toEqual(refusal)
  expect(await match([four], [first.posting])).toMatchObject({ status: 'done' })
  await put(some)
  expect(suspense()).toBe(10_000)
  expect(standingMatches(books.raw)).toMatchObject([{ lines: [four] }, { lines: [some] }])
})

it('that was in suspense whole does not go there in parts, and again only once that is reversed', async () => {
  const [id = 0] = putLines(books.raw, [line(10_000)])
  const first = await put(id)
  await undo(first.match)
  const refusal = { status: 'line_posted_before', line: id, posting: first.posting, amount: 10_000, match: null }
  expect(await suspend(id)).toEqual(refusal)
  const [half = 0, other = 0] = await split(id, [5_000, 5_000])
  expect(await suspend(half)).toEqual(refusal)
  await reverse(first.posting)
  for (const part of [half, other]) await put(part)
  expect(suspense()).toBe(10_000)
  expect(await suspend(half)).toMatchObject({ status: 'item_matched' })
})

it('goes to suspense again, by the same line, when what was posted is reversed', async () => {
  const [id = 0] = putLines(books.raw, [line(10_000)])
  for (const _ of ['once', 'twice']) {
    const put1 = await put(id)
    await undo(put1.match)
    await reverse(put1.posting)
    await reconcile(books)
    expect(suspense()).toBe(0)
  }
  await put(id)
  expect(suspense()).toBe(10_000)
})

it('does not go there while its own posting stands for another line', async () => {
  const [id = 0, other = 0] = putLines(books.raw, [line(10_000), line(4_000)])
  const [, rest = 0] = await split(id, [6_000, 4_000])
  const first = await put(rest)
  await undo(first.match)
  const wrong = await match([other], [first.posting])
  await join(id)
  const made = 'match' in wrong ? wrong.match : 0
  expect(await suspend(id)).toEqual({
    status: 'line_posted_before',
    line: id,
    posting: first.posting,
    amount: 4_000,
    match: made,
  })
  const [some = 0, four = 0] = await split(id, [6_000, 4_000])
  await put(some)
  expect(await suspend(four)).toMatchObject({ status: 'line_posted_before', match: made })
  expect(suspense()).toBe(10_000)
})

it('is not booked by itself while a part of it waits in suspense', async () => {
  const number = 'GB82WEST12345698765432'
  const [id = 0] = putLines(books.raw, [line(10_000, `to ${number}`)])
  const [, rest = 0] = await split(id, [6_000, 4_000])
  const first = await put(rest)
  await undo(first.match)
  await join(id)
  await books.run('wallets.openVirtualAccount', { client: 'opening', number, omnibus: 'omnibus:main' })
  await reconcile(books)
  expect(balancesOf(books)).toMatchObject({ suspense: 4_000, 'omnibus:main': -4_001 })
  await reverse(first.posting)
  await reconcile(books)
  expect(balancesOf(books)).toMatchObject({ 'wallet:opening': 10_001, 'omnibus:main': -10_001 })
})

it('that was booked to a wallet by itself does not go to suspense as well', async () => {
  const number = 'GB82WEST12345698765432'
  await books.run('wallets.openVirtualAccount', { client: 'opening', number, omnibus: 'omnibus:main' })
  const [id = 0] = putLines(books.raw, [line(10_000, `to ${number}`)])
  await reconcile(books)
  const posting = books.raw.prepare(`SELECT max(seq) FROM movement`).pluck().get() as number
  await undo(1)
  const refusal = { status: 'line_posted_before', line: id, posting, amount: 10_000, match: null }
  expect(await suspend(id)).toEqual(refusal)
  const [half = 0] = await split(id, [5_000, 5_000])
  expect(await suspend(half)).toEqual(refusal)
  expect(suspense()).toBe(0)
})

it('a check finds a line of which more was posted than it is', async () => {
  const [other = 0, id = 0] = putLines(books.raw, [line(500), line(10_000)])
  await put(other)
  const [some = 0, rest = 0] = await split(id, [6_000, 4_000])
  for (const part of [some, rest]) await put(part)
  const more = {
    key: `line:${rest}:2`,
    omnibus: 'omnibus:main',
    currency: 'USD',
    amount: 1,
    day: '2026-01-05',
    by: 'ana',
  }
  books.raw.transaction(() => postUnknownPayer({ raw: books.raw, at: Date.now() as never }, more))()
  differences = [{ code: 'line_posted_twice', subject: `line:${id}`, expected: '10000', found: '10001' }]
})
