/**
 * Kysely over one of our connections. A statement is compiled by SQLite once and kept for the next time its text comes, because
 * compiling one that joins five tables takes longer than running it for a page.
 */
import type { Database, Statement } from 'better-sqlite3'
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import type { Tables } from './tables.ts'

/** Lists of ids make a text for each length; the ones that were not used for longest go. */
const keptMax = 200

export const kyselyOn = (raw: Database): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new SqliteDialect({ database: keeping(raw) }) })

function keeping(raw: Database): SqliteDatabase {
  const kept = new Map<string, Statement>()
  const prepare = (sql: string): Statement => {
    const known = kept.get(sql)
    if (known !== undefined) {
      kept.delete(sql)
      kept.set(sql, known)
      return known
    }
    const made = raw.prepare(sql)
    kept.set(sql, made)
    const [oldest] = kept.keys()
    if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest)
    return made
  }
  return { close: () => raw.close(), prepare: prepare as SqliteDatabase['prepare'] }
}
