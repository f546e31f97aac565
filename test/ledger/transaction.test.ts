import { afterAll, beforeAll, expect, it } from 'vitest'
import { readTransaction } from '../../engine/ledger/transaction.ts'
import { enter, enterBatch, type Ledger, openLedger } from './entries.ts'

let ledger: Ledger
const at = Date.parse('2026-03-03T04:00:00Z')
beforeAll(async () => {
  ledger = await openLedger()
  enter(ledger.raw, [{ kind: 'deposit', debit: 'omnibus:main', credit: 'wallet:anna', amount: 1_000 }], at)
})
afterAll(() => ledger.close())

const read = (transaction: number | undefined) => readTransaction(ledger.context, { transaction: transaction ?? 0 })
const one = (...entry: Parameters<typeof enter>[1]): number => enter(ledger.raw, entry, at)[0] ?? 0

it('tells an entry with all its postings, who asked for it and why', () => {
  const id = one({
    kind: 'purchase',
    debit: 'wallet:anna',
    credit: 'clearing:seven',
    amount: 100,
    and: { debit: 'wallet:anna', credit: 'fee-income', amount: 2 },
    orderId: 'O-1',
    reference: 'R-1',
    bankTransactionId: 'B-1',
    reason: 'asked by phone',
    initiatedBy: 'anna',
  })
  const source = {
    from: 'entry',
    initiator: 'admin',
    initiatedBy: 'anna',
    reference: 'R-1',
    orderId: 'O-1',
    bankTransactionId: 'B-1',
    reason: 'asked by phone',
    related: null,
    hold: null,
    proposal: null,
  }
  const posting = {
    transaction: id,
    kind: 'purchase',
    currency: 'USD',
    occurredAt: '2026-03-03T04:00:00.000Z',
    postedAt: '2026-03-03T04:00:00.000Z',
    businessDay: '2026-03-03',
    late: false,
    source,
  }
  expect(read(id)).toEqual({
    id,
    kind: 'purchase',
    currency: 'USD',
    amount: 100,
    at: '2026-03-03T04:00:00.000Z',
    businessDay: '2026-03-03',
    postings: [
      {
        ...posting,
        seq: id,
        debit: 'wallet:anna',
        credit: 'clearing:seven',
        amount: 100,
        debitAfter: 900,
        creditAfter: 100,
      },
      {
        ...posting,
        seq: id + 1,
        debit: 'wallet:anna',
        credit: 'fee-income',
        amount: 2,
        debitAfter: 898,
        creditAfter: 2,
      },
    ],
    undoneBy: [],
    left: 100,
    source,
  })
  // The number in the middle of an entry is that of a posting.
  expect([read(id + 1), read(0), read(id + 100)]).toEqual([null, null, null])
})

it('tells a row of a batch, which is a transaction of its own', () => {
  const rows = ['t-1', 't-2'].map((txId) => ({ type: 'TopUp', client: 'bob', amount: 7, txId }) as const)
  const batch = enterBatch(ledger.raw, 8, rows, at)
  const last = ledger.raw.prepare('SELECT max(seq) FROM posting').pluck().get() as number
  const source = {
    from: 'batch',
    batch,
    line: 3,
    file: 'day.csv',
    producer: 8,
    producerName: 'Eight Bells',
    txId: 't-2',
    location: 'Central',
  }
  expect(read(last)).toMatchObject({ id: last, kind: 'TopUp', amount: 7, left: 7, undoneBy: [], source })
  expect(read(last)?.postings).toHaveLength(1)
})

it('has left what was not undone, and what was undone of the undoing is there again', () => {
  const purchase = one({ kind: 'purchase', debit: 'wallet:anna', credit: 'clearing:seven', amount: 300 })
  const back = { debit: 'clearing:seven', credit: 'wallet:anna', related: purchase }
  const first = one({ ...back, kind: 'refund', amount: 50 })
  const second = one({ ...back, kind: 'refund', amount: 80 })
  expect(read(purchase)).toMatchObject({
    amount: 300,
    left: 170,
    undoneBy: [
      { transaction: first, kind: 'refund', amount: 50, at: '2026-03-03T04:00:00.000Z' },
      { transaction: second, kind: 'refund', amount: 80, at: '2026-03-03T04:00:00.000Z' },
    ],
  })
  const forth = { kind: 'chargeback', debit: 'wallet:anna', credit: 'clearing:seven' }
  const third = one({ ...forth, amount: 80, related: second })
  expect([read(purchase)?.left, read(second)?.left]).toEqual([250, 0])
  one({ kind: 'refund', debit: 'clearing:seven', credit: 'wallet:anna', amount: 30, related: third })
  expect([read(purchase)?.left, read(second)?.left, read(third)?.left]).toEqual([220, 30, 50])
  expect(read(third)?.source).toMatchObject({ related: second })
})

it('a row of a batch is refunded like anything else', () => {
  const row = { type: 'TopUp', client: 'cleo', amount: 9, txId: 't-9' } as const
  enterBatch(ledger.raw, 7, [row, { ...row, type: 'Payment', amount: 4, txId: 't-10' }], at)
  const payment = ledger.raw.prepare('SELECT max(seq) FROM posting').pluck().get() as number
  one({ kind: 'refund', debit: 'clearing:seven', credit: 'wallet:cleo', amount: 3, related: payment })
  expect(read(payment)).toMatchObject({ amount: 4, left: 1, undoneBy: [{ kind: 'refund', amount: 3 }] })
})
