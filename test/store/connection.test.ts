/** The connections to the store: what each may do, what it sees, and that every setting is the one that was chosen. */

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connect, rekey } from '../../engine/store/connection.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'
import { flipBit } from './on-disk.ts'

const key = randomBytes(32)
let folder: string
let file: string
const open: Database.Database[] = []

beforeAll(() => {
  folder = makeFolder()
  file = path.join(folder, 'store.db')
  const writer = connect({ file, key, mode: 'write' })
  writer.exec(
    `CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT; INSERT INTO word VALUES (1, 'ledger')`,
  )
  writer.close()
})
afterEach(() => {
  for (const db of open.splice(0)) db.close()
})
afterAll(() => removeFolder(folder))

function connection(mode: 'write' | 'read'): Database.Database {
  const db = connect({ file, key, mode })
  open.push(db)
  return db
}

describe('a connection', () => {
  const chosen = {
    write: {
      cipher: 'aegis',
      algorithm: 'aegis-256',
      page_size: 16384,
      journal_mode: 'wal',
      synchronous: 2,
      wal_autocheckpoint: 0,
      foreign_keys: 1,
      recursive_triggers: 1,
      secure_delete: 2,
      cache_size: -65536,
      query_only: 0,
      temp_store: 2,
      trusted_schema: 0,
      cell_size_check: 1,
      busy_timeout: 5000,
    },
    read: {
      cipher: 'aegis',
      algorithm: 'aegis-256',
      page_size: 16384,
      journal_mode: 'wal',
      query_only: 1,
      cache_size: -32768,
      temp_store: 2,
      trusted_schema: 0,
      cell_size_check: 1,
      busy_timeout: 5000,
    },
  } as const

  it.each(['write', 'read'] as const)('that may %s has every pragma as chosen', (mode) => {
    const db = connection(mode)
    const found = Object.fromEntries(Object.keys(chosen[mode]).map((name) => [name, db.pragma(name, { simple: true })]))
    expect(found).toEqual(chosen[mode])
  })

  it('needs the key, and a wrong one is told before anything is written', () => {
    const before = readFileSync(file)
    for (const mode of ['write', 'read'] as const) {
      expect(() => connect({ file, key: randomBytes(32), mode })).toThrow(
        expect.objectContaining({ code: 'wrong_key' }),
      )
    }
    expect(readFileSync(file)).toEqual(before)
  })

  it('that may read makes no store where none is', () => {
    const missing = path.join(folder, 'missing.db')
    expect(() => connect({ file: missing, key, mode: 'read' })).toThrow(
      expect.objectContaining({ code: 'workspace_unwritable' }),
    )
  })

  it.each([
    `INSERT INTO word VALUES (2, 'forged')`,
    `PRAGMA query_only = OFF; INSERT INTO word VALUES (2, 'forged')`,
    `PRAGMA query_only = OFF; PRAGMA writable_schema = ON; DELETE FROM sqlite_schema`,
    'PRAGMA query_only = OFF; DROP TABLE word',
    'PRAGMA query_only = OFF; PRAGMA user_version = 9',
    'PRAGMA query_only = OFF; VACUUM',
  ])('that may read refuses to write, raw SQL included: %s', (sql) => {
    const reader = connection('read')
    expect(() => reader.exec(sql)).toThrow(/readonly database|may not be modified/)
    expect(connection('write').prepare('SELECT * FROM word').all()).toEqual([{ id: 1, text: 'ledger' }])
  })

  it('that reads keeps its snapshot while the writer goes on, and sees the new one at its next reading', () => {
    const writer = connection('write')
    const reader = connection('read')
    const words = () => reader.prepare('SELECT text FROM word ORDER BY id').pluck().all()
    reader.exec('BEGIN')
    expect(words()).toEqual(['ledger'])
    writer.exec(
      `INSERT INTO word VALUES (2, 'posting'); PRAGMA wal_checkpoint(PASSIVE); UPDATE word SET text = 'journal' WHERE id = 1`,
    )
    expect(words()).toEqual(['ledger'])
    reader.exec('COMMIT')
    expect(words()).toEqual(['journal', 'posting'])
    writer.exec(`DELETE FROM word WHERE id = 2; UPDATE word SET text = 'ledger'`)
  })
})

describe('the store on the disk', () => {
  it('shows no text and no SQLite header from its first byte on, in the file and in the log', () => {
    const fresh = path.join(folder, 'fresh.db')
    const db = connect({ file: fresh, key, mode: 'write' })
    const seen = () =>
      [fresh, `${fresh}-wal`].map((each) => (existsSync(each) ? readFileSync(each, 'latin1') : '')).join('')
    const all = [seen()]
    db.exec('CREATE TABLE secret_table (name TEXT NOT NULL) STRICT')
    all.push(seen())
    db.exec(`INSERT INTO secret_table VALUES ('anna-lee')`)
    all.push(seen())
    db.pragma('wal_checkpoint(TRUNCATE)')
    all.push(seen())
    db.close()
    const text = all.join('')
    expect(text.length).toBeGreaterThan(4 * 16_384)
    for (const word of ['SQLite format 3', 'secret_table', 'CREATE TABLE', 'anna-lee']) {
      expect({ word, found: text.includes(word) }).toEqual({ word, found: false })
    }
  })

  it('is under the new key and no other after it was encrypted anew', () => {
    const target = path.join(folder, 'rekeyed.db')
    const next = randomBytes(32)
    const db = connect({ file: target, key, mode: 'write' })
    db.exec(`CREATE TABLE word (text TEXT) STRICT; INSERT INTO word VALUES ('ledger')`)
    rekey(db, next)
    db.close()
    expect(() => connect({ file: target, key, mode: 'read' })).toThrow(expect.objectContaining({ code: 'wrong_key' }))
    const again = connect({ file: target, key: next, mode: 'read' })
    expect(again.prepare('SELECT text FROM word').pluck().all()).toEqual(['ledger'])
    again.close()
  })

  it('answers a changed byte of a page with damage, never with other data', () => {
    const target = path.join(folder, 'flipped.db')
    const db = connect({ file: target, key, mode: 'write' })
    db.exec(`CREATE TABLE word (text TEXT) STRICT; INSERT INTO word VALUES ('ledger')`)
    db.close()
    flipBit(target, 16_384 + 5_000)
    const again = connect({ file: target, key, mode: 'read' })
    expect(() => again.prepare('SELECT text FROM word').all()).toThrow(
      expect.objectContaining({ code: 'SQLITE_CORRUPT' }),
    )
    again.close()
  })
})
