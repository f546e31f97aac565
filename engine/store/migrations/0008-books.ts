import type { Migration } from '../migrate.ts'

/**
 * Accounts of every kind, entries, and postings that know both balances they leave. A row of a batch is one posting and
 * needs no entry of its own; what a person or the API did is an entry with its postings, numbered by the first of them.
 * Tables are made anew because SQLite can't change a CHECK; the runner proves the references afterwards.
 */
export const books: Migration = {
  version: 8,
  up: (db) =>
    db.exec(`
      CREATE TABLE account_of_books (
        id INTEGER PRIMARY KEY,
        code TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('wallet', 'pending', 'receivable', 'clearing', 'gateway', 'omnibus',
          'payout', 'suspense', 'fee-income', 'fee-expense', 'write-off')),
        currency TEXT NOT NULL REFERENCES currency (code),
        balance INTEGER NOT NULL DEFAULT 0,
        held INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
        overdraft INTEGER NOT NULL DEFAULT 0 CHECK (overdraft >= 0),
        version INTEGER NOT NULL DEFAULT 0,
        client_id TEXT REFERENCES client (id) DEFERRABLE INITIALLY DEFERRED,
        state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'frozen', 'closed')),
        tier TEXT NOT NULL DEFAULT 'standard',
        opened_at INTEGER NOT NULL DEFAULT 0,
        UNIQUE (code, currency),
        -- What a posting refers to, so that both its accounts are in its own currency.
        UNIQUE (id, currency),
        CHECK (kind <> 'wallet' OR balance - held >= -overdraft),
        CHECK (kind <> 'pending' OR balance >= 0),
        CHECK (kind <> 'receivable' OR balance <= 0),
        CHECK (kind = 'wallet' OR held = 0),
        CHECK (state <> 'closed' OR (balance = 0 AND held = 0)),
        CHECK ((kind IN ('wallet', 'pending', 'receivable')) = (client_id IS NOT NULL))
      ) STRICT;
      INSERT INTO account_of_books (id, code, kind, currency, balance, overdraft, client_id, state, opened_at)
        SELECT account.id, account.code, account.kind, account.currency, account.balance, account.overdraft, client.id,
          coalesce(client.state, 'active'), coalesce(client.created_at, producer.created_at, 0)
        FROM account LEFT JOIN client ON client.wallet = account.id
        LEFT JOIN producer ON account.kind = 'clearing' AND account.code = 'clearing:' || producer.code;
      CREATE TABLE client_of_books (
        id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 128),
        -- The wallet that the client began with; its number also stands for the client in cursors.
        wallet INTEGER NOT NULL UNIQUE REFERENCES account (id),
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      INSERT INTO client_of_books (id, wallet, created_at) SELECT id, wallet, created_at FROM client;
      CREATE TABLE posting_kind (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
      INSERT INTO posting_kind (name) VALUES ('TopUp'), ('Payment'), ('deposit'), ('withdrawal'), ('payout'),
        ('purchase'), ('refund'), ('transfer'), ('adjustment'), ('fee'), ('write_off'), ('chargeback'), ('reversal'),
        ('capture'), ('auto_top_up');
      CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL REFERENCES posting_kind (name),
        postings INTEGER NOT NULL CHECK (postings > 0),
        currency TEXT NOT NULL REFERENCES currency (code),
        amount INTEGER NOT NULL CHECK (amount > 0),
        -- The transaction that this one undoes, pays out or refunds.
        related INTEGER REFERENCES posting (seq),
        hold INTEGER REFERENCES hold (id),
        proposal INTEGER REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED,
        order_id TEXT,
        bank_transaction_id TEXT,
        reference TEXT,
        reason TEXT,
        initiator TEXT NOT NULL,
        initiated_by TEXT,
        at INTEGER NOT NULL,
        CHECK (kind NOT IN ('refund', 'chargeback', 'reversal', 'payout') OR related IS NOT NULL),
        CHECK (kind NOT IN ('adjustment', 'write_off', 'reversal') OR proposal IS NOT NULL)
      ) STRICT;
      CREATE INDEX entry_by_related ON entry (related) WHERE related IS NOT NULL;
      CREATE INDEX entry_by_reference ON entry (reference, id) WHERE reference IS NOT NULL;
      CREATE INDEX entry_by_bank_transaction ON entry (bank_transaction_id, id) WHERE bank_transaction_id IS NOT NULL;
      CREATE INDEX entry_by_order ON entry (order_id, id) WHERE order_id IS NOT NULL;
      CREATE INDEX entry_by_hold ON entry (hold) WHERE hold IS NOT NULL;
      CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
      BEGIN SELECT raise(ABORT, 'entry is append-only'); END;
      CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
      BEGIN SELECT raise(ABORT, 'entry is append-only'); END;
      CREATE TABLE posting_of_books (
        seq INTEGER PRIMARY KEY,
        entry INTEGER REFERENCES entry (id),
        debit INTEGER NOT NULL,
        credit INTEGER NOT NULL,
        currency TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount > 0),
        kind TEXT NOT NULL REFERENCES posting_kind (name),
        batch_id INTEGER REFERENCES batch (id),
        line INTEGER CHECK (line > 0),
        producer_id INTEGER REFERENCES producer (id),
        tx_id TEXT,
        location TEXT,
        occurred_at INTEGER NOT NULL,
        posted_at INTEGER NOT NULL,
        business_day TEXT NOT NULL CHECK (length(business_day) = 10),
        -- Both balances as this posting left them, so that a past balance is one look-up.
        debit_after INTEGER NOT NULL,
        credit_after INTEGER NOT NULL,
        FOREIGN KEY (debit, currency) REFERENCES account (id, currency),
        FOREIGN KEY (credit, currency) REFERENCES account (id, currency),
        CHECK (debit <> credit),
        -- A posting comes either from a row of a batch or from an entry, never from nowhere.
        CHECK ((batch_id IS NULL) = (entry IS NOT NULL)),
        CHECK ((kind IN ('TopUp', 'Payment')) = (batch_id IS NOT NULL)),
        CHECK (batch_id IS NULL OR
          (line IS NOT NULL AND producer_id IS NOT NULL AND tx_id IS NOT NULL AND location IS NOT NULL))
      ) STRICT;
      INSERT INTO posting_of_books
        WITH leg AS (
          SELECT seq, debit AS account, -amount AS change FROM posting
          UNION ALL SELECT seq, credit, amount FROM posting),
        running AS (SELECT seq, account, sum(change) OVER (PARTITION BY account ORDER BY seq) AS balance FROM leg)
        SELECT posting.seq, NULL, posting.debit, posting.credit, account.currency, posting.amount, posting.kind,
          posting.batch_id, posting.line, posting.producer_id, posting.tx_id, posting.location, posting.occurred_at,
          posting.posted_at, posting.business_day, debited.balance, credited.balance
        FROM posting JOIN account ON account.id = posting.debit
        JOIN running AS debited ON debited.seq = posting.seq AND debited.account = posting.debit
        JOIN running AS credited ON credited.seq = posting.seq AND credited.account = posting.credit;
      DROP TABLE posting;
      DROP TABLE client;
      DROP TABLE account;
      ALTER TABLE account_of_books RENAME TO account;
      ALTER TABLE client_of_books RENAME TO client;
      ALTER TABLE posting_of_books RENAME TO posting;
      CREATE INDEX account_by_kind ON account (kind, code, currency);
      -- Whether any held payment of a client could go through with what there is.
      CREATE INDEX held_row_waiting ON held_row (client_id, amount)
        WHERE state = 'held' AND code = 'INSUFFICIENT_FUNDS';
      CREATE INDEX account_by_client ON account (client_id) WHERE client_id IS NOT NULL;
      CREATE INDEX posting_by_debit ON posting (debit, seq);
      CREATE INDEX posting_by_credit ON posting (credit, seq);
      CREATE INDEX posting_by_day ON posting (business_day, seq);
      CREATE UNIQUE INDEX posting_by_row ON posting (batch_id, line) WHERE batch_id IS NOT NULL;
      CREATE INDEX posting_by_entry ON posting (entry) WHERE entry IS NOT NULL;
      CREATE TRIGGER posting_is_never_changed BEFORE UPDATE ON posting
      BEGIN SELECT raise(ABORT, 'posting is append-only'); END;
      CREATE TRIGGER posting_is_never_deleted BEFORE DELETE ON posting
      BEGIN SELECT raise(ABORT, 'posting is append-only'); END;
      -- What each kind of operation added to all wallets and took from them, as the writer reckoned it: the other side
      -- of the sixth law, which the check holds against the postings.
      CREATE TABLE kind_total (
        kind TEXT NOT NULL REFERENCES posting_kind (name),
        currency TEXT NOT NULL REFERENCES currency (code),
        postings INTEGER NOT NULL,
        added INTEGER NOT NULL,
        taken INTEGER NOT NULL,
        PRIMARY KEY (kind, currency)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO kind_total
        SELECT kind, currency, count(*), sum(iif(kind = 'TopUp', amount, 0)), sum(iif(kind = 'Payment', amount, 0))
        FROM posting GROUP BY kind, currency;
    `),
}
