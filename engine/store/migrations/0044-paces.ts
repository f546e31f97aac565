import type { Migration } from '../migrate.ts'

/** How long it took to resolve is read along the index by time alone, without looking at a case. */
export const paces: Migration = {
  version: 44,
  up: (db) =>
    db.exec(`
      DROP INDEX exception_by_resolved;
      CREATE INDEX exception_by_resolved ON exception (resolved_at, raised_at, producer_id) WHERE resolved_at IS NOT NULL;
    `),
}
