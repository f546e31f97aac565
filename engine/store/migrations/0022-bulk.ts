import type { Migration } from '../migrate.ts'

/** One deed for many cases: it goes on after a crash where it was, and what became of each case is kept. */
export const bulk: Migration = {
  version: 22,
  up: (db) =>
    db.exec(`
      CREATE TABLE bulk (
        id INTEGER PRIMARY KEY,
        deed TEXT NOT NULL CHECK (json_valid(deed)),
        user INTEGER NOT NULL REFERENCES user (id),
        state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'done')),
        -- When the cases were looked at: what somebody else did since is not overruled.
        as_of INTEGER NOT NULL,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        cases INTEGER NOT NULL CHECK (cases > 0),
        done INTEGER NOT NULL DEFAULT 0,
        proposed INTEGER NOT NULL DEFAULT 0,
        refused INTEGER NOT NULL DEFAULT 0,
        CHECK ((state = 'running') = (ended_at IS NULL)),
        CHECK (done + proposed + refused <= cases),
        CHECK (state <> 'done' OR done + proposed + refused = cases)
      ) STRICT;
      CREATE INDEX bulk_running ON bulk (id) WHERE state = 'running';
      CREATE TABLE bulk_item (
        bulk_id INTEGER NOT NULL REFERENCES bulk (id),
        seq INTEGER NOT NULL,
        exception_id INTEGER NOT NULL REFERENCES exception (id),
        outcome TEXT NOT NULL DEFAULT 'pending' CHECK (outcome IN ('pending', 'done', 'proposed', 'refused')),
        code TEXT,
        facts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(facts)),
        proposal INTEGER REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED,
        PRIMARY KEY (bulk_id, seq),
        CHECK ((outcome = 'refused') = (code IS NOT NULL)),
        CHECK ((outcome = 'proposed') = (proposal IS NOT NULL))
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX bulk_item_once ON bulk_item (bulk_id, exception_id);
      CREATE INDEX bulk_item_by_outcome ON bulk_item (bulk_id, outcome, seq);
      CREATE TRIGGER bulk_item_ends_once BEFORE UPDATE ON bulk_item WHEN OLD.outcome <> 'pending'
      BEGIN SELECT raise(ABORT, 'what became of a case is kept as it was'); END;
    `),
}
