/**
 * When the write-ahead log is copied back into the store. A checkpoint of a busy log stalls the writer for some 200 ms,
 * so it is taken when no command waits; under a load that never pauses, when the log has grown past a bound. A caller that
 * asks again as soon as it is answered leaves the writer idle after every command: then it is taken once in a while, or
 * folding would be a tenth of all work.
 */
import { statSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { failureOf } from '../failure.ts'

const idleFromBytes = 4 * 2 ** 20
const idleAgainFromBytes = 64 * 2 ** 20
const forcedFromBytes = 256 * 2 ** 20
const idleAgainAfterMs = 1_000

export class Checkpoints {
  readonly #db: Database
  readonly #log: string
  readonly #clock: () => number
  /** When the log was last folded in as a whole. */
  #foldedAt = Number.NEGATIVE_INFINITY

  constructor(db: Database, clock: () => number = () => performance.now()) {
    this.#db = db
    this.#log = `${db.name}-wal`
    this.#clock = clock
  }

  whenIdle(): void {
    const bytes = this.#logBytes()
    const again = this.#clock() - this.#foldedAt < idleAgainAfterMs
    if (bytes >= (again ? idleAgainFromBytes : idleFromBytes)) this.#truncate()
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
      // Whether a reader kept it from the end of the log.
      const busy = this.#db.pragma('wal_checkpoint(TRUNCATE)', { simple: true })
      if (busy === 0) this.#foldedAt = this.#clock()
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
