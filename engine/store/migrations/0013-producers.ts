import type { Database } from 'better-sqlite3'
import type { Migration } from '../migrate.ts'

/**
 * What is agreed with a producer is versioned and never changed afterwards, because batches name the version that judged
 * them. Its places, until now a table of their own, are part of it. What a schedule expected is decided once: a row here
 * says how that ended, and what has none yet is still awaited.
 */
export const agreements: Migration = {
  version: 13,
  up: (db) => {
    db.exec(schema)
    for (const producer of db.prepare('SELECT id, document, created_at FROM producer').all() as OldProducer[])
      takeOver(db, producer)
    db.exec(afterwards)
  },
}

type OldProducer = Readonly<{ id: number; document: string; created_at: number }>

const schema = `
  ALTER TABLE producer ADD COLUMN kind TEXT NOT NULL DEFAULT 'other'
    CHECK (kind IN ('shop', 'gateway', 'bank', 'other'));
  ALTER TABLE producer ADD COLUMN contacts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(contacts));
  ALTER TABLE producer ADD COLUMN schedule TEXT CHECK (schedule IS NULL OR json_valid(schedule));
  -- Expectations after this instant are not decided yet; empty without a schedule and while nothing is expected.
  ALTER TABLE producer ADD COLUMN expected_after INTEGER;
  ALTER TABLE producer ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE producer ADD COLUMN suspended_at INTEGER CHECK ((state = 'suspended') = (suspended_at IS NOT NULL));
  ALTER TABLE producer ADD COLUMN suspended_by TEXT CHECK ((suspended_by IS NULL) = (suspended_at IS NULL));
  ALTER TABLE producer ADD COLUMN suspended_for TEXT CHECK ((suspended_for IS NULL) = (suspended_at IS NULL));
  -- Set when it resumed: held payments of the clients behind this one are still to be tried again.
  ALTER TABLE producer ADD COLUMN retry_after TEXT;
  CREATE TABLE agreement (
    id INTEGER PRIMARY KEY,
    producer_id INTEGER NOT NULL REFERENCES producer (id),
    version INTEGER NOT NULL CHECK (version > 0),
    document TEXT NOT NULL CHECK (json_valid(document)),
    proposal INTEGER REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED,
    by TEXT,
    at INTEGER NOT NULL,
    UNIQUE (producer_id, version)
  ) STRICT;
  CREATE TRIGGER agreement_is_never_changed BEFORE UPDATE ON agreement
  BEGIN SELECT raise(ABORT, 'agreement is append-only'); END;
  CREATE TRIGGER agreement_is_never_deleted BEFORE DELETE ON agreement
  BEGIN SELECT raise(ABORT, 'agreement is append-only'); END;
  CREATE TABLE expected_batch (
    producer_id INTEGER NOT NULL REFERENCES producer (id),
    expected_at INTEGER NOT NULL,
    -- A batch that is received from the one instant up to the other, exclusive, is the expected one.
    opens_at INTEGER NOT NULL CHECK (opens_at <= expected_at),
    closes_at INTEGER NOT NULL CHECK (closes_at > expected_at),
    due_at INTEGER NOT NULL CHECK (due_at >= expected_at),
    -- The zone's day of the expected time.
    day TEXT NOT NULL CHECK (length(day) = 10),
    state TEXT NOT NULL CHECK (state IN ('met', 'late', 'missed')),
    batch_id INTEGER REFERENCES batch (id),
    decided_at INTEGER NOT NULL,
    PRIMARY KEY (producer_id, expected_at),
    CHECK ((state = 'missed') = (batch_id IS NULL))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX expected_batch_by_day ON expected_batch (producer_id, day);
  CREATE INDEX expected_batch_missed ON expected_batch (producer_id, closes_at) WHERE state = 'missed';
  -- One batch is the expected one once.
  CREATE UNIQUE INDEX expected_batch_by_batch ON expected_batch (batch_id) WHERE batch_id IS NOT NULL;
  CREATE TRIGGER expected_batch_is_never_deleted BEFORE DELETE ON expected_batch
  BEGIN SELECT raise(ABORT, 'what was expected stays on record'); END;
  CREATE TRIGGER expected_batch_is_decided_once BEFORE UPDATE ON expected_batch WHEN OLD.state <> 'missed'
  BEGIN SELECT raise(ABORT, 'an expectation that was met stays as it is'); END;
  CREATE INDEX batch_by_arrival ON batch (producer_id, received_at);
`

/** A schedule had no form until now, so none is taken over: what nobody could read, nobody relied on. */
function takeOver(db: Database, { id, document, created_at }: OldProducer): void {
  const places = db
    .prepare('SELECT name FROM producer_location WHERE producer_id = ? ORDER BY name')
    .pluck()
    .all(id) as string[]
  db.prepare(
    'INSERT INTO agreement (producer_id, version, document, proposal, by, at) VALUES (?, 1, ?, NULL, NULL, ?)',
  ).run(id, JSON.stringify({ places }), created_at)
  const { contact } = JSON.parse(document) as { contact?: { email?: string; phone?: string } }
  const { email = null, phone = null } = contact ?? {}
  const contacts = email === null && phone === null ? [] : [{ name: '', role: '', email, phone }]
  db.prepare('UPDATE producer SET contacts = ? WHERE id = ?').run(JSON.stringify(contacts), id)
}

const afterwards = `
  DROP TABLE producer_location;
  ALTER TABLE producer DROP COLUMN document;
`
