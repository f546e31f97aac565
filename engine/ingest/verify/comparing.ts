/** Comparing batches with their files, as whoever asks for it sees it: slice after slice, with a word of theirs in between. */
import type { Caller } from '../../threads/call.ts'
import type { Compared, CompareStep } from './compare-batch.ts'
import type { Begun, CompareInput, FoundStrays } from './open-comparisons.ts'
import type { Stray } from './strays.ts'

/** Asked after every slice with the rows so far: waits as long as others come first; false where it goes no further. */
export type Between = (rows: number) => Promise<boolean>

export type Comparison =
  | (Readonly<{ status: 'compared' }> & Compared)
  | Exclude<Begun, { status: 'begun' }>
  | Readonly<{ status: 'stopped' }>

/** Anybody who could write into the store could write very many. */
const straysMax = 10_000

export class Comparing {
  readonly #thread: Caller
  readonly #folder: string

  constructor(thread: Caller, folder: string) {
    this.#thread = thread
    this.#folder = folder
  }

  /** `strays`: those of the batch where they were looked for in all batches already; null when they were not. */
  async compare(batch: number, strays: readonly Stray[] | null, between: Between): Promise<Comparison> {
    const input: CompareInput = { batch, folder: this.#folder, strays }
    const begun = (await this.#ask('compareBegin', input)) as Begun
    if (begun.status !== 'begun') return begun
    for (;;) {
      const step = (await this.#ask('compareNext', begun.id)) as CompareStep
      if (step.status === 'compared') return step
      if (await between(step.rows)) continue
      await this.#ask('compareClose', begun.id)
      return { status: 'stopped' }
    }
  }

  /** Postings of any batch that no line of its file leads to; null when it was stopped. */
  async strays(between: Between): Promise<readonly Stray[] | null> {
    const all: Stray[] = []
    for (let anew = true; ; anew = false) {
      const { strays, more } = (await this.#ask('compareStrays', { anew })) as FoundStrays
      all.push(...strays.slice(0, straysMax - all.length))
      if (!more) return all
      if (!(await between(0))) return null
    }
  }

  async #ask(name: string, input: unknown): Promise<unknown> {
    await this.#thread.started
    return this.#thread.call(name, input, { actor: '' })
  }
}
