import type { Migration } from '../migrate.ts'

export const producers: Migration = {
  version: 5,
  up: (db) =>
    db.exec(`
      CREATE TABLE producer (
        id INTEGER PRIMARY KEY CHECK (id > 0),
        code TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('active', 'suspended')),
        document TEXT NOT NULL CHECK (json_valid(document)),
        created_at INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE producer_location (
        producer_id INTEGER NOT NULL REFERENCES producer (id),
        name TEXT NOT NULL,
        PRIMARY KEY (producer_id, name)
      ) STRICT, WITHOUT ROWID;
    `),
}
