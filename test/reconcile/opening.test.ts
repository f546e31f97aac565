/** What was posted before the first statement and is in its opening balance waits for no line, and the proof comes out. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { dayOfNumber } from '../../engine/calendar/day.ts'
import { listOpening } from '../../engine/reconcile/opening/opening.ts'
import { proveOmnibus } from '../../engine/reconcile/proof/prove.ts'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { putLines, putPostings } from './put-sides.ts'
import { reconcile } from './reconciling.ts'

const firstDay = 20_700
const asked = { account: 'omnibus:main', reason: 'the bank had it', by: 'ana' } as const

let books: OpenBooks
let old: number
let underWay: number
let now: number
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: firstDay * 86_400_000 })
  books = await openBooks()
  // The bank began with 300: of what was posted before, 700 had not come.
  const seqs = putPostings(books.raw, [posting(-9, 300), posting(-2, 700), posting(0, 50)])
  ;[old = 0, underWay = 0, now = 0] = seqs
  putLines(books.raw, [line(0, 50)], { opening: 300 })
  await reconcile(books)
})
afterEach(() => {
  const proof = checkWorkspace({ raw: books.raw, db: null as never, onProgress: () => {} }, { deep: false })
  expect(proof.differences).toEqual([])
  books.close()
  vi.useRealTimers()
})

const posting = (day: number, amount: number) => ({
  day: firstDay + day,
  amount,
  client: 'anna',
  reference: `ORDER-${amount}`,
  bank: null,
})
const line = (day: number, amount: number) => ({
  day: firstDay + day,
  amount,
  refs: [['end_to_end', `ORDER-${amount}`] as [string, string]],
  party: null,
  text: '',
  charge: 0,
})
const difference = (): string | null => {
  const proven = proveOmnibus({ raw: books.raw }, { account: 'omnibus:main', day: dayOfNumber(firstDay) })
  return proven.status === 'proven' ? proven.proof.difference : proven.status
}
const open = (): number[] =>
  books.raw.prepare('SELECT item FROM open_item ORDER BY side, item').pluck().all() as number[]
const put = (postings: number[]) => books.run('reconcile.setOpening', { ...asked, postings })
const take = (postings: number[]) => books.run('reconcile.unsetOpening', { ...asked, postings })

it('leaves the open list by the word of a person, who is named, and comes back by another', async () => {
  expect([difference(), open()]).toEqual(['300', [old, underWay]])
  expect(await put([old])).toEqual({ status: 'done', items: 1 })
  expect([difference(), open()]).toEqual(['0', [underWay]])
  const listed = listOpening({ raw: books.raw }, { account: 'omnibus:main', before: null, limit: 10 })
  expect(listed).toMatchObject({ items: [{ posting: { id: old, amount: 300 }, by: 'ana', reason: 'the bank had it' }] })
  expect(await put([old])).toMatchObject({ status: 'item_unknown', item: old })
  expect(await take([old])).toEqual({ status: 'done', items: 1 })
  expect(await take([old])).toEqual({ status: 'item_not_in_opening', item: old })
  expect([difference(), open()]).toEqual(['300', [old, underWay]])
})

it('is refused, all or nothing, of what stands on a day whose statement is here', async () => {
  await books.run('reconcile.unmatch', { match: 1, reason: 'no', by: 'ana' })
  expect(await put([old, now])).toEqual({ status: 'item_after_opening', item: now, firstDay: dayOfNumber(firstDay) })
  expect(open()).toContain(old)
})

it('ends by itself when a statement of its day comes after all', async () => {
  await put([old, underWay])
  const [told = 0] = putLines(books.raw, [line(-2, 700)], { opening: -400 })
  expect(open()).toEqual([told, underWay])
  await reconcile(books)
  expect(open()).toEqual([])
})
