/**
 * Commands in transactions: one alone, or those that wait together in one that is made durable once. Waiting for the disk
 * is most of what a small command takes, so under load a commit that ten callers share answers them ten times as often.
 */
import type { Database, Statement } from 'better-sqlite3'
import type { CallRequest, Ended } from '../threads/call.ts'
import { forgetRemembered } from './remembered.ts'

export type Asked = Pick<CallRequest, 'name' | 'input' | 'actor'>

export type Body = Readonly<{
  /** Runs a command with its audit record in the transaction that is open. */
  run: (request: Asked) => Promise<unknown>
  /** Whether it takes so long that whoever waits beside it should not wait for it. */
  isLong: (request: Asked) => boolean
  /** Whether it proves its references itself. */
  inBulk: (request: Asked) => boolean
}>

const commandsMax = 64
/** No command is added to a group that has worked this long: the first of them waits for the last. */
const workMaxMs = 80

type Step = 'begin' | 'commit' | 'rollback' | 'save' | 'undo' | 'keep'

export class Transactions {
  readonly #raw: Database
  readonly #body: Body
  readonly #steps: Readonly<Record<Step, Statement>>

  constructor(raw: Database, body: Body) {
    this.#raw = raw
    this.#body = body
    this.#steps = {
      begin: raw.prepare('BEGIN IMMEDIATE'),
      commit: raw.prepare('COMMIT'),
      rollback: raw.prepare('ROLLBACK'),
      save: raw.prepare('SAVEPOINT command'),
      undo: raw.prepare('ROLLBACK TO command'),
      keep: raw.prepare('RELEASE command'),
    }
  }

  async alone(request: Asked): Promise<unknown> {
    if (!this.#body.inBulk(request)) return this.#inTransaction(request)
    // It can't be switched inside a transaction.
    this.#raw.pragma('foreign_keys = OFF')
    try {
      return await this.#inTransaction(request)
    } finally {
      this.#raw.pragma('foreign_keys = ON')
    }
  }

  async #inTransaction(request: Asked): Promise<unknown> {
    this.#steps.begin.run()
    try {
      const outcome = await this.#body.run(request)
      this.#steps.commit.run()
      return outcome
    } catch (error) {
      this.#rollBack()
      throw error
    }
  }

  /** Runs some of those that wait, from the front, and says how each ended; all of it is durable by then. */
  async front(waiting: readonly Asked[]): Promise<readonly Ended[]> {
    const [first, second] = waiting
    if (first === undefined) return []
    if (second === undefined || this.#body.isLong(first) || this.#body.isLong(second))
      return [await this.#settle(first)]
    const group = await this.#together(waiting)
    if (group.committed) return group.ended
    // Nothing of them is in the store and nobody was answered, so each has a transaction of its own, as if it had come
    // alone. Those that failed too: what they failed of may be what another of them wrote, which is gone. And when it was
    // one that can't be committed, this finds which one.
    const ended: Ended[] = []
    for (const request of waiting.slice(0, group.tried)) ended.push(await this.#settle(request))
    return ended
  }

  async #together(waiting: readonly Asked[]): Promise<Group> {
    const ended: Ended[] = []
    const began = performance.now()
    try {
      this.#steps.begin.run()
      for (const request of waiting.slice(0, commandsMax)) {
        if (ended.length > 0 && (this.#body.isLong(request) || performance.now() - began >= workMaxMs)) break
        const end = await this.#inSavepoint(request)
        ended.push(end)
        // SQLite itself rolls everything back after some failures, a full disk for one.
        if (!this.#raw.inTransaction) return { committed: false, tried: ended.length }
      }
      this.#steps.commit.run()
      return { committed: true, ended }
    } catch {
      // Whatever it was, each of them meets it again alone, where it is told to the one it belongs to.
      this.#rollBack()
      return { committed: false, tried: Math.max(1, ended.length) }
    }
  }

  async #inSavepoint(request: Asked): Promise<Ended> {
    this.#steps.save.run()
    try {
      const value = await this.#body.run(request)
      this.#steps.keep.run()
      return { status: 'fulfilled', value }
    } catch (reason) {
      forgetRemembered(this.#raw)
      if (this.#raw.inTransaction) {
        this.#steps.undo.run()
        this.#steps.keep.run()
      }
      return { status: 'rejected', reason }
    }
  }

  async #settle(request: Asked): Promise<Ended> {
    try {
      return { status: 'fulfilled', value: await this.alone(request) }
    } catch (reason) {
      return { status: 'rejected', reason }
    }
  }

  #rollBack(): void {
    forgetRemembered(this.#raw)
    if (this.#raw.inTransaction) this.#steps.rollback.run()
  }
}

type Group = Readonly<{ committed: true; ended: readonly Ended[] }> | Readonly<{ committed: false; tried: number }>
