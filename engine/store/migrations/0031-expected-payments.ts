import type { Migration } from '../migrate.ts'

/**
 * Payments that are expected at a bank: settlements with producers, and withdrawals to be paid out. What is kept is what was
 * expected and what is posted of it; whether a bank's line explains it is told by the matches. From which state one may go to
 * which is data, and the database holds it.
 */
export const expectedPayments: Migration = {
  version: 31,
  up: (db) => {
    db.exec(`
      INSERT INTO posting_kind (name) VALUES ('settlement');
      INSERT INTO exception_code (code, severity) VALUES ('SETTLEMENT_OVERDUE', 'medium');
      CREATE TABLE expected_move (
        kind TEXT NOT NULL,
        came_from TEXT NOT NULL,
        goes_to TEXT NOT NULL,
        PRIMARY KEY (kind, came_from, goes_to)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO expected_move VALUES
        ('settlement', 'requested', 'pending'), ('settlement', 'requested', 'paid'), ('settlement', 'requested', 'posted'),
        ('settlement', 'requested', 'cancelled'), ('settlement', 'pending', 'paid'), ('settlement', 'pending', 'posted'),
        ('settlement', 'pending', 'cancelled'), ('settlement', 'paid', 'posted'), ('settlement', 'paid', 'cancelled'),
        ('settlement', 'posted', 'failed'), ('settlement', 'failed', 'posted'),
        ('withdrawal', 'requested', 'pending'), ('withdrawal', 'requested', 'posted'),
        ('withdrawal', 'requested', 'refunded'), ('withdrawal', 'pending', 'posted'), ('withdrawal', 'pending', 'refunded'),
        ('withdrawal', 'posted', 'failed'), ('withdrawal', 'posted', 'refunded'), ('withdrawal', 'failed', 'pending'),
        ('withdrawal', 'failed', 'posted'), ('withdrawal', 'failed', 'refunded'), ('withdrawal', 'refunded', 'requested'),
        ('withdrawal', 'refunded', 'posted');
      CREATE TABLE expected_payment (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('settlement', 'withdrawal')),
        part TEXT NOT NULL CHECK (part IN ('net', 'top_ups', 'payments', 'withdrawal')),
        account INTEGER NOT NULL REFERENCES account (id),
        currency TEXT NOT NULL REFERENCES currency (code),
        producer_id INTEGER REFERENCES producer (id),
        client_id TEXT,
        -- As the bank sees it: what comes in is positive.
        amount INTEGER NOT NULL CHECK (amount <> 0),
        top_ups INTEGER NOT NULL DEFAULT 0,
        payments INTEGER NOT NULL DEFAULT 0,
        fee_expense INTEGER NOT NULL DEFAULT 0 CHECK (fee_expense >= 0),
        fee_income INTEGER NOT NULL DEFAULT 0 CHECK (fee_income >= 0),
        -- What it takes off the account, debit positive.
        cleared INTEGER NOT NULL,
        bank TEXT NOT NULL,
        agreement INTEGER,
        batch_id INTEGER REFERENCES batch (id),
        through_day INTEGER,
        withdrawal INTEGER UNIQUE REFERENCES entry (id),
        due_day INTEGER,
        created_at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('requested', 'pending', 'paid', 'posted', 'failed', 'cancelled', 'refunded')),
        -- What was posted of it, as the bank sees it.
        paid INTEGER NOT NULL DEFAULT 0,
        -- What of a withdrawal the client has again.
        back INTEGER NOT NULL DEFAULT 0 CHECK (back >= 0),
        -- What posted it, the last of several payouts; with the day that a settlement stands on.
        entry INTEGER REFERENCES entry (id),
        posted_day INTEGER,
        version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
        CHECK (cleared = amount + fee_expense - fee_income),
        CHECK ((kind = 'withdrawal') = (withdrawal IS NOT NULL)),
        CHECK ((kind = 'withdrawal') = (part = 'withdrawal')),
        CHECK ((kind = 'withdrawal') = (client_id IS NOT NULL)),
        CHECK ((kind = 'settlement') = (producer_id IS NOT NULL)),
        CHECK (kind = 'settlement' OR amount < 0),
        CHECK (batch_id IS NULL OR kind = 'settlement'),
        CHECK (state <> 'posted' OR (entry IS NOT NULL AND paid <> 0)),
        CHECK (state <> 'posted' OR kind = 'withdrawal' OR posted_day IS NOT NULL),
        CHECK (paid = 0 OR (paid > 0) = (amount > 0)),
        CHECK (back = 0 OR kind = 'withdrawal'),
        CHECK (kind <> 'withdrawal' OR (paid <= 0 AND amount - paid + back <= 0))
      ) STRICT;
      CREATE UNIQUE INDEX expected_of_batch ON expected_payment (batch_id, account, part)
        WHERE batch_id IS NOT NULL AND state <> 'cancelled';
      CREATE INDEX expected_by_state ON expected_payment (state, id);
      CREATE INDEX expected_open ON expected_payment (account, amount) WHERE state IN ('requested', 'pending', 'paid', 'failed');
      CREATE INDEX expected_by_amount ON expected_payment (currency, amount)
        WHERE kind = 'settlement' AND state IN ('requested', 'pending', 'paid');
      CREATE INDEX expected_claims ON expected_payment (account, posted_day) WHERE kind = 'settlement';
      CREATE INDEX expected_by_producer ON expected_payment (producer_id, id) WHERE producer_id IS NOT NULL;
      CREATE INDEX expected_by_client ON expected_payment (client_id, id) WHERE client_id IS NOT NULL;
      CREATE INDEX expected_by_entry ON expected_payment (entry) WHERE entry IS NOT NULL;
      CREATE INDEX expected_due ON expected_payment (due_day)
        WHERE due_day IS NOT NULL AND state IN ('requested', 'pending', 'paid');
      CREATE TRIGGER expected_payment_is_never_deleted BEFORE DELETE ON expected_payment
      BEGIN SELECT raise(ABORT, 'an expected payment is ended, never deleted'); END;
      CREATE TRIGGER expected_payment_begins_as_requested BEFORE INSERT ON expected_payment
      WHEN NEW.state <> 'requested' OR NEW.entry IS NOT NULL OR NEW.paid <> 0
      BEGIN SELECT raise(ABORT, 'an expected payment begins as requested'); END;
      CREATE TRIGGER expected_payment_keeps_what_it_is BEFORE UPDATE OF id, kind, part, account, currency, producer_id,
        client_id, amount, top_ups, payments, fee_expense, fee_income, cleared, bank, agreement, batch_id, through_day,
        withdrawal, due_day, created_at ON expected_payment
      BEGIN SELECT raise(ABORT, 'an expected payment keeps what it is'); END;
      CREATE TRIGGER expected_payment_goes_its_way BEFORE UPDATE OF state ON expected_payment
      WHEN NEW.state <> OLD.state
        AND NOT EXISTS (
          SELECT 1 FROM expected_move WHERE kind = OLD.kind AND came_from = OLD.state AND goes_to = NEW.state)
      BEGIN SELECT raise(ABORT, 'an expected payment does not go from there to there'); END;
      CREATE TRIGGER expected_payment_counts_its_versions BEFORE UPDATE ON expected_payment
      WHEN NEW.version <= OLD.version
      BEGIN SELECT raise(ABORT, 'an expected payment counts its versions'); END;
      -- Once posted, what a settlement says of its posting stays, also when that is taken back.
      CREATE TRIGGER expected_payment_keeps_its_posting BEFORE UPDATE OF paid, entry, posted_day ON expected_payment
      WHEN OLD.kind = 'settlement' AND OLD.entry IS NOT NULL
        AND (NEW.paid, NEW.entry, NEW.posted_day) IS NOT (OLD.paid, OLD.entry, OLD.posted_day)
      BEGIN SELECT raise(ABORT, 'a settlement is posted once'); END;
      CREATE TRIGGER expected_move_is_all_there BEFORE INSERT ON expected_move
      BEGIN SELECT raise(ABORT, 'expected_move has all moves'); END;
      CREATE TRIGGER expected_move_is_never_changed BEFORE UPDATE ON expected_move
      BEGIN SELECT raise(ABORT, 'expected_move is append-only'); END;
      CREATE TRIGGER expected_move_is_never_deleted BEFORE DELETE ON expected_move
      BEGIN SELECT raise(ABORT, 'expected_move is append-only'); END;
      CREATE TABLE expected_history (
        id INTEGER PRIMARY KEY,
        expected INTEGER NOT NULL REFERENCES expected_payment (id),
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        kind TEXT NOT NULL,
        entry INTEGER REFERENCES entry (id),
        detail TEXT NOT NULL CHECK (json_valid(detail))
      ) STRICT;
      CREATE INDEX expected_history_of ON expected_history (expected, id);
      CREATE TRIGGER expected_history_is_never_changed BEFORE UPDATE ON expected_history
      BEGIN SELECT raise(ABORT, 'expected_history is append-only'); END;
      CREATE TRIGGER expected_history_is_never_deleted BEFORE DELETE ON expected_history
      BEGIN SELECT raise(ABORT, 'expected_history is append-only'); END;
      -- Up to which day an account was looked at.
      CREATE TABLE settlement_mark (
        account INTEGER PRIMARY KEY REFERENCES account (id),
        through_day INTEGER NOT NULL
      ) STRICT;
      CREATE TRIGGER settlement_mark_goes_on BEFORE UPDATE ON settlement_mark
      WHEN NEW.account <> OLD.account OR NEW.through_day <= OLD.through_day
      BEGIN SELECT raise(ABORT, 'a mark goes on'); END;
      CREATE TRIGGER settlement_mark_is_never_deleted BEFORE DELETE ON settlement_mark
      BEGIN SELECT raise(ABORT, 'a mark goes on'); END;
      -- Batches that are counted, each once, with what they moved: what fees are shares of.
      CREATE TABLE settled_batch (
        batch INTEGER NOT NULL REFERENCES batch (id),
        account INTEGER NOT NULL REFERENCES account (id),
        top_ups INTEGER NOT NULL CHECK (top_ups >= 0),
        payments INTEGER NOT NULL CHECK (payments >= 0),
        PRIMARY KEY (account, batch)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER settled_batch_is_never_changed BEFORE UPDATE ON settled_batch
      BEGIN SELECT raise(ABORT, 'settled_batch is append-only'); END;
      CREATE TRIGGER settled_batch_is_never_deleted BEFORE DELETE ON settled_batch
      BEGIN SELECT raise(ABORT, 'settled_batch is append-only'); END;
    `)
    takeInWithdrawals(db)
  },
}

/** Withdrawals of before are expected, too, with what was paid out of them, as far as it was not taken back. */
function takeInWithdrawals(db: Parameters<Migration['up']>[0]): void {
  db.exec(`
    INSERT INTO expected_payment (kind, part, account, currency, client_id, amount, cleared, bank, withdrawal, created_at, state)
    SELECT 'withdrawal', 'withdrawal', movement.credit, entry.currency, account.client_id, -entry.amount, -entry.amount,
      'omnibus:main', entry.id, entry.at, 'requested'
    FROM entry JOIN movement ON movement.seq = entry.id JOIN account ON account.id = movement.debit
    WHERE entry.kind = 'withdrawal' ORDER BY entry.id;
    CREATE TEMP TABLE undone_of AS
      WITH RECURSIVE chain (withdrawal, branch, first, id, amount) AS (
        SELECT entry.id, child.kind, child.id, child.id, child.amount FROM entry JOIN entry AS child ON child.related = entry.id
        WHERE entry.kind = 'withdrawal'
        UNION ALL
        SELECT withdrawal, branch, first, next.id, -sign(chain.amount) * next.amount
        FROM chain JOIN entry AS next ON next.related = chain.id)
      SELECT withdrawal, sum(iif(branch = 'payout', amount, 0)) AS paid, sum(iif(branch = 'reversal', amount, 0)) AS back,
        max(iif(branch = 'payout', first, NULL)) AS entry
      FROM chain GROUP BY withdrawal;
    UPDATE expected_payment SET version = 2, paid = -undone_of.paid, back = undone_of.back, entry = undone_of.entry,
      state = CASE WHEN undone_of.paid > 0 AND undone_of.paid + undone_of.back >= -amount THEN 'posted'
        WHEN undone_of.back >= -amount THEN 'refunded' ELSE 'requested' END
    FROM undone_of WHERE undone_of.withdrawal = expected_payment.withdrawal;
    DROP TABLE undone_of;
  `)
}
