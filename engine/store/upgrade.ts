/**
 * Upgrading a store of an older version: first a copy of it that was read back page by page, then the migrations. The
 * copy stays beside the store, encrypted under the same key, named after the version it holds.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
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
  const db = connect({ file, key, mode: 'write' })
  try {
    const from = refuseNewer(db, migrations)
    const to = migrations.length
    const copy = from > 0 && from < to ? keepCopy(db, { key, copies, version: from }) : null
    migrate(db, migrations)
    return { from, to, copy }
  } finally {
    db.close()
  }
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
    // A copy of the same version is left only by an upgrade that did not finish: the newest one is the one to keep.
    if (existsSync(target)) rmSync(target)
    renameSync(partial, target)
    return target
  } catch (error) {
    rmSync(partial, { force: true })
    throw failureOf(error) ?? new Failure('upgrade_failed', { version }, error)
  }
}

function proveCopy({ file, key, version }: Readonly<{ file: string; key: StoreKey; version: number }>): void {
  const copy = connect({ file, key, mode: 'read' })
  try {
    const found = copy.pragma('integrity_check(1)', { simple: true })
    if (found !== 'ok' || versionOf(copy) !== version)
      throw new Failure('upgrade_failed', { version, found: String(found) })
  } finally {
    copy.close()
  }
}
