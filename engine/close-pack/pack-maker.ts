/** Makes the close packs that were asked for, one after another, in a job: whoever asks waits for none of it. */
import path from 'node:path'
import { now } from '../calendar/instant.ts'
import { type ClosePack, PackStep } from '../contract/close-packs.ts'
import type { EngineStore } from '../engine-store.ts'
import { failureOf } from '../failure.ts'
import { assertNever } from '../invariant.ts'
import type { JobDefinition, JobOutcome, NoteProgress } from '../jobs/job.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { type PackRecord, packArchive, type WaitingPack } from './pack-records.ts'
import type { Written } from './write-pack.ts'

export const makePacks = 'close_packs.make'

export type PackMakerParts = Readonly<{
  store: EngineStore
  ring: KeyRing
  archive: string
  onChange: () => void
}>

type Progress = NonNullable<ClosePack['progress']>

export class PackMaker {
  readonly #parts: PackMakerParts
  #making: Readonly<{ id: number; progress: Progress }> | null = null
  #running: Promise<JobOutcome> | null = null
  #stopping = false
  #begun: number | null = null

  constructor(parts: PackMakerParts) {
    this.#parts = parts
  }

  /** Asked for by a person, it runs at once; the minute takes over what a crash or a running job left behind. */
  get job(): JobDefinition {
    return {
      name: makePacks,
      schedule: '* * * * *',
      needed: async () => (await this.#parts.store.read('closePacks.next', null)) !== null,
      run: (note) => this.#run(note),
    }
  }

  /**
   * Where the job is said to be running it may be just ending, or have been killed in another process: what waits is made
   * all the same.
   */
  async wake(): Promise<void> {
    await this.#running?.catch(() => undefined)
    if (!this.#stopping) await this.#run()
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.#running?.catch(() => undefined)
  }

  /** The one whose content may be read already, so that nothing of later is in it. */
  get begun(): number | null {
    return this.#begun
  }

  /** How far it is stands nowhere but here. */
  withProgress(record: PackRecord): ClosePack {
    return { ...record, progress: this.#making?.id === record.id ? this.#making.progress : null }
  }

  #run(note?: NoteProgress): Promise<JobOutcome> {
    this.#running ??= this.#makeAll(note).finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #makeAll(note: NoteProgress = async () => null): Promise<JobOutcome> {
    const { store } = this.#parts
    const detail = { made: 0, failed: 0 }
    for (;;) {
      const next = await store.read('closePacks.next', null)
      if (next === null || this.#stopping) return { outcome: detail.failed > 0 ? 'problems' : 'done', detail }
      await note({ ...detail, from: next.from, to: next.to })
      const written = await this.#make(next)
      if (written.status === 'written') detail.made += 1
      else detail.failed += 1
    }
  }

  async #make(pack: WaitingPack): Promise<Written> {
    const { store } = this.#parts
    const by = pack.askedBy
    this.#begun = pack.id
    try {
      const { name, written } = await this.#write(pack)
      switch (written.status) {
        case 'written': {
          const { status: _, ...made } = written
          const { id, from, to } = pack
          const generation = this.#parts.ring.generation
          await store.write('closePacks.noteMade', { id, from, to, archive: name, generation, ...made }, by)
          break
        }
        case 'too_large':
          await store.write('closePacks.noteFailed', { id: pack.id, problem: written.status }, by)
          break
        default:
          assertNever(written)
      }
      return written
    } catch (error) {
      const failure = failureOf(error)
      // An engine that ends makes it at its next start.
      if (failure?.code !== 'engine_stopping')
        await store.write('closePacks.noteFailed', { id: pack.id, problem: failure?.code ?? 'internal' }, by)
      throw error
    } finally {
      this.#making = null
      this.#begun = null
    }
  }

  async #write(pack: WaitingPack): Promise<Readonly<{ name: string; written: Written }>> {
    const { store, ring, archive, onChange } = this.#parts
    const { generation, workspace } = ring
    const name = packArchive(pack)
    const { id, askedBy, ...asked } = pack
    const input = {
      ...asked,
      madeAt: now(),
      madeBy: askedBy,
      workspace,
      generation,
      signing: ring.keys.signing,
      archive: { generation, key: ring.archiveKey(generation) },
      file: path.join(archive, name),
    }
    const onProgress = (value: unknown): void => {
      const { step, done, of } = value as Progress
      this.#making = { id, progress: { step: PackStep.parse(step), done, of } }
      onChange()
    }
    return { name, written: await store.readLong('closePacks.write', input, { onProgress }) }
  }
}
