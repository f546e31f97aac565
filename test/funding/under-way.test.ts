/** What a client sees of a top-up while it is under way: what is pending, and what is in process in their history. */
import { expect, it } from 'vitest'
import { findBalance } from '../../engine/ledger/balance.ts'
import { listHistory } from '../../engine/ledger/history.ts'
import { differencesOf, openFunds, request, settle, tell } from './open-funds.ts'

it('shows a client what is under way as in process, newest first, page by page, and as a posting once it is there', async () => {
  const books = await openFunds()
  const context = { raw: books.raw, db: null as never, onProgress: () => {} }
  const historyOf = (limit: number, after: readonly number[] = [], filter = {}) =>
    listHistory(context, { client: 'anna', filter, after, limit })
  const [first, second] = [await request(books), await request(books, { amount: 300 })]
  await request(books, { amount: 7 })
  const instant = await request(books, { gateway: 'swift-pay', amount: 40 })
  await tell(books, first, { type: 'paid' })
  await tell(books, second, { type: 'pending', payment: 'P2' })
  await tell(books, instant, { type: 'paid', payment: 'P3' })
  const shown = (page: ReturnType<typeof historyOf>) =>
    page?.items.map(({ type, amount, status, reference }) => `${type} ${amount} ${status} ${reference}`)
  const all = [
    `fund_request 300 in_process ${second.reference}`,
    `fund_request 1000 in_process ${first.reference}`,
    `fund_paid 40 confirmed ${instant.reference}`,
  ]
  expect(shown(historyOf(10))).toEqual(all)
  const walked: string[] = []
  for (let after: readonly number[] | null = []; after !== null; ) {
    const page = historyOf(1, after)
    walked.push(...(shown(page) ?? []))
    after = page?.next ?? null
  }
  expect(walked).toEqual(all)
  expect(shown(historyOf(10, [], { kind: 'fund_request', amount: 300 }))).toEqual([all[0]])
  expect(shown(historyOf(10, [], { text: first.reference.slice(2, 8) }))).toEqual([all[1]])
  expect(shown(historyOf(10, [], { from: '2026-03-02', to: '2026-03-02' }))).toEqual([all[1], all[2]])
  const balance = () => findBalance(context, { client: 'anna', at: null })
  expect(balance()).toEqual({ client: 'anna', currency: 'USD', balance: 40, available: 40, pending: 1_000 })
  settle(books, first)
  expect(balance()).toEqual({ client: 'anna', currency: 'USD', balance: 1_040, available: 1_040, pending: 0 })
  expect(shown(historyOf(10))).toEqual([all[0], `fund_released 1000 confirmed ${first.reference}`, all[2]])
  expect(differencesOf(books)).toEqual([])
  books.close()
})
