/** The omnibus proof: what the bank has is what everybody is owed, and what is not is told to the cent. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { OmnibusProof } from '../../engine/contract/reconciliation.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { firstDay, line, posting, proofOfBank } from './bank-days.ts'
import { putLines, putPostings } from './put-sides.ts'
import { reconcile } from './reconciling.ts'
import { type MadeLine, makeTwoSides } from './two-sides.ts'

const dayMs = 86_400_000

let books: OpenBooks
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: firstDay * dayMs })
  books = await openBooks()
})
afterEach(() => {
  books.close()
  vi.useRealTimers()
})

const proofOn = (day: number): OmnibusProof => proofOfBank(books.raw, day)
const termsOf = ({ terms }: OmnibusProof): Readonly<Record<string, string>> =>
  Object.fromEntries(terms.filter(({ sum }) => sum !== '0').map(({ term, sum }) => [term, sum]))

it('holds from day to day while money is under way on either side', async () => {
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1'), posting(1, 500, 'ORDER-2'), posting(1, -2_000, 'ORDER-3')])
  putLines(books.raw, [line(0, 10_000, 'ORDER-1')], { opening: 0 })
  // ORDER-2 is at the bank a day later, ORDER-3 not yet at all, and 77 came from somebody unknown.
  putLines(books.raw, [line(1, 77, 'WHO-KNOWS'), line(2, 500, 'ORDER-2')], { opening: 10_000 })
  await reconcile(books)
  expect(proofOn(0)).toMatchObject({ bankClosing: '10000', ledger: '10000', difference: '0', explanation: null })
  expect(termsOf(proofOn(0))).toEqual({ wallets: '10000' })
  expect(proofOn(2)).toMatchObject({ bankClosing: '10577', ledger: '8500', expected: '10577', difference: '0' })
  expect(termsOf(proofOn(2))).toEqual({
    wallets: '10500',
    suspense: '-2000',
    lines_not_posted: '77',
    postings_not_at_bank: '2000',
  })
})

it('holds before and after a residue is posted', async () => {
  putPostings(books.raw, [posting(0, 50_000, 'ORDER-1')])
  putLines(books.raw, [line(0, 49_950, 'ORDER-1')], { opening: 0 })
  await reconcile(books)
  expect(proofOn(0)).toMatchObject({ ledger: '50000', difference: '0' })
  expect(termsOf(proofOn(0))).toEqual({ wallets: '50000', lines_not_posted: '49950', postings_not_at_bank: '-50000' })
  vi.setSystemTime((firstDay + 5) * dayMs)
  await reconcile(books)
  expect(proofOn(0)).toMatchObject({ ledger: '49950', difference: '0' })
  expect(termsOf(proofOn(0))).toEqual({ wallets: '50000', fee_expense: '-50' })
})

it('holds between runs, while a batch posts and a statement is being opened', async () => {
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1')])
  putLines(books.raw, [line(0, 10_000, 'ORDER-1')], { opening: 0 })
  await reconcile(books)
  putPostings(books.raw, [posting(0, 300, 'ORDER-2'), posting(1, 40, 'ORDER-3'), posting(2, 1, 'ORDER-4')])
  putLines(books.raw, [line(1, 25, 'WHO'), line(1, 300, 'ORDER-2'), line(1, 9, 'WHO-ELSE')], {
    opening: 10_000,
    opened: 1,
  })
  const terms = { wallets: '10340', lines_not_posted: '334', postings_not_at_bank: '-340' }
  expect(proofOn(1)).toMatchObject({ bankClosing: '10334', difference: '0' })
  expect(termsOf(proofOn(1))).toEqual(terms)
  await books.run('reconcile.takePostings', { account: bankId() })
  expect(termsOf(proofOn(1))).toEqual(terms)
})
const bankId = () => books.raw.prepare(`SELECT id FROM account WHERE code = 'omnibus:main'`).pluck().get() as number

it('posted between two runs is not at the bank yet: nothing breaks before the next run, nor behind it', async () => {
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1')])
  putLines(books.raw, [line(0, 10_000, 'ORDER-1')], { opening: 0 })
  await reconcile(books)
  putPostings(books.raw, [posting(0, 300, 'ORDER-2')])
  for (const _ of ['before', 'behind']) {
    expect(proofOn(0)).toMatchObject({ ledger: '10300', expected: '10000', difference: '0', explanation: null })
    await reconcile(books)
  }
})

it('says what is missing, and which items come to it', async () => {
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1'), posting(0, 300, 'ORDER-2')])
  putLines(books.raw, [line(0, 10_000, 'ORDER-1')], { opening: 0 })
  // Between the two statements 300 came that no statement here tells of.
  putLines(books.raw, [line(2, 40, 'ORDER-3')], { opening: 10_300 })
  await reconcile(books)
  const proof = proofOn(2)
  expect(proof).toMatchObject({ bankClosing: '10340', expected: '10040', difference: '300' })
  expect(proof.explanation).toMatchObject({ bounded: false, items: [{ side: 'posting', amount: 300 }] })
})

it('takes what was there before the first statement from its opening balance', async () => {
  putPostings(books.raw, [posting(-9, 700, 'OLD-1'), posting(-8, 300, 'OLD-2'), posting(0, 50, 'ORDER-1')])
  putLines(books.raw, [line(0, 50, 'ORDER-1')], { opening: 1_000 })
  await reconcile(books)
  expect(proofOn(0)).toMatchObject({ bankClosing: '1050', ledger: '1050', difference: '0' })
  expect(termsOf(proofOn(0))).toEqual({ wallets: '1050' })
})

it('holds on every day of a random history, to the cent', async () => {
  const sides = makeTwoSides(400, { seed: 21, firstDay, days: 8 })
  putPostings(books.raw, sides.postings)
  // A statement of one day or of three.
  const byDay = new Map<number, MadeLine[]>()
  for (const one of sides.lines) {
    const day = one.day < firstDay + 5 ? one.day : one.day - ((one.day - firstDay - 5) % 3)
    byDay.set(day, [...(byDay.get(day) ?? []), one])
  }
  let opening = 0
  for (const day of [...byDay.keys()].toSorted((a, b) => a - b)) {
    const lines = byDay.get(day) ?? []
    putLines(books.raw, lines, { opening })
    opening += lines.reduce((sum, { amount }) => sum + amount, 0)
    await reconcile(books)
  }
  for (const settled of [false, true]) {
    for (let day = 0; day < 12; day += 1) expect([day, settled, proofOn(day).difference]).toEqual([day, settled, '0'])
    vi.setSystemTime((firstDay + 30) * dayMs)
    await reconcile(books)
  }
})

const casesOf = () => books.raw.prepare('SELECT code, status, amount, resolution FROM exception ORDER BY id').all()

it('a day that is cut off with a break, or with what nobody explained, is a case until it is explained', async () => {
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1'), posting(0, 300, 'ORDER-2')])
  putLines(books.raw, [line(0, 10_000, 'ORDER-1')], { opening: 0 })
  putLines(books.raw, [line(2, 40, 'ORDER-3')], { opening: 10_300 })
  vi.setSystemTime((firstDay + 10) * dayMs)
  await reconcile(books)
  expect(casesOf()).toEqual([
    { code: 'RECONCILIATION_UNMATCHED', status: 'open', amount: 340, resolution: null },
    { code: 'OMNIBUS_DOES_NOT_PROVE', status: 'open', amount: 300, resolution: null },
  ])
  // The statement in between comes after all, and so does the posting for the last line.
  putLines(books.raw, [line(1, 300, 'ORDER-2')], { opening: 10_000 })
  putPostings(books.raw, [posting(2, 40, 'ORDER-3')])
  vi.setSystemTime((firstDay + 11) * dayMs)
  await reconcile(books)
  expect(casesOf()).toMatchObject([
    { code: 'RECONCILIATION_UNMATCHED', status: 'resolved' },
    { code: 'OMNIBUS_DOES_NOT_PROVE', status: 'resolved' },
  ])
})

it('a case that a person found to be no problem stays so until anything about it is new', async () => {
  putPostings(books.raw, [posting(0, 10_000, 'ORDER-1')])
  putLines(books.raw, [line(0, 10_000, 'ORDER-1'), line(0, 77, 'WHO-KNOWS')], { opening: 300 })
  const cutOff = async (day: number): Promise<unknown> => {
    vi.setSystemTime((firstDay + day) * dayMs)
    await reconcile(books)
    return books.raw.prepare('SELECT code, status, reopened FROM exception ORDER BY id').raw().all()
  }
  const unmatched = 'RECONCILIATION_UNMATCHED'
  const broken = 'OMNIBUS_DOES_NOT_PROVE'
  expect(await cutOff(10)).toEqual([
    [unmatched, 'open', 0],
    [broken, 'open', 0],
  ])
  for (const id of [1, 2]) await dismiss(id)
  for (const day of [11, 12])
    expect(await cutOff(day)).toEqual([
      [unmatched, 'resolved', 0],
      [broken, 'resolved', 0],
    ])
  // One more that nobody explained, and as much money: the difference is still the same.
  putLines(books.raw, [line(1, 5, 'WHO-ELSE')], { opening: 10_377 })
  expect(await cutOff(13)).toEqual([
    [unmatched, 'open', 1],
    [broken, 'resolved', 0],
  ])
  putLines(books.raw, [line(8, 5, 'LATE')], { opening: 10_400 })
  expect(await cutOff(14)).toEqual([
    [unmatched, 'open', 1],
    [broken, 'open', 1],
  ])
})

async function dismiss(id: number): Promise<void> {
  const acting = {
    id,
    version: null,
    key: `dismiss-${id}`,
    deed: { action: 'dismiss', reason: 'known' },
    asTheyStand: [],
  }
  const done = await books.run('exceptions.act', { ...acting, initiator: books.as('ana') } as never, 'ana')
  expect(done).toMatchObject({ status: 'done' })
}
