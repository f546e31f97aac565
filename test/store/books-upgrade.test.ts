/** Books that an older version kept, taken over: the same money, and what each posting left behind it. */
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'

const beforeBooks = 7

let raw: Database.Database

beforeEach(() => {
  raw = new Database(':memory:')
  migrate(raw, migrations.slice(0, beforeBooks))
  // Line 3 waited for line 4; line 5 waits on. The second producer never sent anything.
  raw.exec(`
    INSERT INTO currency VALUES ('USD', 2);
    INSERT INTO producer (id, code, name, state, document, created_at)
      VALUES (7, 'seven', 'Seven', 'active', '{}', 1000), (8, 'eight', 'Eight', 'active', '{}', 2000);
    INSERT INTO account (id, code, kind, currency, balance)
      VALUES (1, 'clearing:seven', 'clearing', 'USD', -40), (2, 'clearing:eight', 'clearing', 'USD', 0),
        (3, 'wallet:anna', 'wallet', 'USD', 40);
    INSERT INTO client VALUES ('anna', 'active', 3, 3000);
    INSERT INTO batch (id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at)
      VALUES (1, 7, 'a.csv', '/a.csv', '1', 1, 1, zeroblob(32), 'a.cha', 'posting', 3000);
    INSERT INTO posting (seq, debit, credit, amount, kind, batch_id, line, producer_id, tx_id, location, occurred_at,
      posted_at, business_day, wallet_balance)
      VALUES (1, 1, 3, 50, 'TopUp', 1, 2, 7, 'a', 'Central', 0, 3000, '1970-01-01', 50),
        (2, 1, 3, 60, 'TopUp', 1, 4, 7, 'c', 'Central', 0, 3000, '1970-01-01', 110),
        (3, 3, 1, 70, 'Payment', 1, 3, 7, 'b', 'Central', 0, 3000, '1970-01-01', 40);
    INSERT INTO held_row VALUES
      (1, 3, 'anna', 'Payment', 70, 'b', 'Central', 0, '1970-01-01', 'INSUFFICIENT_FUNDS', 'raw', 'posted'),
      (1, 5, 'anna', 'Payment', 41, 'd', 'Central', 0, '1970-01-01', 'INSUFFICIENT_FUNDS', 'raw', 'held');
  `)
  migrate(raw, migrations)
})
afterEach(() => raw.close())

it('keeps every account with its balance, its client and the time since when it stands', () => {
  expect(raw.prepare('SELECT code, balance, held, client_id, state, opened_at FROM account ORDER BY id').all()).toEqual(
    [
      { code: 'clearing:seven', balance: -40, held: 0, client_id: null, state: 'active', opened_at: 1000 },
      { code: 'clearing:eight', balance: 0, held: 0, client_id: null, state: 'active', opened_at: 2000 },
      { code: 'wallet:anna', balance: 40, held: 0, client_id: 'anna', state: 'active', opened_at: 3000 },
    ],
  )
})

it('reckons what each posting left on both sides, in the order in which they were written', () => {
  expect(raw.prepare('SELECT seq, line, debit_after, credit_after, entry FROM posting ORDER BY seq').all()).toEqual([
    { seq: 1, line: 2, debit_after: -50, credit_after: 50, entry: null },
    { seq: 2, line: 4, debit_after: -110, credit_after: 110, entry: null },
    { seq: 3, line: 3, debit_after: 40, credit_after: -40, entry: null },
  ])
})

it('begins the totals of the sixth law with what the batches moved', () => {
  expect(raw.prepare('SELECT * FROM kind_total ORDER BY kind').all()).toEqual([
    { kind: 'Payment', currency: 'USD', postings: 1, added: 0, taken: 70 },
    { kind: 'TopUp', currency: 'USD', postings: 2, added: 110, taken: 0 },
  ])
})

it('lets payments that waited wait on', () => {
  expect(raw.prepare('SELECT line, state FROM held_row ORDER BY line').all()).toEqual([
    { line: 3, state: 'posted' },
    { line: 5, state: 'held' },
  ])
})
