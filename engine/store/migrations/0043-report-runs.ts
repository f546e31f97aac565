import type { Migration } from '../migrate.ts'

/** Each run of a report: with the export that it asked for, or why it asked for none. For each time it was due there is one. */
export const reportRuns: Migration = {
  version: 43,
  up: (db) =>
    db.exec(`
      CREATE TABLE report_run (
        id INTEGER PRIMARY KEY,
        report INTEGER NOT NULL REFERENCES report (id),
        at INTEGER NOT NULL,
        due_at INTEGER,
        by TEXT NOT NULL,
        first_day TEXT,
        last_day TEXT CHECK (last_day >= first_day),
        problem TEXT CHECK (problem IN ('owner_removed', 'permission_lost', 'not_there', 'still_running')),
        export INTEGER UNIQUE REFERENCES export_job (id),
        CHECK ((problem IS NULL) = (export IS NOT NULL)),
        CHECK ((first_day IS NULL) = (last_day IS NULL))
      ) STRICT;
      CREATE INDEX report_run_of ON report_run (report, id);
      CREATE UNIQUE INDEX report_run_due ON report_run (report, due_at) WHERE due_at IS NOT NULL;
      CREATE TRIGGER report_run_stays BEFORE UPDATE ON report_run
      BEGIN SELECT raise(ABORT, 'a run of a report stays as it was'); END;
      CREATE TRIGGER report_run_is_never_deleted BEFORE DELETE ON report_run
      BEGIN SELECT raise(ABORT, 'a run of a report is kept on record'); END;
    `),
}
