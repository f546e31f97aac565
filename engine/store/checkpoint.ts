/**
 * When the write-ahead log is copied back into the store. A checkpoint of a busy log stalls the writer for some 200 ms,
 * so it is taken when no command waits; under a load that never pauses, when the log has grown past a bound.
 */
import { statSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { failureOf } from '../failure.ts'

const idleFromBytes = 4 * 2 ** 20
const forcedFromBytes = 256 * 2 ** 20

export class Checkpoints {
  readonly #db: Database
  readonly #log: string

  constructor(db: Database) {
    this.#db = db
    this.#log = `${db.name}-wal`
  }

  whenIdle(): void {
    if (this.#logBytes() >= idleFromBytes) this.#truncate()
  }

  afterCommand(): void {
    if (this.#logBytes() >= forcedFromBytes) this.#truncate()
  }

  /** At a clean end the log is folded in whatever its size, so that the next start has nothing to do. */
  last(): void {
    this.#truncate()
  }

  /** Copies what readers allow and cuts the log when they allow all; it never waits for one. */
  #truncate(): void {
    this.#db.pragma('busy_timeout = 0')
    try {
      this.#db.pragma('wal_checkpoint(TRUNCATE)')
    } catch (error) {
      // A full disk, for one. The command is committed and stays so in the log; the next checkpoint tries again.
      if (failureOf(error) === undefined) throw error
    } finally {
      this.#db.pragma('busy_timeout = 5000')
    }
  }

  #logBytes(): number {
    return statSync(this.#log, { throwIfNoEntry: false })?.size ?? 0
  }
}
