/**
 * One connection to the encrypted store, with every pragma set deliberately. The store is an SQLite file under
 * AEGIS-256: each page is encrypted and authenticated, so a changed byte is an error when its page is read.
 */
import Database from 'better-sqlite3'
import { Failure, failureOf } from '../failure.ts'
import { invariant } from '../invariant.ts'

export type StoreKey = Uint8Array

export type ConnectionOptions = Readonly<{
  file: string
  key: StoreKey
  mode: 'write' | 'read'
}>

export function connect({ file, key, mode }: ConnectionOptions): Database.Database {
  let db: Database.Database | undefined
  try {
    db = new Database(file, { readonly: mode === 'read', fileMustExist: mode === 'read' })
    unlock(db, key)
    // The first read of the file: a wrong key or a damaged header fails here, before anything is written.
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    if (mode === 'write') tuneWriter(db)
    else tuneReader(db)
    return db
  } catch (error) {
    db?.close()
    throw failureOf(error, { file }) ?? error
  }
}

// So that a page can be proven past SQLite, by whoever holds a connection that reads it anyway.
const keys = new WeakMap<Database.Database, StoreKey>()

/** The key that this connection's store is under. */
export function keyOf(db: Database.Database): StoreKey {
  const key = keys.get(db)
  invariant(key !== undefined, 'a connection without a key')
  return key
}

function unlock(db: Database.Database, key: StoreKey): void {
  // 1.15 times the cost of no encryption, against 2.6 for ChaCha20 and 3 for SQLCipher, and it authenticates.
  db.pragma(`cipher = 'aegis'`)
  db.pragma(`algorithm = 'aegis-256'`)
  // A raw key: it comes from the master key by HKDF, so SQLite's own slow derivation would protect nothing.
  db.pragma(`key = 'raw:${Buffer.from(key).toString('hex')}'`)
  keys.set(db, key)
}

/** Encrypts every page under another key, in one transaction: after a crash the store is wholly under one of the two. */
export function rekey(db: Database.Database, key: StoreKey): void {
  db.pragma(`rekey = 'raw:${Buffer.from(key).toString('hex')}'`)
  keys.set(db, key)
  db.pragma('wal_checkpoint(TRUNCATE)')
}

function tuneWriter(db: Database.Database): void {
  // Larger pages mean fewer of them to encrypt and log per transaction: 9.5 s against 12.2 s per million rows. Only
  // takes effect on an empty file.
  db.pragma('page_size = 16384')
  // Readers keep a stable snapshot while the writer goes on.
  const journal = db.pragma('journal_mode = WAL', { simple: true })
  if (journal !== 'wal') throw new Failure('store_damaged', { file: db.name, journal: String(journal) })
  // A command that a person waits for is on the disk before it is answered; at bulk sizes it costs nothing measurable.
  db.pragma('synchronous = FULL')
  // Checkpoints are taken by the writer when nobody waits for it; see checkpoint.ts.
  db.pragma('wal_autocheckpoint = 0')
  db.pragma('foreign_keys = ON')
  // Without it REPLACE deletes rows past the triggers that refuse deletion.
  db.pragma('recursive_triggers = ON')
  // Deleted content is overwritten when it costs no extra writing; everything is encrypted anyway.
  db.pragma('secure_delete = FAST')
  db.pragma('cache_size = -65536')
  tuneBoth(db)
}

function tuneReader(db: Database.Database): void {
  db.pragma('query_only = ON')
  db.pragma('cache_size = -32768')
  tuneBoth(db)
}

function tuneBoth(db: Database.Database): void {
  // Sorters and temporary tables would spill to the temporary folder in the clear.
  db.pragma('temp_store = MEMORY')
  // Functions and virtual tables may not be reached from a schema that someone tampered with.
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  // The writer and a checkpoint may meet; five seconds is far beyond what either takes.
  db.pragma('busy_timeout = 5000')
}
