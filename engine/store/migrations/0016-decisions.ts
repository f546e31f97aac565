import type { Migration } from '../migrate.ts'

/**
 * What people decide about batches: how much money releasing one may post, and how far undoing one has come. A large batch
 * is undone in pieces, so what is still to be undone outlives a crash.
 */
export const decisions: Migration = {
  version: 16,
  up: (db) =>
    db.exec(`
      -- The money of the rows that checking found valid, as text because it may be more than a number holds.
      ALTER TABLE batch ADD COLUMN valid_sum TEXT;
      CREATE TABLE batch_reversal (
        batch_id INTEGER PRIMARY KEY REFERENCES batch (id),
        proposal INTEGER NOT NULL REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED,
        initiator TEXT NOT NULL,
        initiated_by TEXT,
        reason TEXT NOT NULL,
        rows INTEGER NOT NULL CHECK (rows >= 0),
        rows_done INTEGER NOT NULL DEFAULT 0 CHECK (rows_done BETWEEN 0 AND rows),
        -- Postings from this number on are undone: it goes backwards.
        below INTEGER NOT NULL,
        CHECK (below >= 0)
      ) STRICT;
      CREATE INDEX batch_reversal_open ON batch_reversal (batch_id) WHERE rows_done < rows;
    `),
}
