/** Comparisons that are under way, a slice at a time: what the intake thread does of them between two pieces of its work. */
import { performance } from 'node:perf_hooks'
import type { Database } from 'better-sqlite3'
import type { BatchState } from '../../contract/batches.ts'
import { invariant } from '../../invariant.ts'
import type { ArchiveKey } from '../archive.ts'
import { judgedFile } from '../file-of-batch.ts'
import { BatchComparison, type CompareStep } from './compare-batch.ts'
import { sealedBatch } from './sealed-batch.ts'
import { type Stray, StraySearch } from './strays.ts'

export type CompareInput = Readonly<{ batch: number; folder: string; strays: readonly Stray[] | null }>
export type Begun =
  | Readonly<{ status: 'begun'; id: number }>
  | Readonly<{ status: 'not_sealed'; state: BatchState }>
  | Readonly<{ status: 'not_found' }>

export type FoundStrays = Readonly<{ strays: readonly Stray[]; more: boolean }>

const sliceMs = 40

export class OpenComparisons {
  readonly #raw: Database
  readonly #keys: readonly ArchiveKey[]
  readonly #open = new Map<number, BatchComparison>()
  #search: StraySearch | null = null
  #lastId = 0

  constructor(raw: Database, keys: readonly ArchiveKey[]) {
    this.#raw = raw
    this.#keys = keys
  }

  async begin({ batch: id, folder, strays }: CompareInput): Promise<Begun> {
    const raw = this.#raw
    const keys = this.#keys
    const begun = raw.transaction(() => {
      const standing = sealedBatch(raw, id)
      if (standing.status !== 'sealed') return standing
      const file = judgedFile({ raw }, { batch: id })
      invariant(file !== null, 'a sealed batch without its file', { batch: id })
      return new BatchComparison(raw, { batch: standing.batch, file, folder, keys, strays })
    })()
    if (!(begun instanceof BatchComparison)) return begun
    this.#lastId += 1
    this.#open.set(this.#lastId, begun)
    return { status: 'begun', id: this.#lastId }
  }

  async next(id: number): Promise<CompareStep> {
    const comparison = this.#open.get(id)
    invariant(comparison !== undefined, 'no such comparison is under way', { id })
    const step = await comparison.next()
    if (step.status === 'compared') await this.close(id)
    return step
  }

  async close(id: number): Promise<null> {
    const comparison = this.#open.get(id)
    this.#open.delete(id)
    await comparison?.close()
    return null
  }

  /** Of all batches; one search at a time, and asked from the beginning it begins anew. */
  async strays({ anew }: Readonly<{ anew: boolean }>): Promise<FoundStrays> {
    if (anew) this.#search = new StraySearch(this.#raw, null)
    invariant(this.#search !== null, 'nobody looks for strays')
    const until = performance.now() + sliceMs
    const strays: Stray[] = []
    do {
      const found = this.#search.next()
      if (found === null) return { strays, more: false }
      strays.push(...found)
    } while (performance.now() < until)
    return { strays, more: true }
  }
}
