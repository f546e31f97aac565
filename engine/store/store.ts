/**
 * The store as the answering thread sees it: one writer thread that owns the only read-write connection, a reader thread
 * for what a screen waits for, and one for long reading. The answering thread itself never touches SQLite.
 */
import type { ChainKey } from '../audit/append.ts'
import type { Topic } from '../contract/changes.ts'
import { Failure } from '../failure.ts'
import type { Caller } from '../threads/call.ts'
import { startThread } from '../threads/start-thread.ts'
import { dropThreads, type WaitingThreads } from '../threads/waiting-threads.ts'
import type { CommandMap, InputOf, OutcomeOf, QueryMap } from './command.ts'
import { noTopicsNoted, takeTopics } from './noted-topics.ts'
import { questionOf } from './question.ts'

export type StoreOptions<C extends CommandMap> = Readonly<{
  file: string
  key: Uint8Array
  chainKey: ChainKey
  /** Of masters that were replaced just now, or were being replaced when a process died. */
  earlierChainKeys?: readonly ChainKey[]
  copies: string
  newKey?: Uint8Array | undefined
  /** Where the store can't be opened, they end. */
  threads: WaitingThreads
  /** Only the topics are read here; the functions run in the writer thread. */
  commands: C
  onChange: (topics: readonly Topic[]) => void
}>

type ReadOptions = Readonly<{ onProgress?: (value: unknown) => void }>

type StoreParts = Readonly<{ writer: Caller; quick: Caller; beginLong: () => Caller; noted: Int32Array }>

export class Store<C extends CommandMap, Q extends QueryMap> {
  readonly #writer: Caller
  readonly #quick: Caller
  readonly #beginLong: () => Caller
  #long: Caller | undefined
  #isClosing = false
  readonly #noted: Int32Array
  readonly #commands: C
  readonly #onChange: StoreOptions<C>['onChange']
  /** Questions that wait for the quick reader, by what they ask; those from before the last write stay out. */
  readonly #asking = new Map<string, Promise<unknown>>()

  /** Upgrades the store where it must; throws a `Failure` when it can't be opened, with nothing written. */
  static async open<C extends CommandMap, Q extends QueryMap>(options: StoreOptions<C>): Promise<Store<C, Q>> {
    const { file, key, newKey, chainKey, earlierChainKeys, copies, threads } = options
    const { writer, quick } = threads
    const noted = noTopicsNoted()
    writer.begin({ file, key, newKey, chainKey, earlierChainKeys, copies, asked: threads.asked, noted })
    try {
      await writer.caller.started
    } catch (error) {
      await dropThreads(threads)
      throw error
    }
    // Not before the writer is there: it may have to upgrade the store first.
    const reading = { file, key: newKey ?? key }
    quick.begin(reading)
    try {
      await quick.caller.started
    } catch (error) {
      // The threads that did start would keep the process alive and the store open.
      await Promise.all([quick.caller.end(), threads.intake.drop()])
      await writer.caller.end()
      throw error
    }
    // Begins with the first long question: nobody waits for it to load, and nothing loads while a screen opens.
    const beginLong = (): Caller => startThread('reader', reading)
    return new Store<C, Q>({ writer: writer.caller, quick: quick.caller, beginLong, noted }, options)
  }

  private constructor({ writer, quick, beginLong, noted }: StoreParts, { commands, onChange }: StoreOptions<C>) {
    this.#writer = writer
    this.#quick = quick
    this.#beginLong = beginLong
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
    if (this.#isClosing) return Promise.reject(new Failure('engine_stopping'))
    this.#long ??= this.#beginLong()
    return this.#long.call(name, input, { actor: '', onProgress }) as Promise<OutcomeOf<Q[N]>>
  }

  waiting(): Readonly<{ writer: number; quick: number; long: number }> {
    return { writer: this.#writer.waiting(), quick: this.#quick.waiting(), long: this.#long?.waiting() ?? 0 }
  }

  /** Readers go first, so that the writer's last checkpoint can fold the whole log into the store. */
  async close(): Promise<void> {
    // A reader that began now would outlive the store, or look for it under a key that is being replaced.
    this.#isClosing = true
    await Promise.all([this.#quick.end(), this.#long?.end()])
    await this.#writer.end()
  }
}
