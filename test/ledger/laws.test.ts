/** The laws of the ledger, held by the database itself: whoever asks, with whatever SQL, is refused. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Books, csvOf, openBooks, recentDay } from '../ingest/drop.ts'
import { withRawStore } from './raw-store.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
  const rows = [
    { client: 'A', tx: '1', amount: 1_000 },
    { client: 'A', tx: '2', type: 'Payment', amount: 300 },
    { client: 'B', tx: '3', amount: 50 },
    { client: 'B', tx: '4', type: 'Payment', amount: 80 },
  ]
  books.drop('a.csv', csvOf(rows))
  await books.drain()
})
afterAll(() => books.close())

const posting = (change: Readonly<Record<string, string>>): string => {
  const columns: Record<string, string> = {
    debit: "(SELECT id FROM account WHERE code = 'clearing:seven')",
    credit: `(SELECT id FROM account WHERE code = 'wallet:A')`,
    currency: `'USD'`,
    amount: '5',
    kind: `'TopUp'`,
    batch_id: '1',
    line: '99',
    tx_id: `'x'`,
    place: `(SELECT id FROM place WHERE name = 'Central')`,
    occurred_at: '1',
    posted_at: '1',
    day: '20000',
    debit_after: '-755',
    credit_after: '705',
    debit_previous: '3',
    credit_previous: '2',
    ...change,
  }
  return `INSERT INTO movement (${Object.keys(columns).join()}) VALUES (${Object.values(columns).join()})`
}

const piece = 'INSERT INTO batch_piece (batch_id, first_line, last_line, first, last, root) SELECT batch_id,'

it.each([
  ['a posting that is changed', 'UPDATE movement SET amount = amount + 1', /append-only/],
  ['a posting that is changed to what it was', 'UPDATE movement SET amount = amount', /append-only/],
  ['a posting that is deleted', 'DELETE FROM movement WHERE seq = 1', /append-only/],
  ['all postings deleted', 'DELETE FROM movement', /append-only/],
  ['a posting that is changed as it is shown', 'UPDATE posting SET amount = 1', /view/],
  ['a posting that is replaced', `INSERT OR REPLACE INTO movement SELECT * FROM movement WHERE seq = 1`, /append-only/],
  ['an amount of nothing', posting({ amount: '0' }), /CHECK/],
  ['a negative amount', posting({ amount: '-5' }), /CHECK/],
  ['half a cent', posting({ amount: '0.5' }), /cannot store REAL/],
  ['an amount in words', posting({ amount: `'five'` }), /cannot store TEXT/],
  ['an account that does not exist', posting({ debit: '9999' }), /FOREIGN KEY/],
  ['a posting from an account to itself', posting({ debit: '1', credit: '1' }), /CHECK/],
  ['an unknown kind', posting({ kind: `'Gift'` }), /CHECK/],
  ['an unknown batch', posting({ batch_id: '77' }), /FOREIGN KEY/],
  ['a posting before the last one of its account', posting({ debit_previous: '77' }), /CHECK/],
  ['a part of a batch that was posted already', `${piece} 3, 9, 1000, 1004, root FROM batch_piece`, /posted already/],
  ['a part of a batch before its postings', `${piece} 900, 990, 1, 4, root FROM batch_piece`, /posted already/],
  ['a part of a batch that is changed', 'UPDATE batch_piece SET last_line = 99', /append-only/],
  ['a part of a batch that is deleted', 'DELETE FROM batch_piece', /append-only/],
  ['a day that counts nothing', 'UPDATE posting_day SET postings = 0', /CHECK/],
  ['a mark twice', 'INSERT INTO account_mark VALUES (1, 64), (1, 64)', /UNIQUE/],
  ['a wallet below zero', `UPDATE account SET balance = -1 WHERE code = 'wallet:A'`, /CHECK/],
  ['a wallet taken below zero', `UPDATE account SET balance = balance - 701 WHERE code = 'wallet:A'`, /CHECK/],
  ['a wallet by another kind', `UPDATE account SET kind = 'purse' WHERE code = 'wallet:A'`, /CHECK/],
  ['a balance that is no integer', `UPDATE account SET balance = 1.5 WHERE code = 'wallet:A'`, /cannot store REAL/],
  [
    'two wallets of one name',
    `INSERT INTO account (code, kind, currency, client_id) VALUES ('wallet:A', 'wallet', 'USD', 'A')`,
    /UNIQUE/,
  ],
  [
    'an unknown currency',
    `INSERT INTO account (code, kind, currency, client_id) VALUES ('wallet:A', 'wallet', 'XXX', 'A')`,
    /FOREIGN KEY/,
  ],
  [
    'a wallet of a client who is not there',
    `INSERT INTO account (code, kind, currency, client_id) VALUES ('wallet:Z', 'wallet', 'USD', 'Z')`,
    /FOREIGN KEY/,
  ],
  ['a wallet of nobody', `UPDATE account SET client_id = NULL WHERE code = 'wallet:A'`, /CHECK/],
  ['more set aside than there is', `UPDATE account SET held = 701 WHERE code = 'wallet:A'`, /CHECK/],
  ['a posting in a currency that its accounts are not in', posting({ currency: `'EUR'` }), /FOREIGN KEY/],
  ['a posting of no batch and no entry', posting({ batch_id: 'NULL' }), /CHECK/],
  ['a row that nobody can find again', posting({ tx_id: 'NULL' }), /CHECK/],
  ['a row of a kind that only entries have', posting({ kind: `'deposit'` }), /CHECK/],
  ['a sealed batch that does not add up', 'UPDATE batch SET rows = rows + 1', /CHECK/],
  ['a held row without money', 'UPDATE held_row SET amount = 0', /CHECK/],
  ['half an identity', `INSERT INTO identity_block (run, first, entries) VALUES (1, 9, X'00')`, /CHECK/],
  ['a wallet without an owner', `DELETE FROM account WHERE code = 'wallet:A'`, /FOREIGN KEY/],
  ['a record of the log that is changed', `UPDATE audit_record SET actor = 'nobody'`, /append-only/],
  ['a record of the log that is deleted', 'DELETE FROM audit_record', /append-only/],
])('the database refuses %s', async (_, statement, reason) => {
  await withRawStore(books.engine, (raw) => {
    expect(() => raw.exec(statement)).toThrow(reason)
  })
  expect(await books.client.workspace.check({})).toMatchObject({ consistent: true, differences: [], postings: 3 })
})

it('keeps business days and instants apart: each posting carries both, and both balances after it', async () => {
  await withRawStore(books.engine, (raw) => {
    const rows = raw
      .prepare('SELECT line, business_day, debit_after, credit_after, posted_at > occurred_at AS later FROM posting')
      .all()
    expect(rows).toEqual([
      { line: 2, business_day: recentDay, debit_after: -1_000, credit_after: 1_000, later: 1 },
      { line: 3, business_day: recentDay, debit_after: 700, credit_after: -700, later: 1 },
      { line: 4, business_day: recentDay, debit_after: -750, credit_after: 50, later: 1 },
    ])
  })
})
