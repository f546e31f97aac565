/**
 * Compares sealed batches with their files: the one that a person asks about at once, all of them by night and after a
 * restore. What goes on by itself waits while a batch is taken and while a person's comparison runs.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { BatchState } from '../../contract/batches.ts'
import type { EngineStore } from '../../engine-store.ts'
import type { JobDefinition, JobOutcome, NoteProgress } from '../../jobs/job.ts'
import type { Intake } from '../intake.ts'
import type { Stray } from './strays.ts'
import type { ToVerify, Verified } from './verification-commands.ts'

export type VerifierParts = Readonly<{
  store: EngineStore
  intake: () => Pick<Intake, 'comparing' | 'status'>
  now: () => number
}>

export type VerifyOutcome =
  | Readonly<{ status: 'done'; verified: Verified }>
  | Readonly<{ status: 'not_sealed'; state: BatchState }>
  | Readonly<{ status: 'not_found' }>
  | Readonly<{ status: 'stopped' }>

export const verifyBatches = 'batches.verify'

/** By night, while everybody sleeps; the deep check of the books comes after it. */
export const verifyBatchesJob = (verifier: Pick<Verifier, 'verifyDue'>): JobDefinition => ({
  name: verifyBatches,
  schedule: '0 2 * * *',
  run: (note) => verifier.verifyDue(note),
})

const budgetMs = 3_600_000
const batchesAtOnce = 100
const lookAgainMs = 50
const noteEveryMs = 2_000

type Tally = { batches: number; rows: number; differing: number }

export class Verifier {
  readonly #parts: VerifierParts
  readonly #underWay = new Set<Promise<unknown>>()
  #asked = 0
  #stopping = false

  constructor(parts: VerifierParts) {
    this.#parts = parts
  }

  /** For a person, who waits for it. */
  verify(batch: number, by: string): Promise<VerifyOutcome> {
    return this.#tracked(this.#verify(batch, by))
  }

  /** What has waited longest first, until everything was compared once or the night is over. */
  verifyDue(note: NoteProgress = async () => null): Promise<JobOutcome> {
    const run = new DueRun(this.#parts, { note, between: () => this.#giveWay() })
    return this.#tracked(run.finish())
  }

  /** What is compared right now ends at its next slice. */
  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.allSettled(this.#underWay)
  }

  async #verify(batch: number, by: string): Promise<VerifyOutcome> {
    this.#asked += 1
    try {
      const compared = await this.#parts.intake().comparing.compare(batch, null, async () => !this.#stopping)
      if (compared.status !== 'compared') return compared
      const { status: _, ...found } = compared
      const verified = { batch, ...found }
      await this.#parts.store.write('batches.noteVerified', { verified: [verified] }, by)
      return { status: 'done', verified }
    } finally {
      this.#asked -= 1
    }
  }

  #tracked<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work)
    const forget = (): void => void this.#underWay.delete(work)
    work.then(forget, forget)
    return work
  }

  async #giveWay(): Promise<boolean> {
    const isTaking = (): boolean => this.#parts.intake().status().running.length > 0
    while (!this.#stopping && (this.#asked > 0 || isTaking())) await pause(lookAgainMs)
    return !this.#stopping
  }
}

type Due = Readonly<{ note: NoteProgress; between: () => Promise<boolean> }>

/** One run over all batches. */
class DueRun {
  readonly #parts: VerifierParts
  readonly #due: Due
  readonly #tally: Tally = { batches: 0, rows: 0, differing: 0 }
  readonly #began: number
  #unwritten: Verified[] = []
  #writtenAt: number
  #notedAt = 0
  #total = 0

  constructor(parts: VerifierParts, due: Due) {
    this.#parts = parts
    this.#due = due
    this.#began = parts.now()
    this.#writtenAt = this.#began
  }

  async finish(): Promise<JobOutcome> {
    const { store, intake } = this.#parts
    const { last: upTo, batches } = await store.read('batches.verificationMark', null)
    this.#total = batches
    const strays = batches === 0 ? [] : await intake().comparing.strays(() => this.#due.between())
    const isStopped = strays === null || !(await this.#all(upTo, straysByBatch(strays)))
    await this.#write()
    const { batches: done, ...found } = this.#tally
    const detail = { ...found, batches: done, left: this.#total - done, ...(isStopped ? { stopped: true } : {}) }
    return { outcome: this.#tally.differing > 0 ? 'problems' : 'done', detail }
  }

  /** False when it was stopped. */
  async #all(upTo: number, strays: ReadonlyMap<number, readonly Stray[]>): Promise<boolean> {
    // What lies where no file leads is found already, so it is told whatever the night leaves time for.
    const first = [...strays.keys()]
    const done = new Set<number>()
    for (const batch of first) {
      done.add(batch)
      if (!(await this.#one(batch, strays))) return false
    }
    for (;;) {
      await this.#write()
      const next = await this.#parts.store.read('batches.toVerify', { upTo, limit: batchesAtOnce })
      const left = next.filter(({ batch }) => !done.has(batch))
      if (left.length === 0) return true
      for (const each of left) {
        if (!this.#hasTime(each)) return true
        done.add(each.batch)
        if (!(await this.#one(each.batch, strays))) return false
      }
    }
  }

  /** After a restore nothing is left for another night. */
  #hasTime({ isRestored }: ToVerify): boolean {
    return isRestored || this.#parts.now() - this.#began < budgetMs
  }

  async #one(batch: number, strays: ReadonlyMap<number, readonly Stray[]>): Promise<boolean> {
    const between = async (rows: number): Promise<boolean> => {
      await this.#noteProgress(rows)
      return this.#due.between()
    }
    const compared = await this.#parts.intake().comparing.compare(batch, strays.get(batch) ?? [], between)
    if (compared.status === 'stopped') return false
    if (compared.status === 'compared') {
      const { status: _, ...found } = compared
      this.#unwritten.push({ batch, ...found })
      this.#tally.batches += 1
      this.#tally.rows += found.rows
      if (found.differences > 0) this.#tally.differing += 1
    }
    const isDue = this.#unwritten.length >= batchesAtOnce || this.#parts.now() - this.#writtenAt >= noteEveryMs
    if (isDue) await this.#write()
    await this.#noteProgress(0)
    return this.#due.between()
  }

  async #write(): Promise<void> {
    const verified = this.#unwritten
    this.#unwritten = []
    this.#writtenAt = this.#parts.now()
    if (verified.length > 0) await this.#parts.store.write('batches.noteVerified', { verified }, 'engine')
  }

  async #noteProgress(rowsOfThis: number): Promise<void> {
    const at = this.#parts.now()
    if (at - this.#notedAt < noteEveryMs) return
    this.#notedAt = at
    const { batches, rows, differing } = this.#tally
    await this.#due.note({ batches, of: this.#total, rows: rows + rowsOfThis, differing })
  }
}

function straysByBatch(strays: readonly Stray[]): ReadonlyMap<number, readonly Stray[]> {
  const byBatch = new Map<number, Stray[]>()
  for (const stray of strays) {
    const others = byBatch.get(stray.batch)
    if (others === undefined) byBatch.set(stray.batch, [stray])
    else others.push(stray)
  }
  return byBatch
}
