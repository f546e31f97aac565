import type { Migration } from '../migrate.ts'

/**
 * One posting is one movement: one debit account, one credit account, one positive amount, so it balances by
 * construction. A balance is credits less debits; a wallet's may not go below its overdraft limit, whoever asks.
 * `posting.batch_id` gets its reference with the batches in migration 7; SQLite resolves it when rows are written.
 */
export const ledger: Migration = {
  version: 6,
  up: (db) =>
    db.exec(`
      CREATE TABLE account (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('wallet', 'clearing')),
        currency TEXT NOT NULL REFERENCES currency (code),
        balance INTEGER NOT NULL DEFAULT 0,
        overdraft INTEGER NOT NULL DEFAULT 0 CHECK (overdraft >= 0),
        UNIQUE (code, currency),
        CHECK (kind <> 'wallet' OR balance >= -overdraft)
      ) STRICT;
      CREATE TABLE client (
        id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 128),
        state TEXT NOT NULL CHECK (state IN ('active', 'frozen', 'closed')),
        wallet INTEGER NOT NULL UNIQUE REFERENCES account (id),
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE posting (
        seq INTEGER PRIMARY KEY,
        debit INTEGER NOT NULL REFERENCES account (id),
        credit INTEGER NOT NULL REFERENCES account (id),
        amount INTEGER NOT NULL CHECK (amount > 0),
        kind TEXT NOT NULL CHECK (kind IN ('TopUp', 'Payment')),
        batch_id INTEGER NOT NULL REFERENCES batch (id),
        line INTEGER NOT NULL CHECK (line > 0),
        producer_id INTEGER NOT NULL REFERENCES producer (id),
        tx_id TEXT NOT NULL,
        location TEXT NOT NULL,
        occurred_at INTEGER NOT NULL,
        posted_at INTEGER NOT NULL,
        business_day TEXT NOT NULL CHECK (length(business_day) = 10),
        wallet_balance INTEGER NOT NULL,
        CHECK (debit <> credit)
      ) STRICT;
      CREATE INDEX posting_by_debit ON posting (debit, seq);
      CREATE INDEX posting_by_credit ON posting (credit, seq);
      CREATE UNIQUE INDEX posting_by_row ON posting (batch_id, line);
      CREATE TRIGGER posting_is_never_changed BEFORE UPDATE ON posting
      BEGIN SELECT raise(ABORT, 'posting is append-only'); END;
      CREATE TRIGGER posting_is_never_deleted BEFORE DELETE ON posting
      BEGIN SELECT raise(ABORT, 'posting is append-only'); END;
    `),
}
