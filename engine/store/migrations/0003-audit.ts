import type { Migration } from '../migrate.ts'

/**
 * The hash-chained log. Each record keeps its predecessor's hash beside its own, so that the proof can tell a changed
 * record from a missing one; the head is authenticated with a key from the master, so that cutting off the end shows.
 */
export const audit: Migration = {
  version: 3,
  up: (db) =>
    db.exec(`
      CREATE TABLE audit_record (
        seq INTEGER PRIMARY KEY CHECK (seq > 0),
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        outcome TEXT NOT NULL,
        detail TEXT NOT NULL CHECK (json_valid(detail)),
        prev BLOB NOT NULL CHECK (length(prev) = 32),
        hash BLOB NOT NULL CHECK (length(hash) = 32)
      ) STRICT;
      CREATE INDEX audit_record_by_actor ON audit_record (actor, seq);
      CREATE INDEX audit_record_by_action ON audit_record (action, seq);
      CREATE INDEX audit_record_by_subject ON audit_record (subject, seq);
      CREATE TRIGGER audit_record_is_never_changed BEFORE UPDATE ON audit_record
      BEGIN SELECT raise(ABORT, 'audit_record is append-only'); END;
      CREATE TRIGGER audit_record_is_never_deleted BEFORE DELETE ON audit_record
      BEGIN SELECT raise(ABORT, 'audit_record is append-only'); END;
      -- A connection without recursive triggers deletes silently when it replaces.
      CREATE TRIGGER audit_record_is_never_replaced BEFORE INSERT ON audit_record
      WHEN EXISTS (SELECT 1 FROM audit_record WHERE seq = NEW.seq)
      BEGIN SELECT raise(ABORT, 'audit_record is append-only'); END;
      CREATE TABLE audit_head (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        seq INTEGER NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        mac BLOB NOT NULL CHECK (length(mac) = 32)
      ) STRICT;
    `),
}
