import type { Migration } from '../migrate.ts'

/**
 * Programs that call the API. A program is somebody in the books as a person is, so it has a record among the users; it has
 * no roles and no passphrase. What it may do is in its terms, each version by a proposal; of its keys only hashes are kept.
 */
export const callers: Migration = {
  version: 33,
  up: (db) =>
    db.exec(`
      CREATE TABLE caller (
        id INTEGER PRIMARY KEY,
        user_id INTEGER NOT NULL UNIQUE REFERENCES user (id),
        created_at INTEGER NOT NULL,
        stopped_at INTEGER,
        stopped_by TEXT,
        stopped_for TEXT,
        last_call_at INTEGER,
        calls INTEGER NOT NULL DEFAULT 0 CHECK (calls >= 0),
        refused INTEGER NOT NULL DEFAULT 0 CHECK (refused >= 0),
        CHECK ((stopped_at IS NULL) = (stopped_by IS NULL) AND (stopped_at IS NULL) = (stopped_for IS NULL))
      ) STRICT;
      CREATE TRIGGER caller_stays_stopped BEFORE UPDATE OF stopped_at, stopped_by, stopped_for ON caller
        WHEN OLD.stopped_at IS NOT NULL
      BEGIN SELECT raise(ABORT, 'a stopped program stays stopped'); END;
      CREATE TRIGGER caller_stays_who_it_is BEFORE UPDATE OF id, user_id, created_at ON caller
      BEGIN SELECT raise(ABORT, 'a program stays who it is'); END;
      CREATE TRIGGER caller_is_never_deleted BEFORE DELETE ON caller
      BEGIN SELECT raise(ABORT, 'callers are never deleted'); END;
      CREATE TRIGGER program_has_no_roles BEFORE INSERT ON user_role
        WHEN EXISTS (SELECT 1 FROM caller WHERE caller.user_id = NEW.user_id)
      BEGIN SELECT raise(ABORT, 'a program has no roles'); END;
      CREATE TRIGGER program_gets_no_roles BEFORE UPDATE OF user_id ON user_role
        WHEN EXISTS (SELECT 1 FROM caller WHERE caller.user_id = NEW.user_id)
      BEGIN SELECT raise(ABORT, 'a program has no roles'); END;
      CREATE TRIGGER caller_is_no_person BEFORE INSERT ON caller
        WHEN EXISTS (SELECT 1 FROM user_role WHERE user_role.user_id = NEW.user_id)
      BEGIN SELECT raise(ABORT, 'a person is no program'); END;

      CREATE TABLE caller_terms (
        caller_id INTEGER NOT NULL REFERENCES caller (id),
        version INTEGER NOT NULL CHECK (version > 0),
        document TEXT NOT NULL CHECK (json_valid(document)),
        producer_id INTEGER REFERENCES producer (id),
        expires_at INTEGER NOT NULL CHECK (expires_at > at),
        proposal INTEGER NOT NULL UNIQUE REFERENCES proposal (id) DEFERRABLE INITIALLY DEFERRED,
        by TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (caller_id, version)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER stopped_caller_gets_no_terms BEFORE INSERT ON caller_terms
        WHEN (SELECT stopped_at FROM caller WHERE caller.id = NEW.caller_id) IS NOT NULL
      BEGIN SELECT raise(ABORT, 'a stopped program stays stopped'); END;
      CREATE TRIGGER caller_terms_are_never_changed BEFORE UPDATE ON caller_terms
      BEGIN SELECT raise(ABORT, 'caller_terms is append-only'); END;
      CREATE TRIGGER caller_terms_are_never_deleted BEFORE DELETE ON caller_terms
      BEGIN SELECT raise(ABORT, 'caller_terms is append-only'); END;

      CREATE TABLE caller_key (
        id INTEGER PRIMARY KEY,
        caller_id INTEGER NOT NULL REFERENCES caller (id),
        prefix TEXT NOT NULL,
        hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
        created_at INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        -- From when on it opens nothing; null while no newer one took its place.
        ends_at INTEGER
      ) STRICT;
      CREATE INDEX caller_key_by_caller ON caller_key (caller_id);
      -- At most one is without an end.
      CREATE UNIQUE INDEX caller_key_newest ON caller_key (caller_id) WHERE ends_at IS NULL;
      CREATE TRIGGER caller_key_needs_terms BEFORE INSERT ON caller_key
        WHEN NOT EXISTS (SELECT 1 FROM caller_terms JOIN caller ON caller.id = caller_terms.caller_id
          WHERE caller_terms.caller_id = NEW.caller_id AND caller.stopped_at IS NULL)
      BEGIN SELECT raise(ABORT, 'a key needs a program that is agreed on'); END;
      CREATE TRIGGER caller_key_only_ends BEFORE UPDATE ON caller_key
        WHEN NEW.hash IS NOT OLD.hash OR NEW.caller_id IS NOT OLD.caller_id OR NEW.prefix IS NOT OLD.prefix
          OR NEW.ends_at IS NULL OR NEW.ends_at > coalesce(OLD.ends_at, NEW.ends_at)
      BEGIN SELECT raise(ABORT, 'a key can only end, and not later than said'); END;
      CREATE TRIGGER caller_key_is_never_deleted BEFORE DELETE ON caller_key
      BEGIN SELECT raise(ABORT, 'caller_key is append-only'); END;
    `),
}
