/** What a bank booked and took back: nobody posted either, so the two explain each other, and nothing else does. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openPage } from '../../engine/reconcile/look/open-page.ts'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { putLines, putPostings } from './put-sides.ts'
import { reconcile, standingMatches } from './reconciling.ts'
import type { MadeLine, MadePosting } from './two-sides.ts'

const firstDay = 20_700
const dayMs = 86_400_000

let books: OpenBooks
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: firstDay * dayMs })
  books = await openBooks()
  putPostings(books.raw, [posting(1, 'BEGIN')])
})
afterEach(() => {
  const proof = checkWorkspace({ raw: books.raw, db: null as never, onProgress: () => {} }, { deep: false })
  expect(proof.differences).toEqual([])
  books.close()
  vi.useRealTimers()
})

const posting = (amount: number, reference: string | null): MadePosting => ({
  day: firstDay,
  amount,
  client: 'anna-lee',
  reference,
  bank: null,
})
const line = (day: number, amount: number, reference: string, isReversal = false): MadeLine => ({
  day: firstDay + day,
  amount,
  refs: [['end_to_end', reference]],
  party: null,
  text: '',
  charge: 0,
  isReversal,
})
const suggested = () =>
  books.raw
    .prepare(
      'SELECT why, group_concat(item) FROM suggestion JOIN suggested_item ON suggestion = id GROUP BY id ORDER BY id',
    )
    .raw()
    .all()

it('a line and its correction are netted until somebody posts what was taken back', async () => {
  const [wrong, back] = putLines(books.raw, [line(0, 700, 'ORDER-7'), line(2, -700, 'order 7', true)])
  await reconcile(books)
  expect(standingMatches(books.raw)).toEqual([
    { rule: 'reversal', state: 'provisional', residue: 0, lines: [wrong, back], postings: [] },
  ])
  const [late] = putPostings(books.raw, [posting(700, 'ORDER-7')])
  await reconcile(books)
  expect(standingMatches(books.raw)).toMatchObject([{ rule: 'reference', lines: [wrong], postings: [late] }])
})

it('what is matched stays so when its line is taken back, and the correction says in which match that is', async () => {
  const [now] = putPostings(books.raw, [posting(700, 'ORDER-7')])
  const [told] = putLines(books.raw, [line(0, 700, 'ORDER-7')])
  await reconcile(books)
  const [back] = putLines(books.raw, [line(2, -700, 'ORDER-7', true)])
  await reconcile(books)
  vi.setSystemTime((firstDay + 9) * dayMs)
  await reconcile(books)
  expect(standingMatches(books.raw)).toMatchObject([
    { rule: 'reference', state: 'final', lines: [told], postings: [now] },
  ])
  const open = openPage({ raw: books.raw }, { account: 'omnibus:main', side: 'line', after: null, limit: 9 })
  expect(open).toMatchObject({ items: [{ id: back, amount: -700, reversal: { match: 1 } }] })
})

it('where more than one could be meant, or a posting goes by the same reference, a person decides', async () => {
  const [one, two, back] = putLines(books.raw, [
    line(0, 700, 'ORDER-7'),
    line(0, 700, 'ORDER-7'),
    line(2, -700, 'ORDER-7', true),
  ])
  putPostings(books.raw, [posting(55_000, 'ORDER-8')])
  const [wrong, undone] = putLines(books.raw, [line(0, 900, 'ORDER-8'), line(1, -900, 'ORDER-8', true)])
  await reconcile(books)
  expect(standingMatches(books.raw)).toEqual([])
  expect(suggested()).toEqual(
    expect.arrayContaining([
      ['undoes_often', `${one},${back}`],
      ['undoes_often', `${two},${back}`],
      ['undoes_posted', `${wrong},${undone}`],
    ]),
  )
})

it.each(['long ago', 'in the same run'])(
  'where the bank may have taken back what is matched, another payment is not netted with it: matched %s',
  async (when) => {
    const [now] = putPostings(books.raw, [posting(-100, 'BANK-FEBRUARY')])
    const first: MadeLine = {
      ...line(0, -100, 'RENT-100'),
      refs: [...line(0, 0, 'RENT-100').refs, ['bank', 'BANK-FEBRUARY']],
    }
    const [february] = putLines(books.raw, [first])
    for (const day of when === 'long ago' ? [0, 9] : []) {
      vi.setSystemTime((firstDay + day) * dayMs)
      await reconcile(books)
    }
    const [march, back] = putLines(books.raw, [line(28, -100, 'RENT-100'), line(29, 100, 'RENT-100', true)])
    await reconcile(books)
    expect(standingMatches(books.raw)).toMatchObject([{ rule: 'reference', lines: [february], postings: [now] }])
    expect(suggested()).toEqual([['undoes_often', `${march},${back}`]])
  },
)

it.each(['mandate', 'customer', 'text'] as const)('what many payments go by only suggests: %s', async (kind) => {
  const by = (made: MadeLine): MadeLine =>
    kind === 'text' ? { ...made, text: 'DEBIT M-77001' } : { ...made, refs: [...made.refs, [kind, 'M-77001']] }
  const [march, back] = putLines(books.raw, [by(line(28, -100, 'DEBIT-MARCH')), by(line(29, 100, 'DEBIT-FEB', true))])
  await reconcile(books)
  expect(standingMatches(books.raw)).toEqual([])
  expect(suggested()).toEqual([['undoes_often', `${march},${back}`]])
})

it.each([
  ['is not marked as one', line(2, -700, 'ORDER-7')],
  ['is of another amount', line(2, -701, 'ORDER-7', true)],
  ['goes by something else', line(2, -700, 'ORDER-8', true)],
  ['comes before it', line(-1, -700, 'ORDER-7', true)],
  ['comes months later', line(40, -700, 'ORDER-7', true)],
])('a correction that %s takes nothing back', async (_, correction) => {
  putLines(books.raw, [line(0, 700, 'ORDER-7'), correction])
  await reconcile(books)
  expect(standingMatches(books.raw)).toEqual([])
})

it('lines that a person took apart are not netted again, and by a person they are', async () => {
  const lines = putLines(books.raw, [line(0, 700, 'ORDER-7'), line(2, -700, 'ORDER-7', true)])
  await reconcile(books)
  await books.run('reconcile.unmatch', { match: 1, reason: 'it was another', by: 'ana' })
  await reconcile(books)
  vi.setSystemTime((firstDay + 9) * dayMs)
  await reconcile(books)
  expect(standingMatches(books.raw)).toEqual([])
  const asked = { account: 'omnibus:main', lines, postings: [], residueTo: null, reason: 'it was after all', by: 'ana' }
  expect(await books.run('reconcile.match', asked)).toMatchObject({ status: 'done', residue: 0 })
})
