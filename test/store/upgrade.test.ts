/** Upgrading a store: forward only, whole or not at all, and never without a proven copy of what was there before. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '../../engine/store/connection.ts'
import { type Migration, migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import { upgrade } from '../../engine/store/upgrade.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { bytesOf, keysOf } from './on-disk.ts'

const known = migrations.length
const addTable = (version: number, table: string): Migration => ({
  version,
  up: (db) => db.exec(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY) STRICT; INSERT INTO ${table} VALUES (1)`),
})

let directory: string
let file: string
let copies: string
let key: Buffer

beforeEach(async () => {
  directory = (await makeWorkspace()).directory
  file = layoutOf(directory).store
  copies = layoutOf(directory).upgrades
  key = (await keysOf(directory)).store
})
afterEach(() => removeFolder(directory))

/** Where in the file the first page of the people's table is, past what every page begins with. */
function inPages(file: string): number {
  const db = connect({ file, key, mode: 'write' })
  const page = db.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'user'`).pluck().get() as number
  const size = Number(db.pragma('page_size', { simple: true }))
  db.close()
  return (page - 1) * size + 5_000
}

function inStore(at: string): Readonly<{ version: unknown; tables: unknown[]; users: unknown[] }> {
  const db = connect({ file: at, key, mode: 'read' })
  try {
    return {
      version: db.pragma('user_version', { simple: true }),
      tables: db.prepare(`SELECT name FROM sqlite_schema WHERE name LIKE 'new%' ORDER BY name`).pluck().all(),
      users: db.prepare('SELECT name FROM user').pluck().all(),
    }
  } finally {
    db.close()
  }
}

describe('an upgrade', () => {
  it('brings the store to the newest version and keeps a copy that opens at the old one', () => {
    const next = [...migrations, addTable(known + 1, 'new_a'), addTable(known + 2, 'new_b')]
    const copy = path.join(copies, `store-v${known}.db`)
    expect(upgrade({ file, key, copies, migrations: next })).toEqual({ from: known, to: known + 2, copy })
    expect(inStore(file)).toEqual({ version: known + 2, tables: ['new_a', 'new_b'], users: ['admin'] })
    expect(inStore(copy)).toEqual({ version: known, tables: [], users: ['admin'] })
    expect(readFileSync(copy).includes('SQLite format 3')).toBe(false)
  })

  it('keeps a copy that the version before can go on with when it is put back', () => {
    upgrade({ file, key, copies, migrations: [...migrations, addTable(known + 1, 'new_a')] })
    copyFileSync(path.join(copies, `store-v${known}.db`), file)
    expect(upgrade({ file, key, copies, migrations })).toEqual({ from: known, to: known, copy: null })
  })

  it('of a store that is up to date changes nothing and makes no copy', () => {
    const before = bytesOf(directory)
    expect(upgrade({ file, key, copies, migrations })).toEqual({ from: known, to: known, copy: null })
    expect(bytesOf(directory)).toEqual(before)
  })

  it('runs each migration in one transaction: a failing one leaves the version before it, whole', () => {
    const broken: Migration = {
      version: known + 2,
      up: (db) => {
        db.exec('CREATE TABLE new_half (id INTEGER PRIMARY KEY) STRICT; UPDATE user SET display_name = name || name')
        db.exec('INSERT INTO new_half VALUES (1), (1)')
      },
    }
    const next = [...migrations, addTable(known + 1, 'new_a'), broken]
    expect(() => upgrade({ file, key, copies, migrations: next })).toThrow('UNIQUE')
    expect(inStore(file)).toEqual({ version: known + 1, tables: ['new_a'], users: ['admin'] })
    const repaired = [...next.slice(0, -1), addTable(known + 2, 'new_b')]
    expect(upgrade({ file, key, copies, migrations: repaired })).toMatchObject({ from: known + 1, to: known + 2 })
    expect(readdirSync(copies).toSorted()).toEqual([`store-v${known}.db`, `store-v${known + 1}.db`])
  })

  it('replaces the copy and the half copy that an upgrade which was cut off left', () => {
    mkdirSync(copies, { recursive: true })
    writeFileSync(path.join(copies, `store-v${known}.db`), 'the copy of a first try')
    writeFileSync(path.join(copies, `store-v${known}.db.partial`), 'half a copy')
    upgrade({ file, key, copies, migrations: [...migrations, addTable(known + 1, 'new_a')] })
    expect(readdirSync(copies)).toEqual([`store-v${known}.db`])
    expect(inStore(path.join(copies, `store-v${known}.db`)).version).toBe(known)
  })

  it('does not begin without its copy: where none can be kept, nothing is upgraded', () => {
    writeFileSync(copies, 'a file where the folder should be')
    const next = [...migrations, addTable(known + 1, 'new_a')]
    expect(() => upgrade({ file, key, copies, migrations: next })).toThrow(
      expect.objectContaining({ code: 'upgrade_failed' }),
    )
    expect(inStore(file)).toEqual({ version: known, tables: [], users: ['admin'] })
  })

  it('does not begin when a page of the store is damaged: the copy could not be proven', () => {
    // One that holds something: the copy has no need of free ones.
    const page = inPages(file)
    const bytes = readFileSync(file)
    bytes[page] = (bytes[page] ?? 0) ^ 1
    writeFileSync(file, bytes)
    const before = bytesOf(directory)
    const next = [...migrations, addTable(known + 1, 'new_a')]
    expect(() => upgrade({ file, key, copies, migrations: next })).toThrow(
      expect.objectContaining({ code: 'store_damaged' }),
    )
    expect(existsSync(path.join(copies, `store-v${known}.db`))).toBe(false)
    expect(bytesOf(directory)).toEqual(before)
  })

  it('does not begin when the copy breaks a rule of the store: the copy is proven, not only made', () => {
    const db = connect({ file, key, mode: 'write' })
    // A row that was allowed once and is not any more: every page can be read, and copying it finds nothing.
    db.exec('CREATE TABLE old_rule (value INTEGER) STRICT; INSERT INTO old_rule VALUES (NULL)')
    db.unsafeMode(true)
    db.exec(`PRAGMA writable_schema = ON; UPDATE sqlite_schema
      SET sql = 'CREATE TABLE old_rule (value INTEGER NOT NULL) STRICT' WHERE name = 'old_rule'`)
    db.close()
    const next = [...migrations, addTable(known + 1, 'new_a')]
    expect(() => upgrade({ file, key, copies, migrations: next })).toThrow(
      expect.objectContaining({ code: 'upgrade_failed' }),
    )
    expect(readdirSync(copies)).toEqual([])
    expect(inStore(file)).toEqual({ version: known, tables: [], users: ['admin'] })
  })

  it('of a store from a newer program is refused, and not a byte is written', () => {
    const newer = connect({ file, key, mode: 'write' })
    newer.pragma(`user_version = ${known + 1}`)
    newer.close()
    const before = bytesOf(directory)
    const refusal = expect.objectContaining({ code: 'store_newer', facts: { found: known + 1, known } })
    expect(() => upgrade({ file, key, copies, migrations })).toThrow(refusal)
    expect(bytesOf(directory)).toEqual(before)
  })

  it('of a newer store whose log was left behind is refused, and the log is not folded in', () => {
    const newer = connect({ file, key, mode: 'write' })
    newer.pragma(`user_version = ${known + 1}`)
    const log = readFileSync(`${file}-wal`)
    const store = readFileSync(file)
    newer.close()
    writeFileSync(`${file}-wal`, log)
    writeFileSync(file, store)
    const before = [readFileSync(file), readFileSync(`${file}-wal`)]
    expect(() => upgrade({ file, key, copies, migrations })).toThrow(expect.objectContaining({ code: 'store_newer' }))
    expect([readFileSync(file), readFileSync(`${file}-wal`)]).toEqual(before)
  })
})

describe('migrations', () => {
  it('upgrade a store from every earlier version to the same schema as a new one', () => {
    const schemaOf = (at: string) => {
      const db = connect({ file: at, key, mode: 'read' })
      const schema = db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
      db.close()
      return schema
    }
    const expected = schemaOf(file)
    expect(expected.length).toBeGreaterThan(20)
    for (let version = 1; version < known; version += 1) {
      const old = path.join(directory, `old-${version}.db`)
      const db = connect({ file: old, key, mode: 'write' })
      migrate(db, migrations.slice(0, version))
      db.close()
      expect(upgrade({ file: old, key, copies, migrations })).toMatchObject({ from: version, to: known })
      expect({ version, schema: schemaOf(old) }).toEqual({ version, schema: expected })
    }
  })

  it('that are not numbered one after another are a bug, found before anything runs', () => {
    const db = connect({ file: path.join(directory, 'misnumbered.db'), key, mode: 'write' })
    expect(() => migrate(db, [addTable(1, 'new_a'), addTable(3, 'new_b')])).toThrow('migrations are not numbered')
    db.close()
  })
})
