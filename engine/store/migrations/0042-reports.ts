import type { Migration } from '../migrate.ts'

/**
 * What is exported again and again: under which name, of what, for whom, and when next. What it is of and whose it is never
 * change, so that nobody has something else made with the owner's permissions.
 */
export const reports: Migration = {
  version: 42,
  up: (db) =>
    db.exec(`
      CREATE TABLE report (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
        source TEXT NOT NULL,
        parameters TEXT NOT NULL CHECK (json_type(parameters) = 'object'),
        range TEXT CHECK (range IN ('day_before', 'last_week', 'last_month', 'this_month')),
        format TEXT NOT NULL CHECK (format IN ('csv', 'xlsx', 'json', 'pdf', 'hledger', 'beancount')),
        columns TEXT CHECK (json_type(columns) = 'array'),
        schedule TEXT CHECK (json_type(schedule) = 'object'),
        keep INTEGER NOT NULL CHECK (keep BETWEEN 1 AND 60),
        owner INTEGER NOT NULL REFERENCES user (id),
        is_paused INTEGER NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)),
        version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
        made_at INTEGER NOT NULL,
        next_at INTEGER,
        removed_at INTEGER,
        -- What has a schedule and is not at rest has a time when it is due, and nothing else has.
        CHECK ((next_at IS NOT NULL) = (schedule IS NOT NULL AND is_paused = 0 AND removed_at IS NULL))
      ) STRICT;
      CREATE UNIQUE INDEX report_name ON report (name COLLATE NOCASE) WHERE removed_at IS NULL;
      CREATE INDEX report_due ON report (next_at) WHERE next_at IS NOT NULL;
      CREATE INDEX report_of ON report (owner) WHERE removed_at IS NULL;
      CREATE TRIGGER report_is_never_deleted BEFORE DELETE ON report
      BEGIN SELECT raise(ABORT, 'a report is kept on record'); END;
      CREATE TRIGGER report_is_of_one_thing BEFORE UPDATE ON report
      WHEN NEW.id <> OLD.id OR NEW.source <> OLD.source OR NEW.parameters <> OLD.parameters OR NEW.owner <> OLD.owner
        OR NEW.made_at <> OLD.made_at
      BEGIN SELECT raise(ABORT, 'what a report is of and whose it is stay as they are'); END;
      CREATE TRIGGER report_is_removed_once BEFORE UPDATE ON report WHEN OLD.removed_at IS NOT NULL
      BEGIN SELECT raise(ABORT, 'a report that is removed stays so'); END;
    `),
}
