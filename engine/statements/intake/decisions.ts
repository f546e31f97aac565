/** What statements that were read mean for their accounts, one after another: each is decided about beside those before it. */
import type { EngineStore } from '../../engine-store.ts'
import { invariant } from '../../invariant.ts'
import { linesAtOnce } from '../continuity/accept.ts'
import type { Weighed } from '../continuity/weigh.ts'

/** More lines than these are looked at where no screen waits behind it. */
const quickLinesMax = 20_000

export class Decisions {
  readonly #store: EngineStore
  readonly #stopping: () => boolean
  /** The setting under which those that wait were tried last. */
  #tried: number | null = null

  constructor(store: EngineStore, stopping: () => boolean) {
    this.#store = store
    this.#stopping = stopping
  }

  /** Everything that can be decided and opened now. */
  async finish(): Promise<void> {
    for (const statement of await this.#store.read('statements.unopened', null)) await this.#open(statement)
    for (const statement of await this.#store.read('statements.undecided', null)) {
      if (this.#stopping()) return
      await this.#decide(statement)
    }
  }

  /** Whoever said meanwhile which account is whose is heard at once, and what was asked before is not asked again. */
  async retryWaiting(): Promise<void> {
    const { version } = await this.#store.read('statements.sources', null)
    if (version === this.#tried) return
    if (await this.#store.read('statements.anyWaiting', null)) {
      for (let [after, more] = [0, true]; more; )
        ({ after, more } = await this.#store.write('statements.retry', { after }, 'engine'))
      await this.finish()
    }
    this.#tried = version
  }

  async #decide(statement: number): Promise<void> {
    const { repeats, joins, corrected, repeatOf } = await this.#weigh(statement)
    for (let from = 0; from < repeats.length; from += 2 * linesAtOnce) {
      const pairs = repeats.slice(from, from + 2 * linesAtOnce)
      await this.#store.write('statements.markRepeats', { pairs }, 'engine', [pairs.buffer])
    }
    const decision = { statement, repeats: repeats.length / 2, joins, corrected, repeatOf }
    const { status } = await this.#store.write('statements.accept', decision, 'engine')
    if (status === 'accepted') await this.#open(statement)
  }

  async #weigh(statement: number): Promise<Weighed> {
    const quick = await this.#store.read('statements.weigh', { statement, linesMax: quickLinesMax })
    if (quick.status === 'weighed') return quick
    const long = await this.#store.readLong('statements.weigh', { statement, linesMax: null })
    invariant(long.status === 'weighed', 'nobody said how many lines may be looked at', { statement })
    return long
  }

  async #open(statement: number): Promise<void> {
    for (let more = true; more && !this.#stopping(); )
      ({ more } = await this.#store.write('statements.open', { statement }, 'engine'))
  }
}
