/** From a balance to the line of a file: the same chain whichever part of it one begins with, as far as there is one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Cases, openCases } from '../cases/open-cases.ts'
import { refusalOf } from '../workspace-fixture.ts'

let books: Cases
let batch: number
beforeEach(async () => {
  books = await openCases()
  batch = await books.take('trace.csv', [
    { client: 'A', location: 'Central', tx: 't1', amount: 700 },
    { client: 'B', location: 'Central', tx: 't2', amount: 40 },
    { client: 'B', location: 'Central', tx: 't3', type: 'Payment', amount: 90 },
    { client: 'A', location: 'Central', tx: 't4', amount: '12.5O' },
    { client: 'A', location: 'Central', tx: 't5', type: 'Payment', amount: 200 },
  ])
})
afterEach(() => books.close())

const trace = (of: Parameters<Cases['client']['trace']['of']>[0]['of'], by = books.analyst) => by.trace.of({ of })

const unposted = { balance: null, posting: null, entry: null, match: null, statement: null, movedOn: [], left: null }
const became = { code: null, decision: null, exception: null, first: null }
const place = (line: number) => ({ row: { batch, line }, file: { batch, file: 'trace.csv', line } })

describe('a row that was posted', () => {
  it('leads to its posting and entry and to what stands on the client’s wallet now, and they lead back', async () => {
    const ofRow = await trace({ from: 'row', batch, line: 2 })
    expect(ofRow).toMatchObject({
      balance: { account: 'wallet:A', client: 'A', currency: 'USD', balance: 500 },
      entry: { kind: 'TopUp' },
      ...place(2),
    })
    const { transaction, seq } = ofRow.posting ?? { transaction: 0, seq: 0 }
    expect(ofRow.entry?.transaction).toBe(transaction)
    expect((await books.analyst.accounts.transaction({ transaction })).source).toMatchObject({ batch, line: 2 })
    expect(await trace({ from: 'transaction', transaction })).toEqual(ofRow)
    expect(await trace({ from: 'transaction', transaction, posting: seq })).toEqual(ofRow)
  })

  it('is what an account leads to when it moved it last', async () => {
    expect(await trace({ from: 'account', account: 'wallet:A' })).toEqual(await trace({ from: 'row', batch, line: 6 }))
    const clearing = await trace({ from: 'account', account: 'clearing:nine' })
    expect(clearing).toMatchObject({ balance: { account: 'clearing:nine', client: null }, ...place(6) })
    expect(clearing.posting?.account).toBe('clearing:nine')
  })
})

describe('as far as there is something', () => {
  it('a row that waits for money has a balance and its line, and nothing between', async () => {
    expect(await trace({ from: 'row', batch, line: 4 })).toEqual({
      ...unposted,
      balance: { account: 'wallet:B', client: 'B', currency: 'USD', balance: 40 },
      became: { ...became, outcome: 'held', code: 'INSUFFICIENT_FUNDS' },
      ...place(4),
    })
  })

  it('a case of one row leads to the line, and to its posting once it is posted', async () => {
    const { id } = await books.caseOf(batch, 'FIELD_UNREADABLE')
    const unposted = await trace({ from: 'case', exception: id })
    expect(unposted).toMatchObject({ posting: null, entry: null, ...place(5) })
    const row = {
      line: 5,
      row: {
        occurredAt: new Date().toISOString(),
        client: 'A',
        location: 'Central',
        txId: 't4',
        type: 'TopUp',
        amount: 1_250,
      },
    } as const
    const { proposal } = await books.act(id, { action: 'correct', rows: [row], reason: 'A letter for a nought' })
    await books.approve(proposal)
    const posted = await trace({ from: 'case', exception: id })
    expect(posted).toMatchObject({ balance: { account: 'wallet:A', balance: 1_750 }, ...place(5) })
    expect(posted.posting).not.toBeNull()
  })

  it('a batch has its file alone; money by hand has no file', async () => {
    const file = { batch, file: 'trace.csv', line: null }
    expect(await trace({ from: 'batch', batch })).toEqual({ ...unposted, became: null, row: null, file })
    await books.analyst.operations.deposit({ client: 'A', amount: 5, key: 'by-hand' })
    expect(await trace({ from: 'account', account: 'wallet:A' })).toMatchObject({
      balance: { balance: 505 },
      entry: { kind: 'deposit' },
      row: null,
      file: null,
    })
  })

  it.each([
    { from: 'case', exception: 999 },
    { from: 'batch', batch: 999 },
    { from: 'row', batch: 999, line: 2 },
    { from: 'transaction', transaction: 999_999 },
    { from: 'account', account: 'wallet:Nobody' },
    { from: 'match', match: 999 },
    { from: 'line', line: 999 },
    { from: 'expected', expected: 999 },
    { from: 'fund_request', request: 999 },
    { from: 'proposal', proposal: 999 },
  ] as const)('what is not there is told so: $from', async (of) => {
    expect((await refusalOf(trace(of))).code).toBe('not_found')
  })
})

describe('whoever may not see the books', () => {
  it('sees a row’s place in the file and no money', async () => {
    const seen = await trace({ from: 'row', batch, line: 2 }, books.operator)
    expect(seen).toEqual({ ...unposted, became: { ...became, outcome: 'posted' }, ...place(2) })
  })

  it('is refused where the beginning itself is not theirs to see', async () => {
    const executive = await books.as('exe')
    for (const [by, of, permission] of [
      [books.operator, { from: 'account', account: 'wallet:A' }, 'ledger.read'],
      [books.operator, { from: 'transaction', transaction: 1 }, 'ledger.read'],
      [executive, { from: 'case', exception: 1 }, 'exceptions.read'],
      [executive, { from: 'line', line: 1 }, 'statements.read'],
      [executive, { from: 'expected', expected: 1 }, 'ledger.read'],
      [books.operator, { from: 'match', match: 1 }, 'reconciliation.read'],
      [books.operator, { from: 'proposal', proposal: 1 }, 'proposals.read'],
    ] as const)
      expect(await refusalOf(trace(of, by))).toMatchObject({ code: 'not_permitted', data: { permission } })
    expect((await trace({ from: 'batch', batch }, executive)).file?.file).toBe('trace.csv')
  })
})
