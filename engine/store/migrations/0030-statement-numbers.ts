import type { Migration } from '../migrate.ts'

/** A statement may be missing though balances join: it moved nothing, or came and went the same. Its number tells. */
export const statementNumbers: Migration = {
  version: 30,
  up: (db) => db.exec(`INSERT INTO exception_code VALUES ('STATEMENT_NUMBER_MISSING', 'medium')`),
}
