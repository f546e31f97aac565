import type { Migration } from '../migrate.ts'

/**
 * What people and callers do with wallets. A key binds a caller to one answer for ever; a hold sets money aside until it
 * is captured, released or expires; `spent` is what the limits have counted so far.
 */
export const operations: Migration = {
  version: 9,
  up: (db) =>
    db.exec(`
      CREATE TABLE operation_key (
        caller TEXT NOT NULL,
        key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
        content BLOB NOT NULL CHECK (length(content) = 32),
        answer TEXT NOT NULL CHECK (json_valid(answer)),
        at INTEGER NOT NULL,
        PRIMARY KEY (caller, key)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER operation_key_is_never_changed BEFORE UPDATE ON operation_key
      BEGIN SELECT raise(ABORT, 'operation_key is append-only'); END;
      CREATE TRIGGER operation_key_is_never_deleted BEFORE DELETE ON operation_key
      BEGIN SELECT raise(ABORT, 'operation_key is append-only'); END;
      CREATE TABLE spent (
        -- A wallet by its account, or a caller.
        subject TEXT NOT NULL,
        operation TEXT NOT NULL,
        currency TEXT NOT NULL REFERENCES currency (code),
        day TEXT NOT NULL CHECK (length(day) = 10),
        amount INTEGER NOT NULL CHECK (amount > 0),
        PRIMARY KEY (subject, operation, currency, day)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE hold (
        id INTEGER PRIMARY KEY,
        wallet INTEGER NOT NULL REFERENCES account (id),
        amount INTEGER NOT NULL CHECK (amount > 0),
        captured INTEGER NOT NULL DEFAULT 0 CHECK (captured BETWEEN 0 AND amount),
        state TEXT NOT NULL CHECK (state IN ('open', 'captured', 'released', 'expired')),
        producer_id INTEGER REFERENCES producer (id),
        order_id TEXT,
        reference TEXT,
        reason TEXT,
        proposal INTEGER REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED,
        initiator TEXT NOT NULL,
        initiated_by TEXT,
        placed_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        ended_at INTEGER,
        CHECK ((state = 'open') = (ended_at IS NULL)),
        CHECK (state <> 'captured' OR captured > 0)
      ) STRICT;
      CREATE INDEX hold_by_wallet ON hold (wallet, id);
      CREATE INDEX hold_open ON hold (expires_at) WHERE state = 'open';
      CREATE TRIGGER hold_is_never_deleted BEFORE DELETE ON hold
      BEGIN SELECT raise(ABORT, 'a hold is ended, never deleted'); END;
      CREATE TRIGGER hold_that_ended_is_never_changed BEFORE UPDATE ON hold WHEN OLD.state <> 'open'
      BEGIN SELECT raise(ABORT, 'a hold that ended stays as it is'); END;
      CREATE TABLE auto_top_up (
        wallet INTEGER PRIMARY KEY REFERENCES account (id),
        threshold INTEGER NOT NULL CHECK (threshold > 0),
        amount INTEGER NOT NULL CHECK (amount > 0),
        source INTEGER NOT NULL REFERENCES account (id),
        -- Whether it acts at the next drop below: it does so once, until the wallet has been at its threshold again.
        armed INTEGER NOT NULL CHECK (armed IN (0, 1)),
        set_by TEXT NOT NULL,
        set_at INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE virtual_account (
        number TEXT PRIMARY KEY CHECK (length(number) BETWEEN 4 AND 34),
        wallet INTEGER NOT NULL REFERENCES account (id),
        omnibus INTEGER NOT NULL REFERENCES account (id),
        state TEXT NOT NULL CHECK (state IN ('active', 'closed')),
        opened_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX virtual_account_by_wallet ON virtual_account (wallet);
    `),
}
