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
  // A table that is made anew is dropped under the references to it; they are proven before each commit instead.
  db.pragma('foreign_keys = OFF')
  try {
    for (const [index, migration] of migrations.entries()) {
      invariant(migration.version === index + 1, 'migrations are not numbered 1, 2, 3 …', {
        version: migration.version,
      })
      if (migration.version > found) apply(db, migration)
    }
  } finally {
    db.pragma('foreign_keys = ON')
  }
}

function apply(db: Database, { version, up }: Migration): void {
  db.transaction(() => {
    up(db)
    const broken = db.pragma('foreign_key_check') as readonly unknown[]
    invariant(broken.length === 0, 'a migration left references to nothing', { version, broken: broken.length })
    db.pragma(`user_version = ${version}`)
  }).immediate()
}
