import type { Migration } from '../migrate.ts'

/**
 * Closed days take nothing more, whoever asks. Closing moves one mark forward, in the approval's own transaction; the
 * root hash over the period's postings follows from a reader, which nobody waits for, because nothing can change under it.
 */
export const periods: Migration = {
  version: 11,
  up: (db) =>
    db.exec(`
      CREATE TABLE period (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('day', 'month')),
        first_day TEXT NOT NULL CHECK (length(first_day) = 10),
        last_day TEXT NOT NULL CHECK (length(last_day) = 10 AND last_day >= first_day),
        state TEXT NOT NULL CHECK (state IN ('closing', 'closed')),
        postings INTEGER,
        root BLOB CHECK (root IS NULL OR length(root) = 32),
        proposal INTEGER NOT NULL REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED,
        closed_at INTEGER NOT NULL,
        UNIQUE (kind, last_day),
        CHECK ((state = 'closed') = (root IS NOT NULL AND postings IS NOT NULL))
      ) STRICT;
      CREATE TRIGGER period_is_never_deleted BEFORE DELETE ON period
      BEGIN SELECT raise(ABORT, 'a closed period stays closed'); END;
      CREATE TRIGGER period_that_is_closed_is_never_changed BEFORE UPDATE ON period WHEN OLD.state = 'closed'
      BEGIN SELECT raise(ABORT, 'a closed period stays as it is'); END;
      CREATE TABLE closed_days (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        -- Every day up to this one is closed.
        through TEXT NOT NULL CHECK (length(through) = 10)
      ) STRICT;
      CREATE TRIGGER closed_days_only_grow BEFORE UPDATE ON closed_days WHEN NEW.through < OLD.through
      BEGIN SELECT raise(ABORT, 'closed days are never opened again'); END;
      CREATE TRIGGER closed_days_are_never_deleted BEFORE DELETE ON closed_days
      BEGIN SELECT raise(ABORT, 'closed days are never opened again'); END;
      CREATE TRIGGER posting_into_a_closed_day BEFORE INSERT ON posting
      WHEN NEW.business_day <= (SELECT through FROM closed_days)
      BEGIN SELECT raise(ABORT, 'a closed day takes nothing'); END;
    `),
}
