import type { Migration } from '../migrate.ts'

/**
 * A wallet is in three indexes fewer. Hundreds of thousands of them open in one file, and each index was another page to
 * write for it. Its code says whose it is, so it is found by that; by their kind only the few other accounts are looked for.
 * An account refers to its client, and not the client back to it: with both, one of them is written before the other is
 * there, and whatever comes then is looked for in the whole of the other table. The check proves it instead.
 */
export const wallets: Migration = {
  version: 17,
  up: (db) =>
    db.exec(`
      DROP INDEX account_by_client;
      DROP INDEX account_by_kind;
      CREATE INDEX account_by_kind ON account (kind, code, currency) WHERE kind <> 'wallet';
      CREATE TABLE client_of_wallets (
        id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 128),
        -- The wallet that the client began with; its number also stands for the client in cursors.
        wallet INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      INSERT INTO client_of_wallets SELECT id, wallet, created_at FROM client;
      DROP TABLE client;
      ALTER TABLE client_of_wallets RENAME TO client;
      -- A row belongs to one piece of its batch, so none is posted twice: pieces follow one another, in lines as in
      -- postings, and none is changed afterwards.
      CREATE TRIGGER batch_piece_follows_the_others BEFORE INSERT ON batch_piece
      WHEN EXISTS (SELECT 1 FROM batch_piece AS other
        WHERE other.batch_id = NEW.batch_id AND (other.last_line >= NEW.first_line OR other.last >= NEW.first))
      BEGIN SELECT raise(ABORT, 'a piece of rows that are posted already'); END;
      CREATE TRIGGER batch_piece_is_never_changed BEFORE UPDATE ON batch_piece
      BEGIN SELECT raise(ABORT, 'batch_piece is append-only'); END;
      CREATE TRIGGER batch_piece_is_never_deleted BEFORE DELETE ON batch_piece
      BEGIN SELECT raise(ABORT, 'batch_piece is append-only'); END;
      -- Numbered as they are written and never twice, so that whoever keeps them in memory knows what came since.
      CREATE TABLE numbered_sketch (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        batch_id INTEGER NOT NULL UNIQUE REFERENCES batch (id),
        -- One in so many contents is kept.
        every INTEGER NOT NULL CHECK (every > 0),
        contents BLOB NOT NULL
      ) STRICT;
      INSERT INTO numbered_sketch (batch_id, every, contents)
        SELECT batch_id, every, contents FROM batch_sketch ORDER BY batch_id;
      DROP TABLE batch_sketch;
      ALTER TABLE numbered_sketch RENAME TO batch_sketch;
    `),
}
