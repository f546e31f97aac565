/**
 * Copies the write-ahead log back into the store from another thread, while the writer goes on: folding is a tenth of the
 * work of a large file. The writer still cuts the log when it has a moment, and then finds most of it copied already.
 */
import type { Database } from 'better-sqlite3'
import { failureOf } from '../failure.ts'
import { connect, type StoreKey } from './connection.ts'

/** What a reader thread is asked for it by; every other name is a query's. */
export const foldCall = 'store.foldBehind'

export class FoldBehind {
  readonly #of: Readonly<{ file: string; key: StoreKey }>
  #db: Database | undefined

  constructor(of: Readonly<{ file: string; key: StoreKey }>) {
    this.#of = of
  }

  fold(): null {
    this.#db ??= this.#open()
    try {
      // It copies what nobody stands in the way of, waits for nobody, and keeps nobody from writing.
      this.#db.pragma('wal_checkpoint(PASSIVE)')
    } catch (error) {
      // A full disk, for one: the writer's own checkpoint meets it too, and tries again.
      if (failureOf(error) === undefined) throw error
    }
    return null
  }

  close(): void {
    this.#db?.close()
  }

  #open(): Database {
    const db = connect({ ...this.#of, mode: 'write' })
    // It reads no page by itself.
    db.pragma('cache_size = -1024')
    db.pragma('busy_timeout = 0')
    return db
  }
}
