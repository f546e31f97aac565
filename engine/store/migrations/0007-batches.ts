import type { Migration } from '../migrate.ts'

/**
 * A batch is one file from one producer. A sealed one satisfies the row equation, and the database refuses it
 * otherwise. `batch_row` keeps what was not simply posted; `identity` claims (producer, TxId) for posted and held rows.
 */
export const batches: Migration = {
  version: 7,
  up: (db) =>
    db.exec(`
      CREATE TABLE batch (
        id INTEGER PRIMARY KEY,
        producer_id INTEGER NOT NULL REFERENCES producer (id),
        file TEXT NOT NULL,
        path TEXT NOT NULL,
        inode TEXT NOT NULL,
        bytes INTEGER NOT NULL CHECK (bytes >= 0),
        modified_at INTEGER NOT NULL,
        sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
        archive TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL CHECK (state IN
          ('received', 'checking', 'held', 'rejected', 'posting', 'posted', 'reconciled', 'reversed')),
        reasons TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(reasons)),
        rows INTEGER NOT NULL DEFAULT 0,
        posted INTEGER NOT NULL DEFAULT 0,
        repeats INTEGER NOT NULL DEFAULT 0,
        conflicts INTEGER NOT NULL DEFAULT 0,
        faults INTEGER NOT NULL DEFAULT 0,
        held INTEGER NOT NULL DEFAULT 0,
        unposted INTEGER NOT NULL DEFAULT 0,
        sum INTEGER NOT NULL DEFAULT 0,
        bytes_done INTEGER NOT NULL DEFAULT 0,
        lines_done INTEGER NOT NULL DEFAULT 0,
        drop_removed INTEGER NOT NULL DEFAULT 0 CHECK (drop_removed IN (0, 1)),
        root_hash BLOB,
        sealed_seq INTEGER,
        received_at INTEGER NOT NULL,
        sealed_at INTEGER,
        CHECK (sealed_at IS NULL OR rows = posted + repeats + conflicts + faults + held + unposted)
      ) STRICT;
      CREATE INDEX batch_by_producer ON batch (producer_id, id);
      CREATE INDEX batch_by_hash ON batch (sha256);
      CREATE INDEX batch_not_sealed ON batch (id) WHERE sealed_at IS NULL;
      CREATE INDEX batch_drop_left ON batch (path) WHERE drop_removed = 0;
      CREATE TABLE batch_row (
        batch_id INTEGER NOT NULL REFERENCES batch (id),
        line INTEGER NOT NULL CHECK (line > 0),
        outcome TEXT NOT NULL CHECK (outcome IN ('fault', 'conflict', 'repeat')),
        code TEXT NOT NULL,
        field TEXT,
        found TEXT,
        raw TEXT NOT NULL,
        PRIMARY KEY (batch_id, line)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE held_row (
        batch_id INTEGER NOT NULL REFERENCES batch (id),
        line INTEGER NOT NULL,
        client_id TEXT NOT NULL REFERENCES client (id),
        kind TEXT NOT NULL CHECK (kind IN ('TopUp', 'Payment')),
        amount INTEGER NOT NULL CHECK (amount > 0),
        tx_id TEXT NOT NULL,
        location TEXT NOT NULL,
        occurred_at INTEGER NOT NULL,
        business_day TEXT NOT NULL,
        code TEXT NOT NULL,
        raw TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('held', 'posted')),
        PRIMARY KEY (batch_id, line)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX held_row_by_client ON held_row (client_id, batch_id, line) WHERE state = 'held';
      CREATE TABLE identity (
        producer_id INTEGER NOT NULL REFERENCES producer (id),
        tx_id TEXT NOT NULL,
        batch_id INTEGER NOT NULL REFERENCES batch (id),
        line INTEGER NOT NULL,
        PRIMARY KEY (producer_id, tx_id)
      ) STRICT, WITHOUT ROWID;
    `),
}
