/**
 * Upgrading a store of an older version: first a copy of it that was read back page by page, then the migrations. The
 * copy stays beside the store, encrypted under the same key, named after the version it holds.
 */
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import { Failure, failureOf } from '../failure.ts'
import { connect, type StoreKey } from './connection.ts'
import { type Migration, migrate, refuseNewer, versionOf } from './migrate.ts'

export type UpgradeOptions = Readonly<{
  file: string
  key: StoreKey
  copies: string
  migrations: readonly Migration[]
}>

export type Upgraded = Readonly<{ from: number; to: number; copy: string | null }>

export function upgrade({ file, key, copies, migrations }: UpgradeOptions): Upgraded {
  refuseBrokenHeader(file)
  // What a newer program left in the log would be folded into the store when a connection that may write closes.
  if (logBytes(file) > 0) refuseNewerOf({ file, key, migrations })
  const db = connect({ file, key, mode: 'write' })
  try {
    const from = refuseNewer(db, migrations)
    refuseShort(db)
    const to = migrations.length
    const copy = from > 0 && from < to ? keepCopy(db, { key, copies, version: from }) : null
    migrate(db, migrations)
    return { from, to, copy }
  } finally {
    db.close()
  }
}

// Bytes 16 to 23 stay readable under the cipher: pages of 16 KiB, a write-ahead log, 64 bytes of each page for its nonce
// and tag, and three numbers that SQLite fixes.
const header = Buffer.from('4000020240402020', 'hex')

/**
 * SQLite takes an empty file for a new store and would fill it, and some changed bytes here for a file that may not be
 * written. A store that is opened was made before, so both are damage, told before anything is written.
 */
function refuseBrokenHeader(file: string): void {
  if (!existsSync(file)) throw new Failure('store_damaged', { file, reason: 'missing' })
  const found = Buffer.alloc(header.length)
  const handle = openSync(file, 'r')
  try {
    readSync(handle, found, 0, found.length, 16)
  } finally {
    closeSync(handle)
  }
  if (!found.equals(header)) throw new Failure('store_damaged', { file, reason: 'header' })
}

function refuseNewerOf({ file, key, migrations }: Omit<UpgradeOptions, 'copies'>): void {
  const db = connect({ file, key, mode: 'read' })
  try {
    refuseNewer(db, migrations)
  } finally {
    db.close()
  }
}

const logBytes = (file: string): number => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0

/** SQLite itself misses a cut within the last page. While the log holds something, its pages may not be in the file yet. */
function refuseShort(db: Database): void {
  if (logBytes(db.name) > 0) return
  const pages = Number(db.pragma('page_count', { simple: true }))
  const bytes = pages * Number(db.pragma('page_size', { simple: true }))
  const found = statSync(db.name).size
  if (found < bytes) throw new Failure('store_damaged', { file: db.name, reason: 'cut_off', bytes, found })
}

function keepCopy(
  db: Database,
  { key, copies, version }: Readonly<{ key: StoreKey; copies: string; version: number }>,
): string {
  const target = path.join(copies, `store-v${version}.db`)
  const partial = `${target}.partial`
  try {
    mkdirSync(copies, { recursive: true })
    rmSync(partial, { force: true })
    db.prepare('VACUUM INTO ?').run(partial)
    proveCopy({ file: partial, key, version })
    // A copy of the same version is left only by an upgrade that did not finish: the newest one takes its place.
    renameSync(partial, target)
    return target
  } catch (error) {
    // On a full disk above all, half a copy must not stay; where there is no folder for it, there is none.
    if (existsSync(partial)) rmSync(partial)
    throw failureOf(error) ?? new Failure('upgrade_failed', { version }, error)
  }
}

function proveCopy({ file, key, version }: Readonly<{ file: string; key: StoreKey; version: number }>): void {
  // SQLite writes a copy without the mark of the write-ahead log; opening it to write sets it, so that the copy is a store
  // that can be put back as it is.
  const copy = connect({ file, key, mode: 'write' })
  try {
    const found = copy.pragma('integrity_check(1)', { simple: true })
    if (found !== 'ok' || versionOf(copy) !== version)
      throw new Failure('upgrade_failed', { version, found: String(found) })
  } finally {
    copy.close()
  }
}
