/** Two migrations that rewrite the postings row by row, so that a process can be killed in the middle of them. */
import type { Migration } from '../../engine/store/migrate.ts'

export const slowMigrations = (known: number): readonly Migration[] => [
  {
    version: known + 1,
    up: (db) => {
      db.exec('CREATE TABLE posting_copy (seq INTEGER PRIMARY KEY, amount INTEGER NOT NULL, filler BLOB) STRICT')
      const insert = db.prepare(
        'INSERT INTO posting_copy SELECT seq, amount, randomblob(400) FROM posting WHERE seq = ?',
      )
      for (const seq of db.prepare('SELECT seq FROM posting').pluck().all()) insert.run(seq)
      wait(60)
    },
  },
  {
    version: known + 2,
    up: (db) => {
      db.exec('ALTER TABLE posting_copy ADD COLUMN doubled INTEGER')
      const update = db.prepare('UPDATE posting_copy SET doubled = amount * 2 WHERE seq = ?')
      for (const seq of db.prepare('SELECT seq FROM posting_copy').pluck().all()) update.run(seq)
      wait(60)
    },
  },
]

/** Holds the transaction open, as a migration over millions of rows would. */
const wait = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
