import type { Migration } from '../migrate.ts'

/**
 * What was exported, by whom and narrowed by what. The file lies beside the archive, for a day; what is written here says
 * for good that there was one, how many rows it had and by which hash it is known.
 */
export const tableExports: Migration = {
  version: 40,
  up: (db) =>
    db.exec(`
      CREATE TABLE export_job (
        id INTEGER PRIMARY KEY,
        title TEXT CHECK (length(title) BETWEEN 1 AND 120),
        source TEXT NOT NULL,
        parameters TEXT NOT NULL CHECK (json_type(parameters) = 'object'),
        format TEXT NOT NULL CHECK (format IN ('csv', 'xlsx', 'json', 'pdf', 'hledger', 'beancount')),
        columns TEXT CHECK (json_type(columns) = 'array'),
        asked_at INTEGER NOT NULL,
        asked_by INTEGER NOT NULL REFERENCES user (id),
        state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'removed')),
        -- How often it was begun: what a process dies of is not begun for ever.
        attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        started_at INTEGER,
        ended_at INTEGER,
        rows INTEGER CHECK (rows >= 0),
        bytes INTEGER CHECK (bytes >= 0),
        sha256 BLOB CHECK (length(sha256) = 32),
        problem TEXT,
        removed_at INTEGER,
        CHECK ((state IN ('waiting', 'running')) = (ended_at IS NULL)),
        CHECK (state <> 'running' OR started_at IS NOT NULL),
        CHECK ((state = 'failed') = (problem IS NOT NULL)),
        CHECK ((state IN ('done', 'removed')) = (rows IS NOT NULL AND bytes IS NOT NULL AND sha256 IS NOT NULL)),
        CHECK ((state = 'removed') = (removed_at IS NOT NULL))
      ) STRICT;
      CREATE INDEX export_job_to_make ON export_job (id) WHERE state IN ('waiting', 'running');
      CREATE INDEX export_job_done ON export_job (ended_at) WHERE state = 'done';
      CREATE INDEX export_job_of ON export_job (asked_by, id);
      CREATE TRIGGER export_job_is_never_deleted BEFORE DELETE ON export_job
      BEGIN SELECT raise(ABORT, 'an export is kept on record'); END;
      CREATE TRIGGER export_job_is_what_was_asked BEFORE UPDATE ON export_job
      WHEN NEW.id <> OLD.id OR NEW.title IS NOT OLD.title OR NEW.source <> OLD.source
        OR NEW.parameters <> OLD.parameters OR NEW.format <> OLD.format OR NEW.columns IS NOT OLD.columns
        OR NEW.asked_at <> OLD.asked_at OR NEW.asked_by <> OLD.asked_by
      BEGIN SELECT raise(ABORT, 'what an export is of stays as it was asked'); END;
      CREATE TRIGGER export_job_ended_once BEFORE UPDATE ON export_job
      WHEN OLD.ended_at IS NOT NULL AND NOT (OLD.state = 'done' AND NEW.state = 'removed' AND NEW.rows = OLD.rows
        AND NEW.bytes = OLD.bytes AND NEW.sha256 = OLD.sha256 AND NEW.ended_at = OLD.ended_at)
      BEGIN SELECT raise(ABORT, 'what became of an export stays as it is'); END;
    `),
}
