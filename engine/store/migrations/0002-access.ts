import type { Migration } from '../migrate.ts'

/** Users and what they may do. Their passphrases are not here: they open key slots outside the store. */
export const access: Migration = {
  version: 2,
  up: (db) =>
    db.exec(`
      CREATE TABLE user (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
        display_name TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('active', 'removed')),
        must_change_passphrase INTEGER NOT NULL CHECK (must_change_passphrase IN (0, 1)),
        created_at INTEGER NOT NULL,
        last_sign_in_at INTEGER
      ) STRICT;
      CREATE TABLE user_role (
        user_id INTEGER NOT NULL REFERENCES user (id),
        role TEXT NOT NULL CHECK (role IN ('operator', 'analyst', 'approver', 'executive', 'auditor', 'admin')),
        PRIMARY KEY (user_id, role)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE preference (
        user_id INTEGER NOT NULL REFERENCES user (id),
        name TEXT NOT NULL,
        value TEXT NOT NULL CHECK (json_valid(value)),
        PRIMARY KEY (user_id, name)
      ) STRICT, WITHOUT ROWID;
    `),
}
