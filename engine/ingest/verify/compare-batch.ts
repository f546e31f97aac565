/**
 * Compares a sealed batch with its archived file: the file is read and judged again by what judged it at the time, and each
 * row is held against what the books have of its line. It goes a slice at a time and stops between two of them for as long
 * as somebody wants; what a slice compares, it reads in one snapshot, and what was sealed does not change.
 */
import { createHash } from 'node:crypto'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Database } from 'better-sqlite3'
import type { BatchDifference } from '../../contract/batches.ts'
import type { ArchiveKey } from '../archive.ts'
import { archivedFile } from '../archived-file.ts'
import { type FileToRead, rowsPerBlockOf, rulesOf } from '../file-to-read.ts'
import { Judge } from '../judge/judge-block.ts'
import { readRecords } from '../records/read-records.ts'
import type { FileFault, Reading, RecordBlock } from '../records/record-block.ts'
import { CompareBlocks } from './compare-blocks.ts'
import { Differences } from './differences.ts'
import { fileProblemOf } from './file-problem.ts'
import type { SealedBatch } from './sealed-batch.ts'
import { type Stray, StraySearch } from './strays.ts'

export type Compared = Readonly<{ rows: number; differences: number; told: readonly BatchDifference[] }>
export type CompareStep = Readonly<{ status: 'going'; rows: number }> | (Readonly<{ status: 'compared' }> & Compared)

export type CompareParts = Readonly<{
  batch: SealedBatch
  file: FileToRead
  /** Where the archived files are. */
  folder: string
  keys: readonly ArchiveKey[]
  /** Found before, where all batches are compared; null where they have to be looked for. */
  strays: readonly Stray[] | null
}>

/** What is waiting for the thread waits no longer than that, and a block. */
const sliceMs = 40

type Step = 'rows' | 'bytes' | 'strays' | 'done'

export class BatchComparison {
  readonly #raw: Database
  readonly #parts: CompareParts
  readonly #differences = new Differences()
  readonly #blocks: CompareBlocks
  readonly #judge: Judge
  readonly #records: AsyncGenerator<RecordBlock, FileFault | Reading>
  #chunks: AsyncGenerator<Uint8Array> | null = null
  #hash = createHash('sha256')
  #isWhole = false
  #search: StraySearch | null = null
  #step: Step

  constructor(raw: Database, parts: CompareParts) {
    const { batch, file } = parts
    this.#raw = raw
    this.#parts = parts
    this.#judge = new Judge(rulesOf(file))
    this.#blocks = new CompareBlocks(raw, { ...batch, producer: file.rules.producer }, this.#differences)
    const { mapping } = file.rules.agreement
    this.#records = readRecords(this.#bytes(), { mapping, name: file.name, rowsPerBlock: rowsPerBlockOf(file) })
    // Nothing of a rejected one is posted: there it is enough that its file is there, and that this is so.
    this.#step = batch.state === 'rejected' ? 'bytes' : 'rows'
  }

  async next(): Promise<CompareStep> {
    const until = performance.now() + sliceMs
    while (this.#step !== 'done' && performance.now() < until) await this.#goOn()
    const { rows } = this.#blocks
    if (this.#step !== 'done') return { status: 'going', rows }
    return { status: 'compared', rows, differences: this.#differences.count, told: this.#differences.told }
  }

  async close(): Promise<void> {
    await this.#records.return({ code: 'FILE_UNREADABLE', reason: 'not_read', line: null })
    await this.#chunks?.return(undefined)
  }

  async #goOn(): Promise<void> {
    switch (this.#step) {
      case 'rows':
        return this.#ofFile(() => this.#nextRows())
      case 'bytes':
        return this.#ofFile(() => this.#nextBytes())
      case 'strays':
        return this.#nextStrays()
      case 'done':
        return
    }
  }

  /** Whatever else is so, a file that can't be read can't be compared. */
  async #ofFile(read: () => Promise<void>): Promise<void> {
    try {
      await read()
    } catch (error) {
      const problem = fileProblemOf(error)
      if (problem === null) throw error
      this.#differences.add({ line: null, ...problem })
      this.#step = 'strays'
    }
  }

  async #nextRows(): Promise<void> {
    const { value, done } = await this.#records.next()
    if (done !== true) {
      const block = this.#judge.judge(value)
      return this.#raw.transaction(() => this.#blocks.take(block))()
    }
    if ('reason' in value) {
      this.#differences.add({ line: value.line, what: 'file_unreadable', found: value.reason })
      this.#step = 'bytes'
      return
    }
    this.#raw.transaction(() => this.#blocks.end())()
    if (this.#isWhole) this.#proveHash()
    else this.#step = 'bytes'
  }

  /** For what a reader has not read, such as bytes behind the end of what was packed. */
  async #nextBytes(): Promise<void> {
    if (this.#chunks === null) {
      this.#hash = createHash('sha256')
      this.#chunks = this.#bytes()
    }
    const { done } = await this.#chunks.next()
    if (done === true) this.#proveHash()
  }

  #proveHash(): void {
    const [expected, found] = [this.#parts.batch.sha256.toString('hex'), this.#hash.digest('hex')]
    if (found !== expected)
      this.#differences.add({ line: null, what: 'file_changed', field: 'SHA-256', expected, found })
    if (this.#parts.batch.state === 'rejected') this.#raw.transaction(() => this.#blocks.requireNothing())()
    this.#step = 'strays'
  }

  #nextStrays(): void {
    const { strays, batch } = this.#parts
    if (strays !== null) this.#tell(strays)
    else this.#search ??= new StraySearch(this.#raw, batch.id)
    const found = this.#search?.next() ?? null
    if (found === null) this.#step = 'done'
    else this.#tell(found)
  }

  #tell(strays: readonly Stray[]): void {
    for (const { line, posting } of strays)
      this.#differences.add({ line, what: 'posting_unexpected', found: `#${posting}` })
  }

  async *#bytes(): AsyncGenerator<Uint8Array> {
    const { folder, file, keys } = this.#parts
    for await (const chunk of archivedFile(path.join(folder, file.archive), keys)) {
      this.#hash.update(chunk)
      yield chunk
    }
    this.#isWhole = true
  }
}
