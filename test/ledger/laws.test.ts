/** The laws of the ledger, held by the database itself: whoever asks, with whatever SQL, is refused. */
import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkLedger } from '../../engine/ledger/check.ts'
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
    amount: '5',
    kind: `'TopUp'`,
    batch_id: '1',
    line: '99',
    producer_id: '7',
    tx_id: `'x'`,
    location: `'Central'`,
    occurred_at: '1',
    posted_at: '1',
    business_day: `'2026-01-01'`,
    wallet_balance: '5',
    ...change,
  }
  return `INSERT INTO posting (${Object.keys(columns).join()}) VALUES (${Object.values(columns).join()})`
}

it.each([
  ['a posting that is changed', 'UPDATE posting SET amount = amount + 1', /append-only/],
  ['a posting that is changed to what it was', 'UPDATE posting SET amount = amount', /append-only/],
  ['a posting that is deleted', 'DELETE FROM posting WHERE seq = 1', /append-only/],
  ['all postings deleted', 'DELETE FROM posting', /append-only/],
  [
    'a posting that is replaced',
    `INSERT OR REPLACE INTO posting SELECT * FROM posting WHERE seq = 1`,
    /append-only|UNIQUE/,
  ],
  ['an amount of nothing', posting({ amount: '0' }), /CHECK/],
  ['a negative amount', posting({ amount: '-5' }), /CHECK/],
  ['half a cent', posting({ amount: '0.5' }), /cannot store REAL/],
  ['an amount in words', posting({ amount: `'five'` }), /cannot store TEXT/],
  ['an account that does not exist', posting({ debit: '9999' }), /FOREIGN KEY/],
  ['a posting from an account to itself', posting({ debit: '1', credit: '1' }), /CHECK/],
  ['an unknown kind', posting({ kind: `'Gift'` }), /CHECK/],
  ['an unknown batch', posting({ batch_id: '77' }), /FOREIGN KEY/],
  ['a row of a batch twice', posting({ line: '2' }), /UNIQUE/],
  ['a wallet below zero', `UPDATE account SET balance = -1 WHERE code = 'wallet:A'`, /CHECK/],
  ['a wallet taken below zero', `UPDATE account SET balance = balance - 701 WHERE code = 'wallet:A'`, /CHECK/],
  ['a wallet by another kind', `UPDATE account SET kind = 'purse' WHERE code = 'wallet:A'`, /CHECK/],
  ['a balance that is no integer', `UPDATE account SET balance = 1.5 WHERE code = 'wallet:A'`, /cannot store REAL/],
  [
    'two wallets of one name',
    `INSERT INTO account (code, kind, currency) VALUES ('wallet:A', 'wallet', 'USD')`,
    /UNIQUE/,
  ],
  [
    'an unknown currency',
    `INSERT INTO account (code, kind, currency) VALUES ('wallet:Z', 'wallet', 'XXX')`,
    /FOREIGN KEY/,
  ],
  ['a sealed batch that does not add up', 'UPDATE batch SET rows = rows + 1', /CHECK/],
  ['a held row without money', 'UPDATE held_row SET amount = 0', /CHECK/],
  ['an identity claimed twice', `INSERT INTO identity VALUES (7, '1', 1, 50)`, /UNIQUE/],
  ['a wallet without an owner', `DELETE FROM account WHERE code = 'wallet:A'`, /FOREIGN KEY/],
  ['a record of the log that is changed', `UPDATE audit_record SET actor = 'nobody'`, /append-only/],
  ['a record of the log that is deleted', 'DELETE FROM audit_record', /append-only/],
])('the database refuses %s', async (_, statement, reason) => {
  await withRawStore(books.engine, (raw) => {
    expect(() => raw.exec(statement)).toThrow(reason)
  })
  expect(await books.client.workspace.check({})).toEqual({ consistent: true, differences: [], postings: 3 })
})

type Tampering = Readonly<{
  name: string
  act: (raw: Database) => void
  found: readonly Readonly<{ code: string; subject: string; expected: string; found: string }>[]
}>

const without =
  (...names: string[]) =>
  (raw: Database): void => {
    for (const name of names) raw.exec(`DROP TRIGGER ${name}`)
  }
const noChange = without('posting_is_never_changed')
const noDelete = without('posting_is_never_deleted')

/** Each begins from sound books and ends in a rollback: the check reads on the same connection what was done. */
const tamperings: readonly Tampering[] = [
  {
    name: 'a balance that somebody raised',
    act: (raw) => raw.exec(`UPDATE account SET balance = balance + 7 WHERE code = 'wallet:A'`),
    found: [
      { code: 'balance_differs', subject: 'wallet:A', expected: '700', found: '707' },
      { code: 'accounts_do_not_cancel', subject: 'USD', expected: '0', found: '7' },
      { code: 'wallets_not_explained', subject: 'wallets', expected: '750', found: '757' },
    ],
  },
  {
    name: 'money moved between two wallets without a posting',
    act: (raw) => {
      raw.exec(`UPDATE account SET balance = balance - 5 WHERE code = 'wallet:A'`)
      raw.exec(`UPDATE account SET balance = balance + 5 WHERE code = 'wallet:B'`)
    },
    found: [
      { code: 'balance_differs', subject: 'wallet:A', expected: '700', found: '695' },
      { code: 'balance_differs', subject: 'wallet:B', expected: '50', found: '55' },
    ],
  },
  {
    name: 'an amount that was changed',
    act: (raw) => {
      noChange(raw)
      raw.exec('UPDATE posting SET amount = amount + 1 WHERE line = 2')
    },
    found: [
      { code: 'balance_differs', subject: 'clearing:seven', expected: '-751', found: '-750' },
      { code: 'balance_differs', subject: 'wallet:A', expected: '701', found: '700' },
      { code: 'wallets_not_explained', subject: 'wallets', expected: '751', found: '750' },
      { code: 'batch_sum_differs', subject: 'batch:1', expected: '1350', found: '1351' },
    ],
  },
  {
    name: 'a posting that was deleted',
    act: (raw) => {
      noDelete(raw)
      raw.exec('DELETE FROM posting WHERE line = 4')
    },
    found: [
      { code: 'balance_differs', subject: 'clearing:seven', expected: '-700', found: '-750' },
      { code: 'balance_differs', subject: 'wallet:B', expected: '0', found: '50' },
      { code: 'wallets_not_explained', subject: 'wallets', expected: '700', found: '750' },
      { code: 'batch_sum_differs', subject: 'batch:1', expected: '1350', found: '1300' },
    ],
  },
  {
    name: 'a posting turned round',
    act: (raw) => {
      noChange(raw)
      raw.exec('UPDATE posting SET debit = credit, credit = debit WHERE line = 4')
    },
    found: [
      { code: 'balance_differs', subject: 'clearing:seven', expected: '-650', found: '-750' },
      { code: 'balance_differs', subject: 'wallet:B', expected: '-50', found: '50' },
    ],
  },
  {
    name: 'a posting put to the account of another client',
    act: (raw) => {
      noChange(raw)
      raw.exec(`UPDATE posting SET credit = (SELECT id FROM account WHERE code = 'wallet:A') WHERE line = 4`)
    },
    found: [
      { code: 'balance_differs', subject: 'wallet:A', expected: '750', found: '700' },
      { code: 'balance_differs', subject: 'wallet:B', expected: '0', found: '50' },
    ],
  },
  {
    name: 'a top-up relabelled as a payment',
    act: (raw) => {
      noChange(raw)
      raw.exec(`UPDATE posting SET kind = 'Payment' WHERE line = 4`)
    },
    found: [{ code: 'wallets_not_explained', subject: 'wallets', expected: '650', found: '750' }],
  },
  {
    name: 'a wallet below zero, its posting with it',
    act: (raw) => {
      raw.pragma('ignore_check_constraints = ON')
      raw.exec(
        posting({
          debit: `(SELECT id FROM account WHERE code = 'wallet:B')`,
          credit: `(SELECT id FROM account WHERE code = 'clearing:seven')`,
          amount: '60',
          kind: `'Payment'`,
          batch_id: '1',
        }),
      )
      raw.exec(`UPDATE account SET balance = balance - 60 WHERE code = 'wallet:B'`)
      raw.exec(`UPDATE account SET balance = balance + 60 WHERE code = 'clearing:seven'`)
      raw.pragma('ignore_check_constraints = OFF')
    },
    found: [{ code: 'wallet_below_limit', subject: 'wallet:B', expected: '0', found: '-10' }],
  },
  {
    name: 'a batch that lost a row from its counts',
    act: (raw) => {
      raw.pragma('ignore_check_constraints = ON')
      raw.exec('UPDATE batch SET held = held - 1')
      raw.pragma('ignore_check_constraints = OFF')
    },
    found: [{ code: 'row_equation_broken', subject: 'batch:1', expected: '4', found: '3' }],
  },
  {
    name: 'a batch that claims another sum',
    act: (raw) => raw.exec('UPDATE batch SET sum = sum - 1'),
    found: [{ code: 'batch_sum_differs', subject: 'batch:1', expected: '1349', found: '1350' }],
  },
]

it.each(tamperings)('the check finds $name, and says what differs', async ({ act, found }) => {
  await withRawStore(books.engine, (raw) => {
    raw.exec('BEGIN')
    try {
      act(raw)
      const result = checkLedger({ raw }, null)
      const byCode = (a: { code: string; subject: string }, b: { code: string; subject: string }) =>
        a.code.localeCompare(b.code) || a.subject.localeCompare(b.subject)
      expect(result.differences.toSorted(byCode)).toEqual(found.toSorted(byCode))
      expect(result.consistent).toBe(false)
    } finally {
      raw.exec('ROLLBACK')
    }
  })
  expect((await books.client.workspace.check({ deep: true })).differences).toEqual([])
})

it('adds up sums that a number can not hold', async () => {
  await withRawStore(books.engine, (raw) => {
    raw.exec('BEGIN')
    raw.exec(`UPDATE account SET balance = 9007199254740993 WHERE code IN ('wallet:A', 'wallet:B')`)
    const { differences } = checkLedger({ raw }, null)
    raw.exec('ROLLBACK')
    expect(differences.map((each) => each.found)).toEqual([
      '9007199254740993',
      '9007199254740993',
      String(2n * 9007199254740993n - 750n),
      String(2n * 9007199254740993n),
    ])
  })
})

it('keeps business days and instants apart: each posting carries both, and the balance after it', async () => {
  await withRawStore(books.engine, (raw) => {
    const rows = raw
      .prepare('SELECT line, business_day, wallet_balance, posted_at > occurred_at AS later FROM posting')
      .all()
    expect(rows).toEqual([
      { line: 2, business_day: recentDay, wallet_balance: 1_000, later: 1 },
      { line: 3, business_day: recentDay, wallet_balance: 700, later: 1 },
      { line: 4, business_day: recentDay, wallet_balance: 50, later: 1 },
    ])
  })
})
