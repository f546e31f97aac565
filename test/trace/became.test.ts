/** From a line of a file to where its money is now, whatever became of the row. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { postingOfRow } from '../../engine/ledger/row-posting.ts'
import { type Cases, openCases } from '../cases/open-cases.ts'
import { inStore } from '../exceptions/open-exceptions.ts'
import { recentDay } from '../ingest/drop.ts'

let books: Cases
let batch: number
beforeEach(async () => {
  books = await openCases()
  batch = await books.take('first.csv', [
    { client: 'A', tx: 't1', amount: 700 },
    { client: 'B', tx: 't2', amount: 40 },
    { client: 'B', tx: 't3', type: 'Payment', amount: 90 },
    { client: 'A', tx: 't4', amount: '12.5O' },
  ])
})
afterEach(() => books.close())

const trace = (line: number, of = batch) => books.analyst.trace.of({ of: { from: 'row', batch: of, line } })
const becameOf = async (line: number, of = batch) => (await trace(line, of)).became
const transactionOf = async (line: number): Promise<number> => (await trace(line)).entry?.transaction ?? 0
const nothing = { code: null, decision: null, exception: null, first: null }

async function approved(change: Parameters<typeof books.analyst.proposals.propose>[0]['change']): Promise<number> {
  const { id } = await books.analyst.proposals.propose({
    change,
    reason: 'because',
    key: `${change.kind}-${JSON.stringify(change).length}-${Date.now()}`,
  })
  await books.approve(id)
  const { result } = await books.analyst.proposals.get({ id })
  return (result as { transaction?: number } | null)?.transaction ?? 0
}

describe('a row that is posted', () => {
  it('stands as it was posted while nothing has undone it', async () => {
    const { became, movedOn, left } = await trace(2)
    expect({ became, movedOn, left }).toEqual({ became: { ...nothing, outcome: 'posted' }, movedOn: [], left: 700 })
  })

  it('leads to its reversal, and to what reversed that', async () => {
    const of = await transactionOf(2)
    const reversal = await approved({ kind: 'reversal', of })
    const once = await trace(2)
    expect(once.movedOn).toMatchObject([{ transaction: reversal, kind: 'reversal', amount: 700, currency: 'USD' }])
    expect(once).toMatchObject({ left: 0, balance: { account: 'wallet:A', balance: 0 }, became: { outcome: 'posted' } })
    const again = await approved({ kind: 'reversal', of: reversal })
    const twice = await trace(2)
    expect(twice.movedOn.map(({ transaction }) => transaction)).toEqual([reversal, again])
    expect(twice).toMatchObject({ left: 700, balance: { balance: 700 } })
  })

  it('leads to the reversal of its whole batch', async () => {
    const { id } = await books.analyst.proposals.propose({
      change: { kind: 'batch_reverse', batch },
      reason: 'wrong file',
      key: 'whole',
    })
    await books.approve(id)
    await books.drain()
    expect(await trace(3)).toMatchObject({ left: 0, movedOn: [{ kind: 'reversal', amount: 40 }] })
  })
})

describe('a row that is not', () => {
  it('waits for money, and is posted when that comes', async () => {
    expect(await becameOf(4)).toEqual({ ...nothing, outcome: 'held', code: 'INSUFFICIENT_FUNDS' })
    await books.take('money.csv', [{ client: 'B', tx: 't9', amount: 100 }])
    const { became, posting, left } = await trace(4)
    expect(became).toMatchObject({ outcome: 'posted', code: 'INSUFFICIENT_FUNDS' })
    expect(posting).not.toBeNull()
    expect(left).toBe(90)
  })

  it('leads to the case that it waits in once it has waited too long', async () => {
    await books.waitTooLong()
    const { id } = await books.caseOf(batch, 'HELD_TOO_LONG')
    expect(await becameOf(4)).toMatchObject({ outcome: 'held', exception: id })
  })

  it('with a fault leads to its case, and from there to its posting once it is corrected', async () => {
    const { id } = await books.caseOf(batch, 'FIELD_UNREADABLE')
    expect(await becameOf(5)).toEqual({ ...nothing, outcome: 'fault', code: 'FIELD_UNREADABLE', exception: id })
    const row = { occurredAt: new Date().toISOString(), client: 'A', location: 'Central', txId: 't4' }
    const rows = [{ line: 5, row: { ...row, type: 'TopUp' as const, amount: 1_250 } }]
    await books.approve((await books.act(id, { action: 'correct', rows, reason: 'A letter for a nought' })).proposal)
    const { became, left } = await trace(5)
    expect(became).toMatchObject({ outcome: 'posted', code: 'FIELD_UNREADABLE', exception: id, decision: 'corrected' })
    expect(left).toBe(1_250)
  })

  it('with a fault that was rejected says who decided so, and moved nothing', async () => {
    const { id } = await books.caseOf(batch, 'FIELD_UNREADABLE')
    await books.act(id, { action: 'reject', reason: 'Not ours' })
    const { became, movedOn, left } = await trace(5)
    expect(became).toMatchObject({ outcome: 'fault', exception: id, decision: 'rejected' })
    expect({ movedOn, left }).toEqual({ movedOn: [], left: null })
  })

  it('is a repeat of the row that came first, or in conflict with it', async () => {
    const date = recentDay
    const second = await books.take('second.csv', [
      { date, client: 'A', tx: 't1', amount: 700 },
      { date, client: 'A', tx: 't2', amount: 41 },
      { date, client: 'C', tx: 't8', amount: 5 },
    ])
    expect(await becameOf(2, second)).toMatchObject({ outcome: 'repeat', first: { batch, line: 2 } })
    const { id } = await books.caseOf(second, 'TXID_CONFLICT')
    expect(await becameOf(3, second)).toMatchObject({ outcome: 'conflict', exception: id, first: { batch, line: 3 } })
  })

  it('of a batch that posted nothing looks for its posting in no more than its batch', async () => {
    await books.client.producers.suspend({ id: 9, reason: 'Doubled files' })
    const refused = await books.take('refused.csv', [{ client: 'A', tx: 'r1', amount: 5 }])
    expect(await becameOf(2, refused)).toMatchObject({ outcome: 'unposted', exception: expect.any(Number) })
    const asked = await inStore(books, (raw) => {
      const statements: string[] = []
      const watched = new Proxy(raw, {
        get: (of, name) => {
          const value: unknown = Reflect.get(of, name)
          if (name !== 'prepare') return typeof value === 'function' ? value.bind(of) : value
          return (sql: string) => {
            const seen: object = new Proxy(of.prepare(sql), {
              get: (statement, key) => {
                const found: unknown = Reflect.get(statement, key)
                if (typeof found !== 'function') return found
                return (...values: unknown[]) => {
                  if (key === 'get') statements.push(sql)
                  const answer = (found as (...all: unknown[]) => unknown).apply(statement, values)
                  return answer === statement ? seen : answer
                }
              },
            })
            return seen
          }
        },
      })
      return { posting: postingOfRow(watched, { batch: refused, line: 2 }), statements }
    })
    expect(asked.posting).toBeNull()
    expect(asked.statements.filter((sql) => /FROM movement/.test(sql))).toEqual([])
  })
})

describe('other beginnings', () => {
  it('a proposal leads to the transaction that it came to', async () => {
    const of = await transactionOf(2)
    const { id } = await books.analyst.proposals.propose({
      change: { kind: 'reversal', of },
      reason: 'because',
      key: 'kept',
    })
    expect((await books.analyst.trace.of({ of: { from: 'proposal', proposal: id } })).entry).toBeNull()
    await books.approve(id)
    expect(await books.analyst.trace.of({ of: { from: 'proposal', proposal: id } })).toMatchObject({
      entry: { kind: 'reversal' },
      balance: { account: 'wallet:A', balance: 0 },
    })
  })
})
