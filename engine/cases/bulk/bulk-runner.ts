/**
 * Works through what people asked for many cases, a few at a time, so that commands of others come in between. What runs is
 * in the store: it goes on after a crash, and stops where somebody says so.
 */
import type { BulkDeed } from '../../contract/bulk.ts'
import type { EngineStore } from '../../engine-store.ts'
import { failureOf } from '../../failure.ts'
import type { Json } from '../../store/command.ts'
import type { Pending, Running } from './bulk.ts'
import type { Doing } from './do-item.ts'

/** What has to be done before a case can be: reading its rows again, or writing a letter. */
export type Prepared = Pick<Doing, 'rows' | 'refused' | 'asked'>
export type Preparing = Readonly<{ bulk: number; deed: BulkDeed; by: string; user: number; item: Pending }>

type Parts = Readonly<{
  store: EngineStore
  prepare: (preparing: Preparing) => Promise<Prepared>
  /** Whether what was left begun needs something that is not there yet, and may come. */
  waits: (deed: BulkDeed) => Promise<boolean>
  logBug: (error: unknown, where: string) => void
}>

/** They share a commit, and others get their turn between two of these. */
const atOnce = 32
const againAfterMs = 30_000

export class BulkRunner {
  readonly #parts: Parts
  /** Somebody asked for these here: what they need and is not there is said to them, case by case. */
  readonly #askedHere = new Set<number>()
  #running: Promise<void> | undefined
  #again = false
  #stopping = false
  #timer: NodeJS.Timeout | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** There may be something to do; `asked` is what somebody asks for now. */
  nudge(asked?: number): void {
    if (asked !== undefined) this.#askedHere.add(asked)
    this.#again = true
    if (this.#running !== undefined || this.#stopping) return
    this.#running = this.#run().finally(() => {
      this.#running = undefined
    })
  }

  /** Everything that runs has been done, or refused. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running
  }

  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#timer)
    await this.#running
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && !this.#stopping) {
        this.#again = false
        for (const each of await this.#parts.store.read('bulk.running', null)) {
          if (!this.#askedHere.has(each.id) && (await this.#parts.waits(each.deed))) continue
          await this.#workOn(each)
        }
      }
    } catch (error) {
      if (failureOf(error) === undefined) this.#parts.logBug(error, 'exceptions.bulk')
      if (this.#stopping) return
      // The disk may be full: what is left is tried again.
      this.#timer = setTimeout(() => this.nudge(), againAfterMs)
      this.#timer.unref()
    }
  }

  async #workOn({ id, ...of }: Running): Promise<void> {
    while (!this.#stopping) {
      const items = await this.#parts.store.read('bulk.pending', { id, limit: atOnce })
      const outcomes = await this.#doAll(items.map((item) => ({ bulk: id, ...of, item })))
      // Stopped by somebody, or at its end.
      if (outcomes.every((outcome) => outcome === 'skipped')) return
    }
  }

  /** In their order, however long each takes to prepare: it comes to what doing them one by one comes to. */
  async #doAll(all: readonly Preparing[]): Promise<readonly string[]> {
    const prepared = await Promise.all(all.map((each) => this.#prepared(each)))
    const doing = all.map(({ bulk, by, item }, index) =>
      this.#parts.store.write('bulk.do', { bulk, seq: item.seq, ...(prepared[index] ?? { rows: [] }) }, by),
    )
    return (await Promise.all(doing)).map(({ status }) => status)
  }

  /** A bug in one case is that case's, and the others go on. */
  async #prepared(preparing: Preparing): Promise<Prepared> {
    try {
      return await this.#parts.prepare(preparing)
    } catch (error) {
      if (failureOf(error) !== undefined) throw error
      this.#parts.logBug(error, 'exceptions.bulk')
      return { rows: [], refused: { code: 'internal', facts: {} as Readonly<Record<string, Json>> } }
    }
  }
}
