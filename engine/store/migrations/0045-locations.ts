import type { Database } from 'better-sqlite3'
import type { Migration } from '../migrate.ts'

/**
 * What a setting was before anybody agreed on it, where a workspace has something to begin with: the places that
 * producers' agreements list become its first locations. Beside it the bounds of what may be removed and when.
 */
export const locations: Migration = {
  version: 45,
  up: (db) => {
    db.exec(`
      CREATE TABLE first_setting (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL CHECK (json_type(value) = 'object')
      ) STRICT, WITHOUT ROWID;
    `)
    takeOver(db)
    db.exec(`
      CREATE TRIGGER first_setting_is_never_added BEFORE INSERT ON first_setting
      BEGIN SELECT raise(ABORT, 'a setting changes by proposal only'); END;
      CREATE TRIGGER first_setting_is_never_changed BEFORE UPDATE ON first_setting
      BEGIN SELECT raise(ABORT, 'what a setting was at first stays'); END;
      CREATE TRIGGER first_setting_is_never_deleted BEFORE DELETE ON first_setting
      BEGIN SELECT raise(ABORT, 'what a setting was at first stays'); END;
      CREATE TRIGGER location_codes_differ BEFORE INSERT ON setting
      WHEN NEW.name = 'locations' AND (
        SELECT count(*) <> count(DISTINCT lower(value ->> 'code')) FROM json_each(NEW.value, '$.locations'))
      BEGIN SELECT raise(ABORT, 'two locations have one code'); END;
      CREATE TRIGGER retention_keeps_its_bounds BEFORE INSERT ON setting
      WHEN NEW.name = 'retention' AND EXISTS (
        SELECT 1 FROM (${bounds}) AS bound LEFT JOIN json_each(NEW.value) AS given ON given.key = bound.field
        WHERE given.type IS NOT 'integer' OR given.value NOT BETWEEN bound.least AND bound.most)
      BEGIN SELECT raise(ABORT, 'what may go is kept neither shorter nor longer than its bounds'); END;
      CREATE TRIGGER managed_retention_keeps_its_bounds BEFORE INSERT ON managed_setting
      WHEN NEW.name = 'retention' AND EXISTS (
        SELECT 1 FROM json_each(NEW.fields) AS given LEFT JOIN (${bounds}) AS bound ON given.key = bound.field
        WHERE given.type IS NOT 'integer' OR bound.field IS NULL
          OR given.value NOT BETWEEN bound.least AND bound.most)
      BEGIN SELECT raise(ABORT, 'what may go is kept neither shorter nor longer than its bounds'); END;
    `)
  },
}

const bounds = `
  SELECT 'exportDays' AS field, 1 AS least, 366 AS most UNION ALL SELECT 'notificationDays', 7, 3660
  UNION ALL SELECT 'webhookDays', 7, 366 UNION ALL SELECT 'walletSignInDays', 2, 90`

const locationsMax = 10_000

/** Of each producer by its newest agreement. A place is a location by the name under which its rows come. */
function takeOver(db: Database): void {
  const zone = db.prepare('SELECT zone FROM workspace').pluck().get() as string | undefined
  const names = db
    .prepare(`
      SELECT DISTINCT place.value FROM agreement JOIN json_each(agreement.document, '$.places') AS place
      WHERE version = (SELECT max(version) FROM agreement AS newer WHERE newer.producer_id = agreement.producer_id)
      ORDER BY place.value`)
    .pluck()
    .all() as string[]
  const taken = new Set<string>()
  const found: unknown[] = []
  for (const name of names.map((each) => each.trim().replace(/\s+/g, ' '))) {
    if (!isUsable(name) || taken.has(name.toLowerCase()) || found.length === locationsMax) continue
    taken.add(name.toLowerCase())
    found.push({ code: codeFor(name, taken), name, zone, country: null, address: null })
  }
  if (zone === undefined || found.length === 0) return
  db.prepare('INSERT INTO first_setting (name, value) VALUES (?, ?)').run(
    'locations',
    JSON.stringify({ locations: found }),
  )
}

/** What can't be shown as it is stays what only its agreement lists. */
const isUsable = (name: string): boolean => name !== '' && name.length <= 120 && /^[^\p{Cc}\p{Cs}]*$/u.test(name)

/** As its name in letters that are plain; where that leaves nothing or is taken, with a number. */
function codeFor(name: string, taken: Set<string>): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 30)
  const isOwn = plain === name.toLowerCase()
  let code = plain === '' ? 'place-1' : plain
  for (let number = plain === '' ? 2 : 1; taken.has(code) && !(isOwn && code === plain); number += 1)
    code = `${plain === '' ? 'place' : plain}-${number}`
  taken.add(code)
  return code
}
