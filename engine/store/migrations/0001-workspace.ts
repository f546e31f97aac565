import type { Migration } from '../migrate.ts'

/** What the workspace is, its currencies as data, and every public key that ever signed its audit chain. */
export const workspace: Migration = {
  version: 1,
  up: (db) =>
    db.exec(`
      CREATE TABLE workspace (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        uid TEXT NOT NULL,
        name TEXT NOT NULL,
        zone TEXT NOT NULL,
        currency TEXT NOT NULL REFERENCES currency (code),
        created_at INTEGER NOT NULL,
        demo INTEGER NOT NULL CHECK (demo IN (0, 1))
      ) STRICT;
      CREATE TABLE currency (
        code TEXT PRIMARY KEY CHECK (length(code) = 3),
        digits INTEGER NOT NULL CHECK (digits BETWEEN 0 AND 4)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE signing_key (
        generation INTEGER PRIMARY KEY,
        public_key BLOB NOT NULL,
        since INTEGER NOT NULL
      ) STRICT;
      CREATE TRIGGER signing_key_is_never_changed BEFORE UPDATE ON signing_key
      BEGIN SELECT raise(ABORT, 'signing_key is append-only'); END;
      CREATE TRIGGER signing_key_is_never_deleted BEFORE DELETE ON signing_key
      BEGIN SELECT raise(ABORT, 'signing_key is append-only'); END;
    `),
}
