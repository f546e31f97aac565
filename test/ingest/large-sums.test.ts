/** Rows that would take an account past what a number holds exactly are faults; a batch goes on behind them. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Pieces } from '../../engine/ingest/posting/piece.ts'
import { balancesOf, type OpenBooks, openBooks, perform } from '../operations/open-books.ts'
import { goodCells, judge } from './judge/blocks.ts'

let books: OpenBooks
const most = Number.MAX_SAFE_INTEGER

beforeEach(async () => {
  books = await openBooks()
  await books.run('producers.add', { id: 7, code: 'seven', name: 'Seven' })
  await books.run('wallets.open', { client: 'anna' })
  books.raw.exec(`
    INSERT INTO batch (id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at)
    VALUES (1, 7, 'a.csv', 'a.csv', '1', 1, 0, zeroblob(32), 'a', 'posting', 0)`)
})
afterEach(() => books.close())

const setClearing = (balance: number) =>
  books.raw.prepare(`UPDATE account SET balance = ? WHERE code = 'clearing:seven'`).run(balance)

type Row = Readonly<{ line: number; type: 'TopUp' | 'Payment'; amount: number }>
const row = (line: number, type: Row['type'], amount: number): Row => ({ line, type, amount })

const post = (...rows: Row[]) => {
  const drafts = rows.map(({ line, type, amount }) => ({
    cells: { ...goodCells, ClientId: 'anna', TxId: `T${line}`, TxType: type, Amount: String(amount) },
    line,
  }))
  const pieces = new Pieces(0, { hashes: new Float64Array(), known: 0 })
  pieces.take(judge(drafts))
  return books.run('ingest.post', {
    batch: 1,
    producer: 7,
    clientUnknown: 'open',
    claimsSince: null,
    firstLine: 2,
    rows: pieces.next(),
  })
}

it("a top-up that the producer's clearing can't hold is a fault, and the next one posts", async () => {
  setClearing(10 - most)
  await post(row(2, 'TopUp', 11), row(3, 'TopUp', 10))
  expect(balancesOf(books)).toEqual({ 'clearing:seven': -most, 'wallet:anna': 10 })
  expect(books.raw.prepare('SELECT line, code, field, found, client_id, amount FROM batch_row').all()).toEqual([
    { line: 2, code: 'AMOUNT_OVER_LIMIT', field: 'Amount', found: '11', client_id: 'anna', amount: 11 },
  ])
})

it('a held payment that the clearing can not hold goes on waiting when money comes', async () => {
  await post(row(2, 'Payment', 11), row(3, 'Payment', 10))
  setClearing(most - 10)
  expect(await perform(books, 'deposit', { client: 'anna', amount: 50 })).toMatchObject({ answer: { heldPosted: 1 } })
  expect(balancesOf(books)).toEqual({ 'clearing:seven': most, 'omnibus:main': -50, 'wallet:anna': 40 })
})
