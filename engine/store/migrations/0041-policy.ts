import type { Migration } from '../migrate.ts'

/**
 * What the policy file of this machine says, as it was at the last opening: its values stand before those that people
 * agreed on, and no proposal may bring one that says otherwise.
 */
export const policy: Migration = {
  version: 41,
  up: (db) =>
    db.exec(`
      CREATE TABLE policy (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        file TEXT NOT NULL,
        sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
        since INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE managed_setting (
        name TEXT PRIMARY KEY,
        -- The fields of the setting that are managed, with their values.
        fields TEXT NOT NULL CHECK (json_type(fields) = 'object' AND fields <> '{}')
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER setting_keeps_to_the_policy BEFORE INSERT ON setting
      WHEN EXISTS (
        SELECT 1 FROM managed_setting AS managed JOIN json_each(managed.fields) AS field
          LEFT JOIN json_each(NEW.value) AS given ON given.key = field.key
        WHERE managed.name = NEW.name AND (given.type IS NOT field.type OR given.value IS NOT field.value))
      BEGIN SELECT raise(ABORT, 'a field of the setting is managed by a policy'); END;
    `),
}
