/** Statements and facts that belong to a connection: made once, because they are used in every command. */
import type { Database } from 'better-sqlite3'

export function perConnection<T>(make: (raw: Database) => T): (raw: Database) => T {
  const made = new WeakMap<Database, T>()
  return (raw) => {
    const known = made.get(raw)
    if (known !== undefined) return known
    const fresh = make(raw)
    made.set(raw, fresh)
    return fresh
  }
}
