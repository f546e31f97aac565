import type { Migration } from '../migrate.ts'

/** Recurring work and its runs. The partial index is what keeps a job from ever running twice at once. */
export const jobs: Migration = {
  version: 4,
  up: (db) =>
    db.exec(`
      CREATE TABLE job (
        name TEXT PRIMARY KEY,
        next_run_at INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE job_run (
        id INTEGER PRIMARY KEY,
        job TEXT NOT NULL REFERENCES job (name),
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        outcome TEXT NOT NULL CHECK (outcome IN ('running', 'done', 'problems', 'failed', 'interrupted')),
        by TEXT NOT NULL,
        detail TEXT NOT NULL CHECK (json_valid(detail)),
        CHECK ((outcome = 'running') = (ended_at IS NULL))
      ) STRICT;
      CREATE UNIQUE INDEX job_runs_once_at_a_time ON job_run (job) WHERE outcome = 'running';
      CREATE INDEX job_run_by_job ON job_run (job, id);
    `),
}
