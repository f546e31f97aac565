import type { Migration } from '../migrate.ts'

/**
 * Comparing sealed batches with their archived files: what each comparison found is kept, and which is a batch's last one.
 * Whose turn it is goes by the numbers of comparisons and not by a clock, so that a restored store does not depend on the
 * clock of its new machine.
 */
export const batchVerification: Migration = {
  version: 27,
  up: (db) =>
    db.exec(`
      INSERT INTO exception_code VALUES ('BATCH_DIFFERS', 'critical');
      CREATE TABLE batch_verification (
        id INTEGER PRIMARY KEY,
        batch_id INTEGER NOT NULL REFERENCES batch (id),
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('agrees', 'differs')),
        -- Of the file, as far as they were compared.
        rows INTEGER NOT NULL CHECK (rows >= 0),
        differences INTEGER NOT NULL CHECK (differences >= 0),
        -- The first of them.
        told TEXT NOT NULL CHECK (json_valid(told)),
        CHECK ((outcome = 'differs') = (differences > 0))
      ) STRICT;
      CREATE INDEX batch_verification_by_batch ON batch_verification (batch_id, id);
      CREATE TRIGGER batch_verification_is_never_changed BEFORE UPDATE ON batch_verification
      BEGIN SELECT raise(ABORT, 'batch_verification is append-only'); END;
      CREATE TRIGGER batch_verification_is_never_deleted BEFORE DELETE ON batch_verification
      BEGIN SELECT raise(ABORT, 'batch_verification is append-only'); END;
      ALTER TABLE batch ADD COLUMN verification INTEGER REFERENCES batch_verification (id);
      CREATE INDEX batch_to_verify ON batch (coalesce(verification, 0), id) WHERE sealed_at IS NOT NULL;
      -- The last comparison from before a restore: batches that were compared no later wait for theirs. Null when none does.
      ALTER TABLE workspace ADD COLUMN verify_through INTEGER CHECK (verify_through >= 0);
    `),
}
