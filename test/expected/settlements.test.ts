/** Settlements with producers: what is expected, when a bank's line pays it, and that nothing is claimed twice or forgotten. */
import { afterEach, expect, it } from 'vitest'
import type { SettlementTerms } from '../../engine/contract/settlement-terms.ts'
import type { Books } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import {
  agree,
  balances,
  expectedOf,
  isConsistent,
  lineOf,
  openSettled,
  raiseDue,
  takeRows,
  tellLines,
} from './open-settlements.ts'

let books: Books
const open = async (terms: Partial<SettlementTerms> | null): Promise<void> => {
  books = await openSettled(terms)
}
afterEach(async () => {
  expect(await isConsistent(books)).toEqual([])
  await books.close()
})

const topUp = (tx: string, amount: number, client = 'C1') => ({ tx, amount, client })
const payment = (tx: string, amount: number, client = 'C1') => ({ tx, amount, client, type: 'Payment' })
it('expects what a day came to, net of fees, and the bank’s line that quotes its reference pays it', async () => {
  await open({ topUpFee: 100, paymentFee: 200 })
  await takeRows(books, [topUp('a', 10_000), payment('b', 3_000)])
  await raiseDue(books)
  expect(await expectedOf(books)).toEqual(['settlement net 6960 clears 7000 requested'])
  const [settlement] = (await books.client.expected.list({ limit: 1 })).items
  await tellLines(books, [lineOf(6_960, { text: `Nine Lives ${settlement?.reference.toLowerCase()} thanks` })])
  expect(await expectedOf(books)).toEqual(['settlement net 6960 clears 7000 reconciled'])
  expect(await balances(books)).toEqual({ 'fee-expense': -100, 'fee-income': 60, 'omnibus:main': -6_960 })
})

it('pays a producer what was bought, and receives what it took, each by itself', async () => {
  await open({ how: 'gross' })
  await takeRows(books, [topUp('a', 10_000), payment('b', 3_000)])
  await raiseDue(books)
  const { items } = await books.client.expected.list({ limit: 10 })
  expect(items.map(({ amount }) => amount)).toEqual([-3_000, 10_000])
  await tellLines(
    books,
    items.map(({ amount, reference }) => lineOf(amount, { refs: [['end_to_end', reference]] })),
  )
  expect(await expectedOf(books)).toEqual([
    'settlement top_ups 10000 clears 10000 reconciled',
    'settlement payments -3000 clears -3000 reconciled',
  ])
  expect(await balances(books)).toEqual({ 'omnibus:main': -7_000 })
})

it('claims nothing twice, and what came late is part of the next settlement', async () => {
  await open({})
  await takeRows(books, [topUp('a', 500)])
  await raiseDue(books)
  await raiseDue(books)
  await takeRows(books, [topUp('late', 70)])
  await raiseDue(books, 1)
  await raiseDue(books, 2)
  expect(await expectedOf(books)).toEqual([
    'settlement net 500 clears 500 requested',
    'settlement net 70 clears 70 requested',
  ])
})

it('expects each batch by itself, and at the end of the day what is left over beside them', async () => {
  await open({ every: 'batch' })
  await raiseDue(books)
  const batch = await takeRows(books, [topUp('a', 500), payment('b', 100)])
  await raiseDue(books)
  const [settlement] = (await books.client.expected.list({ limit: 1 })).items
  expect(settlement).toMatchObject({ batch, amount: 400, topUps: 500, payments: 100 })
  const ana = await books.as('ana')
  await ana.operations.purchase({ client: 'C1', amount: 5, producer: 9, key: 'counter' })
  await raiseDue(books, 1)
  // What somebody bought at the counter is in nobody's batch.
  expect(await expectedOf(books)).toEqual([
    'settlement net 400 clears 400 requested',
    'settlement net -5 clears -5 requested',
  ])
})

it('what stood on the account before it was agreed carries no fee', async () => {
  await open(null)
  await takeRows(books, [topUp('old', 10_000)])
  await raiseDue(books)
  expect(await expectedOf(books)).toEqual([])
  await agree(books, { topUpFee: 100, how: 'gross' })
  await takeRows(books, [topUp('new', 500), payment('paid', 200)])
  await raiseDue(books)
  expect(await expectedOf(books)).toEqual([
    'settlement top_ups 10495 clears 10500 requested',
    'settlement payments -200 clears -200 requested',
  ])
})

it('a batch that a day has claimed is not claimed again when each is settled by itself from then on', async () => {
  await open({ topUpFee: 100 })
  await takeRows(books, [topUp('a', 500)])
  await raiseDue(books)
  await agree(books, { topUpFee: 100, every: 'batch' })
  await takeRows(books, [topUp('b', 700)])
  await raiseDue(books, 1)
  expect(await expectedOf(books)).toEqual([
    'settlement net 495 clears 500 requested',
    'settlement net 693 clears 700 requested',
  ])
})

it('is paid by the only line of its amount that a party of the agreement stands on', async () => {
  await open({ knownAs: ['Nine Lives Ltd', 'HK12 3456'] })
  await takeRows(books, [topUp('a', 500)])
  await raiseDue(books)
  await tellLines(books, [
    lineOf(500, { party: 'Someone Else' }),
    lineOf(499, { party: 'NINE LIVES LTD' }),
    lineOf(500, { party: 'Nine-Lives Ltd.' }),
  ])
  expect(await expectedOf(books)).toEqual(['settlement net 500 clears 500 reconciled'])
  expect(await balances(books)).toEqual({ 'omnibus:main': -500 })
})

it('leaves a line alone that could pay two, or that pays another amount', async () => {
  await open({ knownAs: ['Nine Lives'] })
  await takeRows(books, [topUp('a', 500)])
  await raiseDue(books)
  await takeRows(books, [topUp('b', 500)])
  await raiseDue(books, 1)
  const [newest] = (await books.client.expected.list({ limit: 1 })).items
  await tellLines(books, [
    lineOf(500, { party: 'Nine Lives' }),
    lineOf(490, { party: 'Nine Lives', text: `${newest?.reference}` }),
  ])
  expect(await expectedOf(books)).toEqual([
    'settlement net 500 clears 500 requested',
    'settlement net 500 clears 500 requested',
  ])
})

it('settled by hand for less, the rest is on the account and part of the next one', async () => {
  await open({})
  await takeRows(books, [topUp('a', 500)])
  await raiseDue(books)
  const [line = 0, outgoing = 0] = await tellLines(books, [lineOf(490, { text: 'whatever' }), lineOf(-500)])
  const ana = await books.as('ana')
  const [settlement] = (await books.client.expected.list({ limit: 1 })).items
  const asked = { id: settlement?.id ?? 0, reason: 'they kept ten' }
  await expect(ana.expected.settle({ ...asked, line: outgoing })).rejects.toMatchObject({ code: 'line_does_not_pay' })
  const done = await ana.expected.settle({ ...asked, line })
  expect(done).toMatchObject({ state: 'reconciled', paid: 490, amount: 500 })
  await expect(ana.expected.settle({ ...asked, line })).rejects.toMatchObject({ code: 'expected_over' })
  await raiseDue(books, 1)
  expect(await expectedOf(books)).toEqual([
    'settlement net 500 clears 500 reconciled',
    'settlement net 10 clears 10 requested',
  ])
})

it('cancelled, it is expected no more, and the next one has it', async () => {
  await open({ topUpFee: 1_000 })
  await takeRows(books, [topUp('a', 500)])
  await raiseDue(books)
  const ana = await books.as('ana')
  await ana.expected.cancel({ id: 1, reason: 'wrong terms' })
  await raiseDue(books, 1)
  expect(await expectedOf(books)).toEqual([
    'settlement net 450 clears 500 cancelled',
    'settlement net 450 clears 500 requested',
  ])
  const { history } = await ana.expected.get({ id: 1 })
  expect(history.map(({ kind, by }) => `${kind} ${by}`)).toEqual(['requested engine', 'cancelled ana'])
})

it('not paid by the day that was agreed, it is a case until it is paid', async () => {
  await open({ dueDays: 0 })
  await takeRows(books, [topUp('a', 500)])
  await raiseDue(books)
  const { store } = await books.engine.opened()
  const cases = async () => (await books.client.exceptions.list({ code: 'SETTLEMENT_OVERDUE', limit: 9 })).items
  expect(await store.write('expected.noteOverdue', null, 'engine')).toEqual({ cases: 1 })
  expect(await store.write('expected.noteOverdue', null, 'engine')).toEqual({ cases: 0 })
  expect(await cases()).toMatchObject([{ status: 'open', producer: 9, amount: 500 }])
  const [settlement] = (await books.client.expected.list({ overdue: true, limit: 9 })).items
  await tellLines(books, [lineOf(500, { text: settlement?.reference ?? '' })])
  expect(await cases()).toMatchObject([{ status: 'resolved' }])
  expect((await books.client.expected.list({ overdue: true, limit: 9 })).items).toEqual([])
})

it('is told to be paid by the producer’s own file before the bank has it', async () => {
  await open({})
  await takeRows(books, [topUp('a', 500)])
  await raiseDue(books)
  const [settlement] = (await books.client.expected.list({ limit: 1 })).items
  const { reconciler } = await books.engine.opened()
  const { putLines } = await import('../reconcile/put-sides.ts')
  await withRawStore(books.engine, (raw) =>
    putLines(raw, [lineOf(-500, { refs: [['customer', settlement?.reference ?? '']] })], { account: 'clearing:nine' }),
  )
  await reconciler.run('test')
  expect(await expectedOf(books)).toEqual(['settlement net 500 clears 500 paid'])
  await tellLines(books, [lineOf(500, { text: settlement?.reference ?? '' })])
  expect(await expectedOf(books)).toEqual(['settlement net 500 clears 500 reconciled'])
})

it('nobody rewrites what was expected, behind the engine', async () => {
  await open({})
  await takeRows(books, [topUp('a', 500)])
  await raiseDue(books)
  await withRawStore(books.engine, (raw) => {
    const refused = (sql: string) => expect(() => raw.exec(sql), sql).toThrow()
    refused('DELETE FROM expected_payment')
    refused('UPDATE expected_payment SET amount = 400, cleared = 400, version = version + 1')
    refused(`UPDATE expected_payment SET state = 'posted', version = version + 1`)
    refused(`UPDATE expected_payment SET state = 'cancelled'`)
    refused(`UPDATE expected_payment SET state = 'failed', version = version + 1`)
    refused('DELETE FROM expected_history')
    refused(`UPDATE expected_history SET by = 'me'`)
    refused(`UPDATE expected_move SET goes_to = 'posted'`)
  })
})
