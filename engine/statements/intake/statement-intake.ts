/**
 * Takes statements from their sources' folders, and those that are sent in, to what is known of their accounts: archived,
 * recorded, removed from the folder, read, decided about, open for matching. Each step is durable before the next begins,
 * so a start after a crash goes on where the last one ended.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { isoOf, now } from '../../calendar/instant.ts'
import type { EngineStore } from '../../engine-store.ts'
import { Failure, failureOf } from '../../failure.ts'
import { type DropFile, lookThrough, Settling } from '../../ingest/drop-folder.ts'
import { DroppedFiles } from '../../ingest/dropped-files.ts'
import type { TakeInput, Taken } from '../../ingest/take-file.ts'
import { type Trouble, Troubles } from '../../ingest/troubles.ts'
import type { Caller } from '../../threads/call.ts'
import { Decisions } from './decisions.ts'
import { readFile } from './file-run.ts'
import type { StatementArrival } from './receive.ts'
import type { Uploaded, UploadPart } from './uploads.ts'

export type StatementIntakeOptions = Readonly<{
  store: EngineStore
  folder: string
  archive: string
  /** The intake thread: statements are read between the pieces of batches. */
  thread: Caller
  settleMs: number | undefined
  onChange: () => void
  logBug: (error: unknown, step: string) => void
}>

const lookEveryMs = 1_000
/** Banks' programs write a file in one go; a file that is still growing is larger at the next look. */
const usualSettleMs = 2_000
const smallBytes = 256 * 2 ** 10

export type StatementStatus = Readonly<{ waiting: number; troubles: readonly Trouble[] }>

export class StatementIntake {
  readonly #options: StatementIntakeOptions
  readonly #settling = new Settling()
  readonly #troubles: Troubles
  readonly #dropped: DroppedFiles
  readonly #decisions: Decisions
  #timer: NodeJS.Timeout | undefined
  #work: Promise<unknown> = Promise.resolve()
  #queued = false
  #stopping = false

  constructor(options: StatementIntakeOptions) {
    this.#options = options
    const { store, folder } = options
    this.#troubles = new Troubles(options)
    const left = () => store.read('statements.leftInFolders', null)
    const noteGone = (files: readonly number[]) => store.write('statements.folderLeft', { files }, 'engine')
    this.#dropped = new DroppedFiles({ left, noteGone }, this.#troubles)
    this.#decisions = new Decisions(store, () => this.#stopping)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  /** Finishes what a crash left, then keeps looking until stopped. */
  start(): void {
    this.#timer = setInterval(() => this.nudge(), lookEveryMs)
    this.nudge()
  }

  async stop(): Promise<void> {
    this.#stopping = true
    clearInterval(this.#timer)
    await this.#work
  }

  status(): StatementStatus {
    return { waiting: this.#settling.waiting, troubles: this.#troubles.all() }
  }

  nudge(): void {
    if (this.#queued || this.#stopping) return
    this.#queued = true
    const look = async (): Promise<void> => {
      this.#queued = false
      if (this.#stopping) return
      await this.#look(false)
    }
    this.#work = this.#work.then(() => this.#troubles.guard('', look))
  }

  /** Takes everything that waits and finishes it; files need no settling when somebody says that they are complete. */
  drain({ settled }: Readonly<{ settled: boolean }>): Promise<number> {
    const mine = this.#work.then(() => this.#look(settled))
    this.#work = mine.catch(() => undefined)
    return mine
  }

  /**
   * A part of a file that somebody sends in; the last one answers the file's number, and it is read behind that. Null where
   * what came before is not known any more.
   */
  async upload(
    part: Readonly<{ upload: string | null; source: string; name: string; part: Uint8Array; isLast: boolean }>,
    by: string,
  ): Promise<Readonly<{ upload: string; file: number | null }> | null> {
    const id = part.upload ?? randomUUID()
    // A later part goes where the first one went.
    const to = part.upload === null ? path.join(this.#options.archive, archiveName()) : ''
    const adding: UploadPart = { id, to, part: part.part }
    if ((await this.#ask('uploadPart', adding)) === null) return null
    if (!part.isLast) return { upload: id, file: null }
    const whole = (await this.#ask('uploadEnd', id)) as Uploaded | null
    if (whole === null) return null
    const { bytes, sha256 } = whole
    const archive = path.relative(this.#options.archive, whole.to).split(path.sep).join('/')
    const file = await this.#receive({ source: part.source, name: part.name, bytes, sha256, archive, lay: null }, by)
    this.nudge()
    return { upload: id, file }
  }

  async #look(settled: boolean): Promise<number> {
    await this.#finish()
    await this.#decisions.retryWaiting()
    const { folder, settleMs = usualSettleMs } = this.#options
    const codes = await this.#makeFolders()
    const look = await lookThrough(folder, codes)
    this.#troubles.noteFolders(look.troubles)
    this.#troubles.forgetGone(folder, look.files)
    const left = await this.#dropped.removeLeft(look.files)
    const fresh = { ...look, files: look.files.filter((file) => !left.has(file.path)) }
    const by = { at: performance.now(), settleMsOf: () => settleMs }
    const complete = settled ? this.#settling.release(fresh) : this.#settling.complete(fresh, by)
    let taken = 0
    for (const file of complete) {
      if (this.#stopping) break
      await this.#troubles.guard(file.path, async () => {
        taken += Number(await this.#take(file))
      })
    }
    return taken
  }

  async #makeFolders(): Promise<readonly string[]> {
    const { store, folder } = this.#options
    const { sources } = await store.read('statements.sources', null)
    // One that can't be made is a folder that is missing, and told as that.
    for (const { code } of sources)
      await mkdir(path.join(folder, code), { recursive: true, mode: 0o700 }).catch(() => undefined)
    return sources.map(({ code }) => code)
  }

  /** Archived, recorded, removed, read: one after another, because what one says may decide what the next one means. */
  async #take(file: DropFile): Promise<boolean> {
    const archive = archiveName()
    const to = path.join(this.#options.archive, archive)
    const inputs: readonly TakeInput[] = [{ from: file.path, to, isSmall: file.size < smallBytes }]
    const [taken] = (await this.#ask('take', inputs)) as readonly Taken[]
    if (taken === undefined || taken.status === 'not_at_rest') return false
    if (taken.status === 'failed') throw new Failure(taken.code, taken.facts)
    const { inode, bytes, modifiedAt, sha256 } = taken
    const lay = { path: file.path, inode, modifiedAt }
    const id = await this.#receive({ source: file.folder, name: file.name, bytes, sha256, archive, lay }, 'engine')
    await this.#dropped.remove([{ id, path: file.path, inode, bytes, modifiedAt }])
    await this.#finish()
    return true
  }

  async #receive(arrival: StatementArrival, by: string): Promise<number> {
    const { store, archive } = this.#options
    const receiving = store.write('statements.receive', arrival, by)
    const { file } = await receiving.catch(async (error: unknown) => {
      // It is archived anew when it is tried again; what nobody knows of would only keep a full disk full.
      if (failureOf(error)?.code === 'disk_full') await rm(path.join(archive, arrival.archive), { force: true })
      throw error
    })
    return file
  }

  /** In the order in which files came: what a crash left undecided is decided before the next file is read. */
  async #finish(): Promise<void> {
    const { store, thread, archive, onChange } = this.#options
    await this.#decisions.finish()
    for (const { id, name } of await store.read('statements.unread', null)) {
      if (this.#stopping) return
      await this.#troubles.guard(name, async () => {
        const stopping = (): boolean => this.#stopping
        if (await readFile({ store, thread, archive, stopping }, id)) await this.#decisions.finish()
      })
      onChange()
    }
  }

  async #ask(name: string, input: unknown): Promise<unknown> {
    const { thread } = this.#options
    await thread.started
    return thread.call(name, input, { actor: '' })
  }
}

const archiveName = (): string => `statements/${isoOf(now()).slice(0, 7)}/${randomUUID()}.cha`
