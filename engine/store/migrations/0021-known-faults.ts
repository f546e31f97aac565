import type { Migration } from '../migrate.ts'

/**
 * A row that was not posted keeps whose money it is and how much, where that can be read, so that whoever decides about it
 * sees what is at stake. Of rows from before nobody knows any more without their files.
 */
export const knownFaults: Migration = {
  version: 21,
  up: (db) =>
    db.exec(`
      ALTER TABLE batch_row ADD COLUMN client_id TEXT;
      ALTER TABLE batch_row ADD COLUMN amount INTEGER CHECK (amount > 0);
      -- Rows of one cause are counted and their money is added up without their texts, however many they are.
      DROP INDEX batch_row_by_code;
      CREATE INDEX batch_row_by_code ON batch_row (batch_id, outcome, code, line, amount) WHERE outcome <> 'repeat';
    `),
}
