/**
 * Reads every page of the store. Each page carries an authentication tag, so one flipped bit anywhere makes it unreadable;
 * the check says which table or index it belongs to and the last page before it that could be read.
 */
import type { Database } from 'better-sqlite3'
import type { Finding } from '../contract/workspace.ts'
import { failureOf } from '../failure.ts'

export type PageCheck = Readonly<{ pages: number; findings: readonly Finding[] }>

const findingsMax = 100

export function checkPages(raw: Database): PageCheck {
  const names = raw
    .prepare(`SELECT DISTINCT name FROM sqlite_schema WHERE rootpage > 0 ORDER BY rootpage`)
    .pluck()
    .all() as string[]
  const findings = ['sqlite_schema', ...names].flatMap((name) => walk(raw, name))
  const pages = raw.pragma('page_count', { simple: true }) as number
  return { pages, findings: findings.length > 0 ? findings : structureFindings(raw) }
}

function walk(raw: Database, name: string): Finding[] {
  let last = 0
  try {
    const walked = raw.prepare('SELECT pageno FROM dbstat WHERE name = ?').pluck().iterate(name)
    for (const page of walked as IterableIterator<number>) last = page
    return []
  } catch (error) {
    const failure = failureOf(error)
    if (failure?.code !== 'store_damaged') throw error
    return [
      { code: 'page_damaged', subject: name, expected: 'readable', found: `unreadable after page ${last} of ${name}` },
    ]
  }
}

/** All pages can be read; whether they hang together, indexes hold what tables hold, and every check is kept. */
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
