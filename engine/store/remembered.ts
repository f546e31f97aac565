/**
 * What is kept in memory of a connection's store, so that it is not read again for every row. After a rollback it may say
 * what never was, so whoever keeps something says here how to forget it.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from './compiled.ts'

const keptBy = perConnection((_raw): (() => void)[] => [])

/** Made once for a connection; `forget` is called whenever something of that connection was rolled back. */
export function rememberedPerConnection<T extends Readonly<{ forget: () => void }>>(
  make: (raw: Database) => T,
): (raw: Database) => T {
  return perConnection((raw) => {
    const made = make(raw)
    keptBy(raw).push(() => made.forget())
    return made
  })
}

export function forgetRemembered(raw: Database): void {
  for (const forget of keptBy(raw)) forget()
}
