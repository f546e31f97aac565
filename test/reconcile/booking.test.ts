/** What a bank's line says by itself is posted with the match that belongs to it: once, and only where it comes out to the cent. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { noon, openFunds, request, stateOf, tell } from '../funding/open-funds.ts'
import { balancesOf, type OpenBooks, perform } from '../operations/open-books.ts'
import { putLines, putPostings } from './put-sides.ts'
import { reconcile, standingMatches } from './reconciling.ts'
import type { MadeLine } from './two-sides.ts'

let books: OpenBooks
beforeEach(async () => {
  books = await openFunds()
  // The bank's account and the gateway's are there from the start.
  putPostings(books.raw, [{ day: today - 1, amount: 1, client: 'opening', reference: 'OPENING', bank: null }])
})
afterEach(() => {
  const proof = checkWorkspace({ raw: books.raw, db: null as never, onProgress: () => {} }, { deep: false })
  expect(proof).toMatchObject({ consistent: true, differences: [] })
  books.close()
})

const today = Math.floor(Date.now() / 86_400_000)
const line = (amount: number, refs: MadeLine['refs'], more: Partial<MadeLine> = {}): MadeLine => ({
  day: today,
  amount,
  refs,
  party: null,
  text: '',
  charge: 0,
  ...more,
})
const openOn = (account: string) =>
  books.raw
    .prepare(`
      SELECT side, amount FROM open_item JOIN account ON account.id = open_item.account WHERE account.code = ?
      ORDER BY side, amount`)
    .all(account)

it('a transfer to a wallet’s account number is in the wallet, once, however often a run looks', async () => {
  await books.run('wallets.openVirtualAccount', {
    client: 'anna',
    number: 'GB82WEST12345698765432',
    omnibus: 'omnibus:main',
  })
  putLines(books.raw, [
    line(500, [], { text: 'transfer to GB82 WEST 1234 5698 7654 32 from Bob' }),
    line(70, [], { text: 'whoever' }),
  ])
  await reconcile(books)
  await reconcile(books)
  expect(balancesOf(books)).toMatchObject({ 'wallet:anna': 500, 'omnibus:main': -501 })
  expect(standingMatches(books.raw)).toMatchObject([{ rule: 'booked', state: 'final', residue: 0 }])
  expect(openOn('omnibus:main')).toEqual([
    { side: 0, amount: 70 },
    { side: 1, amount: 1 },
  ])
})

it('a fund request that came to the bank is settled and reconciled, less what the gateway usually keeps', async () => {
  const [asked, other] = [await request(books, { amount: 10_000 }), await request(books, { amount: 10_000 })]
  await tell(books, asked, { type: 'paid' })
  expect(balancesOf(books)).toMatchObject({ 'pending:anna': 10_000, 'gateway:acme': -10_000 })
  // 1.50 % and 0.30; of the other one more is missing than is usual.
  putLines(books.raw, [
    line(9_820, [['end_to_end', asked.reference.toLowerCase()]]),
    line(9_000, [['end_to_end', other.reference]]),
  ])
  await reconcile(books)
  expect(balancesOf(books)).toMatchObject({ 'wallet:anna': 10_000, 'fee-expense': -180, 'omnibus:main': -9_821 })
  expect([stateOf(books, asked), stateOf(books, other)]).toEqual(['reconciled', 'requested'])
  expect(openOn('omnibus:main')).toEqual([
    { side: 0, amount: 9_000 },
    { side: 1, amount: 1 },
  ])
})

it('a payout in one sum settles each request that the gateway’s file names, and the gateway’s account comes to nothing', async () => {
  const [first, second] = [await request(books, { amount: 10_000 }), await request(books, { amount: 5_000 })]
  for (const one of [first, second]) await tell(books, one, { type: 'paid', payment: `P${one.id}` })
  const payout = (kind: string): [string, string] => [kind, 'PO-2026-0012']
  putLines(
    books.raw,
    [
      line(10_000, [['end_to_end', first.reference], payout('batch')]),
      line(-180, [['end_to_end', first.reference], payout('batch')]),
      line(4_900, [['end_to_end', second.reference], payout('batch')]),
      line(-14_720, [payout('batch')]),
    ],
    { account: 'gateway:acme' },
  )
  await reconcile(books)
  expect([stateOf(books, first), stateOf(books, second)]).toEqual(['paid', 'paid'])
  putLines(books.raw, [line(14_720, [payout('end_to_end')])])
  await reconcile(books)
  expect([stateOf(books, first), stateOf(books, second)]).toEqual(['reconciled', 'reconciled'])
  expect(balancesOf(books)).toMatchObject({ 'wallet:anna': 15_000, 'fee-expense': -280, 'omnibus:main': -14_721 })
  expect(balancesOf(books)['gateway:acme'] ?? 0).toBe(0)
  expect(openOn('omnibus:main')).toEqual([{ side: 1, amount: 1 }])
})

it('a payout is recognised also when the gateway’s file has told of each payment before, on the day that it was made', async () => {
  const hours = Math.floor((Date.now() - noon) / 3_600_000)
  const [first, second] = [await request(books, { amount: 10_000 }), await request(books, { amount: 5_000 })]
  for (const one of [first, second]) await tell(books, one, { type: 'paid', payment: `P${one.id}`, at: hours })
  const of = (reference: string): MadeLine['refs'] => [
    ['end_to_end', reference],
    ['batch', 'PO-2026-0013'],
  ]
  const payments = [line(10_000, of(first.reference)), line(5_000, of(second.reference))]
  putLines(books.raw, payments, { account: 'gateway:acme' })
  await reconcile(books)
  expect(standingMatches(books.raw, 'gateway:acme')).toHaveLength(2)
  putLines(
    books.raw,
    [line(-180, of(first.reference)), line(-105, of(second.reference)), line(-14_715, [['batch', 'PO-2026-0013']])],
    { account: 'gateway:acme' },
  )
  putLines(books.raw, [line(14_715, [['end_to_end', 'PO-2026-0013']])])
  await reconcile(books)
  expect([stateOf(books, first), stateOf(books, second)]).toEqual(['reconciled', 'reconciled'])
  expect(balancesOf(books)).toMatchObject({ 'wallet:anna': 15_000, 'fee-expense': -285, 'omnibus:main': -14_716 })
  expect(openOn('gateway:acme')).toEqual([])
  expect(openOn('omnibus:main')).toEqual([{ side: 1, amount: 1 }])
})

it('a payout that does not come out is left for people', async () => {
  const asked = await request(books, { amount: 10_000 })
  await tell(books, asked, { type: 'paid' })
  putLines(
    books.raw,
    [
      line(10_000, [
        ['end_to_end', asked.reference],
        ['batch', 'PO-77-A'],
      ]),
    ],
    { account: 'gateway:acme' },
  )
  putLines(books.raw, [line(9_999, [['end_to_end', 'PO-77-A']])])
  await reconcile(books)
  expect(stateOf(books, asked)).toBe('paid')
  expect(balancesOf(books)).toMatchObject({ 'pending:anna': 10_000 })
})

it('what was posted by hand is matched and not posted again', async () => {
  await books.run('wallets.openVirtualAccount', {
    client: 'anna',
    number: 'GB82WEST12345698765432',
    omnibus: 'omnibus:main',
  })
  await perform(books, 'deposit', { client: 'anna', amount: 500, reference: 'BY-HAND-1' })
  putLines(books.raw, [line(500, [['end_to_end', 'BY-HAND-1']], { text: 'GB82WEST12345698765432' })])
  await reconcile(books)
  expect(balancesOf(books)).toMatchObject({ 'wallet:anna': 500, 'omnibus:main': -501 })
  expect(standingMatches(books.raw)).toMatchObject([{ rule: 'reference' }])
})

it('money from an unknown payer waits in suspense, and only what came in to a bank can be that', async () => {
  const [came, went] = putLines(books.raw, [line(640, [], { text: 'whoever' }), line(-30, [], { text: 'a charge' })])
  const asked = { line: came ?? 0, reason: 'nobody knows them', by: 'ana' }
  expect(await books.run('reconcile.bookUnknown', asked)).toMatchObject({ status: 'done' })
  expect(await books.run('reconcile.bookUnknown', asked)).toMatchObject({ status: 'item_matched' })
  expect(await books.run('reconcile.bookUnknown', { ...asked, line: went ?? 0 })).toEqual({
    status: 'line_not_of_a_payer',
    line: went,
  })
  expect(balancesOf(books)).toMatchObject({ suspense: 640, 'omnibus:main': -641 })
  await reconcile(books)
  expect(standingMatches(books.raw)).toMatchObject([{ rule: null, state: 'final', lines: [came] }])
})

it('a fund request whose bank line is taken from it again is settled, and not reconciled', async () => {
  const asked = await request(books, { amount: 10_000 })
  await tell(books, asked, { type: 'paid' })
  putLines(books.raw, [line(10_000, [['end_to_end', asked.reference]])])
  await reconcile(books)
  expect(stateOf(books, asked)).toBe('reconciled')
  const match = books.raw.prepare('SELECT id FROM item_match').pluck().get() as number
  await books.run('reconcile.unmatch', { match, reason: 'another', by: 'ana' })
  expect(stateOf(books, asked)).toBe('settled')
})
