import type { Migration } from '../migrate.ts'

/**
 * What the search asks for and no index knew: some part of a batch’s file name, and how the names of clients, of
 * statement files and of statements begin. Nothing here belongs to a posting or to a wallet that opens, of which there are
 * very many; a batch costs a few hundredths of a millisecond more.
 */
export const search: Migration = {
  version: 38,
  up: (db) =>
    db.exec(`
      -- Pieces of three characters, whatever their case. It keeps no text: what it is about is read from the batch.
      CREATE VIRTUAL TABLE batch_file USING fts5 (file, content = 'batch', content_rowid = 'id', columnsize = 0,
        tokenize = 'trigram');
      INSERT INTO batch_file (batch_file) VALUES ('rebuild');
      CREATE TRIGGER batch_is_found_by_its_file AFTER INSERT ON batch
      BEGIN INSERT INTO batch_file (rowid, file) VALUES (NEW.id, NEW.file); END;
      -- The index would go on finding it by the old one.
      CREATE TRIGGER batch_keeps_its_file BEFORE UPDATE OF file ON batch WHEN NEW.file IS NOT OLD.file
      BEGIN SELECT raise(ABORT, 'a batch keeps the name of its file'); END;
      CREATE INDEX client_contact_by_name ON client_contact (name COLLATE NOCASE) WHERE name IS NOT NULL;
      CREATE INDEX statement_by_number ON statement (number COLLATE NOCASE, id) WHERE number IS NOT NULL;
      CREATE INDEX statement_file_by_name ON statement_file (name COLLATE NOCASE, id);
    `),
}
