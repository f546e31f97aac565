import type { Migration } from '../migrate.ts'

/**
 * Which close packs were asked for, by whom, and what was handed to whom: the file itself is in the archive. One that is
 * asked for is made however often the engine ends before, and what came of it is written once.
 */
export const closePacks: Migration = {
  version: 28,
  up: (db) =>
    db.exec(`
      CREATE TABLE close_pack (
        id INTEGER PRIMARY KEY,
        from_day TEXT NOT NULL CHECK (length(from_day) = 10),
        to_day TEXT NOT NULL CHECK (length(to_day) = 10 AND to_day >= from_day),
        include_clients INTEGER NOT NULL CHECK (include_clients IN (0, 1)),
        asked_at INTEGER NOT NULL,
        asked_by TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('asked', 'made', 'failed')),
        ended_at INTEGER,
        -- Where it is in the archive.
        archive TEXT,
        bytes INTEGER CHECK (bytes > 0),
        sha256 BLOB CHECK (length(sha256) = 32),
        -- Which of the workspace's signing keys signed it.
        generation INTEGER REFERENCES signing_key (generation),
        -- What its first page says.
        is_closed INTEGER CHECK (is_closed IN (0, 1)),
        proves TEXT CHECK (proves IN ('proves', 'breaks', 'incomplete', 'nothing_to_prove')),
        problem TEXT,
        CHECK ((state = 'asked') = (ended_at IS NULL)),
        CHECK ((state = 'failed') = (problem IS NOT NULL)),
        CHECK (state <> 'made' OR (archive IS NOT NULL AND bytes IS NOT NULL AND sha256 IS NOT NULL
          AND generation IS NOT NULL AND is_closed IS NOT NULL AND proves IS NOT NULL))
      ) STRICT;
      CREATE INDEX close_pack_asked ON close_pack (id) WHERE state = 'asked';
      CREATE TRIGGER close_pack_is_never_deleted BEFORE DELETE ON close_pack
      BEGIN SELECT raise(ABORT, 'a close pack is kept'); END;
      CREATE TRIGGER close_pack_is_never_changed BEFORE UPDATE ON close_pack
      WHEN OLD.state <> 'asked' OR NEW.state = 'asked' OR NEW.id <> OLD.id OR NEW.from_day <> OLD.from_day
        OR NEW.to_day <> OLD.to_day OR NEW.include_clients <> OLD.include_clients
        OR NEW.asked_at <> OLD.asked_at OR NEW.asked_by <> OLD.asked_by
      BEGIN SELECT raise(ABORT, 'what became of a close pack stays as it is'); END;
    `),
}
