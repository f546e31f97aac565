/**
 * The store as the answering thread sees it: one writer thread that owns the only read-write connection, a reader thread
 * for what a screen waits for, and one for long reading. The answering thread itself never touches SQLite.
 */
import type { ChainKey } from '../audit/append.ts'
import type { Topic } from '../contract/changes.ts'
import type { Caller } from '../threads/call.ts'
import type { CommandMap, InputOf, OutcomeOf, QueryMap } from './command.ts'
import { noTopicsNoted, takeTopics } from './noted-topics.ts'
import { questionOf } from './question.ts'
import { dropStoreThreads, prepareStoreThreads, type StoreThreads } from './store-threads.ts'

export type StoreOptions<C extends CommandMap> = Readonly<{
  file: string
  key: Uint8Array
  chainKey: ChainKey
  /** Of masters that were replaced just now, or were being replaced when a process died. */
  earlierChainKeys?: readonly ChainKey[]
  copies: string
  newKey?: Uint8Array | undefined
  /** Those that wait already, and are this store's from here on; started anew when left out. */
  threads?: StoreThreads | null
  /** Only the topics are read here; the functions run in the writer thread. */
  commands: C
  onChange: (topics: readonly Topic[]) => void
}>

type ReadOptions = Readonly<{ onProgress?: (value: unknown) => void }>

export class Store<C extends CommandMap, Q extends QueryMap> {
  readonly #writer: Caller
  readonly #quick: Caller
  readonly #long: Caller
  readonly #noted: Int32Array
  readonly #commands: C
  readonly #onChange: StoreOptions<C>['onChange']
  /** Questions that wait for the quick reader, by what they ask; those from before the last write stay out. */
  readonly #asking = new Map<string, Promise<unknown>>()

  /** Upgrades the store where it must; throws a `Failure` when it can't be opened, with nothing written. */
  static async open<C extends CommandMap, Q extends QueryMap>(options: StoreOptions<C>): Promise<Store<C, Q>> {
    const { file, key, newKey, chainKey, earlierChainKeys, copies } = options
    const threads = options.threads ?? prepareStoreThreads()
    const { writer, quick, long } = threads
    const noted = noTopicsNoted()
    writer.begin({ file, key, newKey, chainKey, earlierChainKeys, copies, asked: threads.asked, noted })
    try {
      await writer.caller.started
    } catch (error) {
      await dropStoreThreads(threads)
      throw error
    }
    // Not before the writer is there: it may have to upgrade the store first.
    for (const reader of [quick, long]) reader.begin({ file, key: newKey ?? key })
    const store = new Store<C, Q>({ writer: writer.caller, quick: quick.caller, long: long.caller, noted }, options)
    try {
      await Promise.all([quick.caller.started, long.caller.started])
      return store
    } catch (error) {
      // The threads that did start would keep the process alive and the store open.
      await store.close()
      throw error
    }
  }

  private constructor(
    { writer, quick, long, noted }: Readonly<{ writer: Caller; quick: Caller; long: Caller; noted: Int32Array }>,
    { commands, onChange }: StoreOptions<C>,
  ) {
    this.#writer = writer
    this.#quick = quick
    this.#long = long
    this.#noted = noted
    this.#commands = commands
    this.#onChange = onChange
  }

  async write<N extends keyof C & string>(
    name: N,
    input: InputOf<C[N]>,
    actor: string,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<OutcomeOf<C[N]>> {
    const outcome = await this.#writer.call(name, input, { actor, transfer }).finally(() => this.#asking.clear())
    const topics = [...(this.#commands[name]?.topics ?? []), ...takeTopics(this.#noted)]
    if (topics.length > 0) this.#onChange(topics)
    return outcome as OutcomeOf<C[N]>
  }

  /**
   * The same question, asked again before it is answered and with nothing written in between, is asked once. Whoever has the
   * answer to a write sees that write, because what was asked before it is not joined any more.
   */
  read<N extends keyof Q & string>(name: N, input: InputOf<Q[N]>): Promise<OutcomeOf<Q[N]>> {
    const question = questionOf(name, input)
    const asked = question === null ? undefined : this.#asking.get(question)
    const asking = asked ?? this.#quick.call(name, input, { actor: '' })
    if (question !== null && asked === undefined) this.#remember(question, asking)
    return asking as Promise<OutcomeOf<Q[N]>>
  }

  #remember(question: string, asking: Promise<unknown>): void {
    const settled = (): void => {
      if (this.#asking.get(question) === asking) this.#asking.delete(question)
    }
    this.#asking.set(question, asking)
    asking.then(settled, settled)
  }

  /** For reading that takes seconds: it waits behind other long reading, and no screen waits behind it. */
  readLong<N extends keyof Q & string>(
    name: N,
    input: InputOf<Q[N]>,
    { onProgress }: ReadOptions = {},
  ): Promise<OutcomeOf<Q[N]>> {
    return this.#long.call(name, input, { actor: '', onProgress }) as Promise<OutcomeOf<Q[N]>>
  }

  waiting(): Readonly<{ writer: number; quick: number; long: number }> {
    return { writer: this.#writer.waiting(), quick: this.#quick.waiting(), long: this.#long.waiting() }
  }

  /** Readers go first, so that the writer's last checkpoint can fold the whole log into the store. */
  async close(): Promise<void> {
    await Promise.all([this.#quick.end(), this.#long.end()])
    await this.#writer.end()
  }
}
