/**
 * Reads every page of the store. Each page carries an authentication tag, so one flipped bit anywhere makes it unreadable;
 * the check says which table or index misses it, and which page of the file it is.
 */
import type { Database } from 'better-sqlite3'
import type { Finding } from '../contract/workspace.ts'
import { failureOf } from '../failure.ts'
import { keyOf } from './connection.ts'
import { damagedPages } from './page-seal.ts'

export type PageCheck = Readonly<{ pages: number; findings: readonly Finding[] }>

const findingsMax = 100

export function checkPages(raw: Database): PageCheck {
  // What this connection has in memory was read before, and would be taken for the disk.
  raw.pragma('shrink_memory')
  const names = raw
    .prepare(`SELECT DISTINCT name FROM sqlite_schema WHERE rootpage > 0 ORDER BY rootpage`)
    .pluck()
    .all() as string[]
  const read = new Set<number>()
  const missed = ['sqlite_schema', ...names].flatMap((name) => walk(raw, name, read))
  const pages = raw.pragma('page_count', { simple: true }) as number
  const findings = [...missed, ...damagedBeside(raw, { pages, read: missed.length > 0 ? new Set() : read })]
  return { pages, findings: findings.length > 0 ? findings : structureFindings(raw) }
}

/**
 * Pages that no table leads to are free, and SQLite reads none of them before it uses them again. And when a table's page
 * could not be read, SQLite does not say which it was, so all of them are looked at.
 */
function damagedBeside(
  raw: Database,
  { pages, read }: Readonly<{ pages: number; read: ReadonlySet<number> }>,
): Finding[] {
  const rest = Array.from({ length: pages }, (_, index) => index + 1).filter((page) => !read.has(page))
  return damagedPages(raw.name, keyOf(raw), rest)
    .slice(0, findingsMax)
    .map((page) => ({ code: 'page_damaged', subject: `page:${page}`, expected: 'sealed', found: 'changed' }))
}

function walk(raw: Database, name: string, read: Set<number>): Finding[] {
  let last = 0
  try {
    const walked = raw.prepare('SELECT pageno FROM dbstat WHERE name = ?').pluck().iterate(name)
    for (const page of walked as IterableIterator<number>) {
      read.add(page)
      last = page
    }
    return []
  } catch (error) {
    const failure = failureOf(error)
    if (failure?.code !== 'store_damaged') throw error
    beginAfresh(raw)
    return [
      { code: 'page_damaged', subject: name, expected: 'readable', found: `unreadable after page ${last} of ${name}` },
    ]
  }
}

/** After one unreadable page a connection answers everything with damage, COMMIT too, until its transaction is rolled back. */
function beginAfresh(raw: Database): void {
  if (!raw.inTransaction) return
  raw.exec('ROLLBACK')
  raw.exec('BEGIN')
}

/**
 * All pages can be read; whether they hang together, indexes hold what tables hold, and references lead somewhere. A
 * connection that may only read knows no CHECK of a table, so those are left to the laws of the ledger.
 */
function structureFindings(raw: Database): Finding[] {
  const integrity = raw.pragma(`integrity_check(${findingsMax})`) as { integrity_check: string }[]
  const foreign = raw.pragma('foreign_key_check') as { table: string; rowid: number | null; parent: string }[]
  return [
    ...integrity
      .filter((row) => row.integrity_check !== 'ok')
      .map((row) => ({ code: 'structure_damaged', subject: 'store', expected: 'ok', found: row.integrity_check })),
    ...foreign.slice(0, findingsMax).map((row) => ({
      code: 'reference_broken',
      subject: row.table,
      expected: `a row of ${row.parent}`,
      found: `none, for row ${row.rowid ?? '?'}`,
    })),
  ]
}
