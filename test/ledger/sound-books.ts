/**
 * Small books that hold something of everything, made with the writer's own hand: a batch with a held row, operations with
 * keys, undoings of undoings, a hold half captured, a second currency, proposals, a setting and a closed day.
 */
import type { Database } from 'better-sqlite3'
import { followOperation } from '../../engine/expected/withdrawals.ts'
import { Books as WritersBooks } from '../../engine/ledger/books.ts'
import type { EntryDraft } from '../../engine/ledger/drafts.ts'
import { type Books, csvOf, openBooks } from '../ingest/drop.ts'
import { withRawStore } from './raw-store.ts'

const at = Date.now()
/** The day that entries stand on. */
export const today = new Date(at).toISOString().slice(0, 10)

export async function openSoundBooks(): Promise<Books> {
  const books = await openBooks()
  const rows = [
    { client: 'A', tx: '1', amount: 1_000 },
    { client: 'A', tx: '2', type: 'Payment', amount: 300 },
    { client: 'B', tx: '3', amount: 50 },
    { client: 'B', tx: '4', type: 'Payment', amount: 80 },
  ]
  books.drop('a.csv', csvOf(rows))
  await books.drain()
  await withRawStore(books.engine, (raw) => raw.transaction(() => fill(raw))())
  return books
}

type Draft = Omit<EntryDraft, 'currency' | 'legs' | 'initiator' | 'occurredAt' | 'day'>

export function entryBy(books: WritersBooks) {
  return (draft: Draft, ...legs: EntryDraft['legs']): number =>
    books.postEntry({
      ...draft,
      legs,
      currency: legs[0]?.debit.currency ?? '',
      initiator: 'admin',
      occurredAt: at,
      day: today,
    })
}

function fill(raw: Database): void {
  propose(raw)
  raw.exec(`INSERT INTO currency (code, digits) VALUES ('EUR', 2)`)
  const books = new WritersBooks(raw, at)
  const entry = entryBy(books)
  const [a, b] = [books.findWallet('A', 'USD'), books.findWallet('B', 'USD')]
  if (a === null || b === null) throw new Error('the batch opened no wallets')
  const [omnibus, payout] = [books.house('omnibus:main', 'USD'), books.house('payout', 'USD')]
  const seller = books.clearing({ id: 7, code: 'seven' }, 'USD')
  entry({ kind: 'deposit', amount: 500 }, { debit: omnibus, credit: a, amount: 500 })
  const withdrawal = entry({ kind: 'withdrawal', amount: 200 }, { debit: a, credit: payout, amount: 200 })
  const paidOut = entry(
    { kind: 'payout', amount: 150, related: withdrawal },
    { debit: payout, credit: omnibus, amount: 150 },
  )
  const purchase = entry({ kind: 'purchase', amount: 100 }, { debit: a, credit: seller, amount: 100 })
  const refund = entry({ kind: 'refund', amount: 40, related: purchase }, { debit: seller, credit: a, amount: 40 })
  const reversal = { kind: 'reversal', amount: 40, related: refund, proposal: 1 }
  entry(reversal, { debit: a, credit: seller, amount: 40 })
  hold(raw)
  books.setAside(a, 40)
  entry({ kind: 'capture', amount: 20, hold: 1 }, { debit: a, credit: seller, amount: 20 })
  entry({ kind: 'purchase', amount: 30 }, { debit: b, credit: seller, amount: 30 })
  // Of the top-up of 50 that is charged back, 30 are spent: the client owes them.
  const owed = books.receivable('B', 'USD')
  const chargeback = { kind: 'chargeback', amount: 50, related: 3 }
  entry(chargeback, { debit: b, credit: seller, amount: 20 }, { debit: owed, credit: seller, amount: 30 })
  const euros = books.openWallet('A', 'EUR')
  entry({ kind: 'deposit', amount: 900 }, { debit: books.house('omnibus:main', 'EUR'), credit: euros, amount: 900 })
  books.close()
  followOperation({ raw, at }, { transaction: withdrawal, kind: 'withdrawal', by: 'admin' })
  followOperation({ raw, at }, { transaction: paidOut, kind: 'payout', related: withdrawal, by: 'admin' })
  raw.exec(`
    INSERT INTO account (code, kind, currency, client_id) VALUES ('pending:A', 'pending', 'USD', 'A');
    INSERT INTO operation_key VALUES
      ('user:1', 'k1', zeroblob(32), '{"transaction":4,"kind":"deposit","amount":500,"currency":"USD"}', 1),
      ('user:1', 'k2', zeroblob(32), '{"hold":{"id":1,"amount":60},"transaction":10}', 1),
      ('user:1', 'k3', zeroblob(32), '{"proposal":1}', 1),
      ('user:1', 'k4', zeroblob(32), '{"hold":{"id":2,"amount":9},"transaction":null}', 1)`)
}

/** The admin proposes, another approves; a setting in set-up mode the admin approved alone. */
function propose(raw: Database): void {
  raw.exec(`
    INSERT INTO user (id, name, display_name, state, must_change_passphrase, created_at)
      VALUES (2, 'other', 'Other', 'active', 0, 1);
    INSERT INTO proposal (id, kind, moves_money, change, hash, effect, effect_hash, reason, proposed_by, proposed_at,
        expires_at, state, decided_by, decided_at, in_set_up, result)
      SELECT value ->> 0, value ->> 1, value ->> 2, '{}', zeroblob(32), '{}', zeroblob(32), 'why', 1, 1, 2,
        'approved', value ->> 3, 2, value ->> 4, value ->> 5
      FROM json_each('[
        [1, "reversal", 1, 2, 0, "{\\"transaction\\":9}"],
        [2, "setting", 0, 1, 1, "{\\"setting\\":\\"limits\\",\\"version\\":1}"],
        [3, "hold", 1, 2, 0, "{\\"hold\\":2}"],
        [4, "period_close", 0, 2, 0, "{\\"period\\":\\"2025-01-31\\"}"],
        [5, "wallet_terms", 1, 2, 0, "{\\"wallet\\":\\"wallet:A USD\\"}"]]');
    INSERT INTO setting VALUES ('limits', 1, '{"rules":[]}', 2, 2);
    INSERT INTO period (id, kind, first_day, last_day, state, postings, root, proposal, closed_at)
      VALUES (1, 'day', '2025-01-31', '2025-01-31', 'closed', 0, zeroblob(32), 4, 2);
    INSERT INTO closed_days (id, through) VALUES (1, '2025-01-31')`)
}

/** A's open hold has 20 of its 60 captured; B's was made by proposal, and is released. */
function hold(raw: Database): void {
  raw.exec(`
    INSERT INTO hold (id, wallet, amount, captured, state, proposal, initiator, placed_at, expires_at, ended_at)
    SELECT 1, id, 60, 20, 'open', NULL, 'admin', 1, ${at + 86_400_000}, NULL FROM account WHERE code = 'wallet:A'
    UNION ALL SELECT 2, id, 9, 0, 'released', 3, 'admin', 1, 2, 2 FROM account WHERE code = 'wallet:B'`)
}
