/**
 * Exports: one table of the product after another as a file, for every table and report alike. Whoever asks waits for none of
 * it. They are made one at a time in a job on the reader for long reading, kept for a day, and removed again.
 */
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { now } from '../calendar/instant.ts'
import type { Export, ExportProblem } from '../contract/exports.ts'
import type { ReportRun } from '../contract/reports.ts'
import type { EngineStore } from '../engine-store.ts'
import { failureOf } from '../failure.ts'
import { assertNever } from '../invariant.ts'
import type { JobDefinition, JobOutcome } from '../jobs/job.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import type { ExportOf } from './export-commands.ts'
import { exportArchive, type NextExport } from './export-records.ts'
import type { Exported, ExportProgress } from './write-export.ts'

export const makeExports = 'exports.make'

export type ExportMakerParts = Readonly<{
  store: EngineStore
  ring: KeyRing
  archive: string
  onChange: () => void
}>

type Making = { readonly id: number; readonly stop: Int32Array; progress: ExportProgress }
type Counts = { made: number; failed: number; cancelled: number }

export class ExportMaker {
  readonly #parts: ExportMakerParts
  #making: Making | null = null
  #running: Promise<JobOutcome> | null = null
  #stopping = false
  #tidied: Promise<void> | null = null

  constructor(parts: ExportMakerParts) {
    this.#parts = parts
  }

  /** Asked for by a person, they are made at once; the minute takes over what a crash or a running job left behind. */
  get jobs(): readonly JobDefinition[] {
    const { store } = this.#parts
    return [
      {
        name: makeExports,
        schedule: '* * * * *',
        needed: async () => (await store.read('exports.next', null)) !== null,
        run: () => this.#run(),
      },
      {
        name: 'exports.remove',
        schedule: '*/10 * * * *',
        needed: async () => (await store.read('exports.toRemove', { at: now() })).length > 0,
        run: async () => ({ outcome: 'done', detail: { removed: await this.removeOld() } }),
      },
    ]
  }

  /** Where the job is said to be running it may be just ending, or have been killed in another process. */
  async wake(): Promise<void> {
    await this.#running?.catch(() => undefined)
    if (!this.#stopping) await this.#run()
  }

  /** What is being written ends at its next page, and is begun again at the next start. */
  async stop(): Promise<void> {
    this.#stopping = true
    if (this.#making !== null) Atomics.store(this.#making.stop, 0, 1)
    await this.#running?.catch(() => undefined)
  }

  /** It is on record already that somebody wants it no more. */
  cancelled(id: number): void {
    if (this.#making?.id === id) Atomics.store(this.#making.stop, 0, 1)
  }

  /** How far it is stands nowhere but here. */
  withProgress(record: Export): Export {
    return record.state === 'running' && this.#making?.id === record.id
      ? { ...record, ...this.#making.progress }
      : record
  }

  /** The same of a run of a report. */
  runWithProgress(run: ReportRun): ReportRun {
    const { file } = run
    if (file === null || file.state !== 'running' || this.#making?.id !== file.export) return run
    return { ...run, file: { ...file, ...this.#making.progress } }
  }

  #run(): Promise<JobOutcome> {
    this.#running ??= this.#makeAll().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #makeAll(): Promise<JobOutcome> {
    const counts: Counts = { made: 0, failed: 0, cancelled: 0 }
    await this.tidy()
    for (;;) {
      const next = await this.#parts.store.read('exports.next', null)
      if (next === null && !this.#stopping) await this.removeOld()
      if (next === null || this.#stopping)
        return { outcome: counts.failed > 0 ? 'problems' : 'done', detail: { ...counts } }
      const begun = await this.#parts.store.write('exports.begin', namingOf(next.record), next.record.askedBy)
      if (begun === 'given_up') counts.failed += 1
      if (begun === 'begun') await this.#make(next, counts)
    }
  }

  async #make(next: NextExport, counts: Counts): Promise<void> {
    const { store } = this.#parts
    const { record } = next
    const naming = namingOf(record)
    try {
      const exported = await this.#write(next)
      switch (exported.status) {
        case 'written': {
          const { rows, bytes, sha256 } = exported
          const noted = await store.write('exports.noteDone', { ...naming, rows, bytes, sha256 }, record.askedBy)
          if (noted === 'ended') await this.#removeFile(record.id)
          counts[noted === 'ended' ? 'cancelled' : 'made'] += 1
          return
        }
        case 'stopped':
          if (this.#stopping) await store.write('exports.putBack', { id: record.id }, 'engine')
          counts.cancelled += 1
          return
        case 'too_many_rows':
          return await this.#failed(record, { problem: exported.status, counts })
        default:
          return assertNever(exported)
      }
    } catch (error) {
      const failure = failureOf(error)
      // An engine that ends makes it at its next start.
      if (failure?.code === 'engine_stopping') throw error
      // It may be whole already, and the disk so full that not even this could be written down.
      await this.#removeFile(record.id)
      await this.#failed(record, { problem: problemOf(failure?.code), counts })
      // What the world does is told to whoever asked; a bug is ours.
      if (failure === undefined) throw error
    } finally {
      this.#making = null
    }
  }

  async #failed(
    record: Export,
    { problem, counts }: Readonly<{ problem: ExportProblem; counts: Counts }>,
  ): Promise<void> {
    counts.failed += 1
    await this.#parts.store.write('exports.noteFailed', { ...namingOf(record), problem }, record.askedBy)
  }

  async #write({ record, user }: NextExport): Promise<Exported> {
    const { store, ring, onChange } = this.#parts
    const { id, source, parameters, format, columns, title, askedBy } = record
    const stop = new Int32Array(new SharedArrayBuffer(4))
    const making: Making = { id, stop, progress: { rows: 0, total: null } }
    this.#making = making
    // Somebody may have cancelled it between its beginning and now.
    const standing = await store.read('exports.find', { id, user })
    if (standing?.state !== 'running') return { status: 'stopped' }
    const { generation } = ring
    const input = {
      source,
      parameters,
      format,
      columns,
      title,
      stop,
      by: askedBy,
      asker: { user, at: now() },
      archive: { generation, key: ring.archiveKey(generation) },
      file: this.#fileOf(id),
    }
    const onProgress = (value: unknown): void => {
      making.progress = value as ExportProgress
      onChange()
    }
    return store.readLong('exports.write', input, { onProgress })
  }

  /**
   * Once in a process: files that nobody knows of go, which a crash left behind, and what should be there and is not, as
   * after a backup was restored, is said to be gone.
   */
  tidy(): Promise<void> {
    this.#tidied ??= this.#tidy()
    return this.#tidied
  }

  async #tidy(): Promise<void> {
    const { store, archive } = this.#parts
    const kept = await store.read('exports.kept', { before: Number.MAX_SAFE_INTEGER })
    const known = new Set(kept.map((id) => path.basename(exportArchive(id))))
    const folder = path.join(archive, path.dirname(exportArchive(0)))
    const names = await readdir(folder).catch(() => [])
    for (const name of names) if (!known.has(name)) await rm(path.join(folder, name), { force: true })
    for (const id of kept)
      if (!existsSync(this.#fileOf(id))) await store.write('exports.noteRemoved', { id, why: 'missing' }, 'engine')
  }

  /** What nobody is promised any more. */
  async removeOld(): Promise<number> {
    const { store } = this.#parts
    const old = await store.read('exports.toRemove', { at: now() })
    for (const id of old) {
      await store.write('exports.noteRemoved', { id, why: 'old' }, 'engine')
      await this.#removeFile(id)
    }
    return old.length
  }

  /** Somebody wants its file no more. */
  async remove(id: number, by: string): Promise<void> {
    await this.#parts.store.write('exports.noteRemoved', { id, why: 'asked' }, by)
    await this.#removeFile(id)
  }

  #removeFile(id: number): Promise<void> {
    return rm(this.#fileOf(id), { force: true })
  }

  #fileOf(id: number): string {
    return path.join(this.#parts.archive, exportArchive(id))
  }
}

const namingOf = ({ id, source, parameters, format }: Export): ExportOf & Readonly<{ id: number }> => ({
  id,
  source,
  parameters: parameters as ExportOf['parameters'],
  format,
})

const problemOf = (code: string | undefined): ExportProblem =>
  code === 'disk_full' || code === 'workspace_unwritable' ? code : 'internal'
