/**
 * Brings a store up to date, one transaction per migration, so that a crash leaves the last whole version. Kysely's own
 * Migrator opens no transaction on SQLite, hence this runner.
 */
import type { Database } from 'better-sqlite3'
import { Failure } from '../failure.ts'
import { invariant } from '../invariant.ts'

export type Migration = Readonly<{ version: number; up: (db: Database) => void }>

export function versionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }))
}

/** Refuses a store from a newer program before anything is written to it. */
export function refuseNewer(db: Database, migrations: readonly Migration[]): number {
  const found = versionOf(db)
  const known = migrations.length
  if (found > known) throw new Failure('store_newer', { found, known })
  return found
}

export function migrate(db: Database, migrations: readonly Migration[]): void {
  const found = refuseNewer(db, migrations)
  for (const [index, { version, up }] of migrations.entries()) {
    invariant(version === index + 1, 'migrations are not numbered 1, 2, 3 …', { version })
    if (version <= found) continue
    db.transaction(() => {
      up(db)
      db.pragma(`user_version = ${version}`)
    }).immediate()
  }
}
