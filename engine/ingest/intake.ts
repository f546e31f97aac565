/**
 * Takes files from the drop folders to the ledger: archived, received, removed from the folder, checked, posted, sealed.
 * Each step is durable before the next begins, so a start after a crash goes on where the last one ended. Small files go
 * through each step many at a time, because waiting for the disk is most of what they take.
 */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { type FSWatcher, watch } from 'chokidar'
import { isoOf, now } from '../calendar/instant.ts'
import type { IngestStatus } from '../contract/ingest.ts'
import type { EngineStore } from '../engine-store.ts'
import { Failure, failureOf } from '../failure.ts'
import type { Caller } from '../threads/call.ts'
import type { WaitingThread } from '../threads/start-thread.ts'
import { ArchivedFiles } from './archived-files.ts'
import { BatchRun, type RunningBatch, type RunParts } from './batch-run.ts'
import { type DropFile, lookThrough, Settling } from './drop-folder.ts'
import { DroppedFiles, type FolderRecord, type TakenFile } from './dropped-files.ts'
import type { IntakeOptions as ThreadOptions } from './intake-loop.ts'
import { sidecarOf } from './sidecar.ts'
import { SmallFiles } from './small-files.ts'
import type { TakeInput, Taken } from './take-file.ts'
import { Troubles } from './troubles.ts'
import { Comparing } from './verify/comparing.ts'

export type IntakeOptions = Readonly<{
  store: EngineStore
  drop: string
  archive: string
  thread: WaitingThread
  /** What the thread works on. */
  work: ThreadOptions
  /** How long a file has to be at rest; each producer's own time when it is not said. */
  settleMs: number | undefined
  /** Folders on a network tell nobody what happens in them: then the watcher asks, again and again. */
  poll: boolean
  onChange: () => void
  logBug: (error: unknown, step: string) => void
}>

type Producer = Readonly<{ id: number; code: string; settleMs: number }>
type Complete = Readonly<{ file: DropFile; producer: Producer }>

const lookEveryMs = 1_000
const lookSoonMs = 100
const pollEveryMs = 500
const progressEveryMs = 250
const smallBytes = 256 * 2 ** 10
const filesAtOnce = 64

export class Intake {
  readonly #options: IntakeOptions
  /** Other files are read on it as well, between two pieces of a batch. */
  readonly thread: Caller
  readonly #settling = new Settling()
  readonly #troubles: Troubles
  readonly #dropped: DroppedFiles
  /** Small files that the writer is settling. */
  #beingSettled: Promise<unknown> = Promise.resolve()
  /** What people read of files that were taken. */
  readonly files: ArchivedFiles
  /** Sealed batches against their files. */
  readonly comparing: Comparing
  #running: RunningBatch | null = null
  #shownAt = 0
  #watcher: FSWatcher | undefined
  #timer: NodeJS.Timeout | undefined
  #soon: NodeJS.Timeout | undefined
  #work: Promise<void> = Promise.resolve()
  #queued = false
  #stopping = false

  constructor(options: IntakeOptions) {
    this.#options = options
    this.#troubles = new Troubles(options)
    const { store } = options
    const left = (): ReturnType<FolderRecord['left']> => store.read('batches.leftInDrop', null)
    const noteGone: FolderRecord['noteGone'] = (batches) => store.write('ingest.dropRemoved', { batches }, 'engine')
    this.#dropped = new DroppedFiles({ left, noteGone }, this.#troubles)
    mkdirSync(options.drop, { recursive: true, mode: 0o700 })
    options.thread.begin(options.work)
    this.thread = options.thread.caller
    this.files = new ArchivedFiles(this.thread, options.archive)
    this.comparing = new Comparing(this.thread, options.archive)
  }

  /** Finishes what a crash left, then keeps watching until stopped. */
  async start(): Promise<void> {
    await this.thread.started
    await this.removeOrphans()
    // Watching only hurries a look: watchers miss things, on network folders above all, and the timer does not.
    const { drop, poll: usePolling } = this.#options
    const how = { depth: 1, ignoreInitial: true, followSymlinks: false, usePolling, interval: pollEveryMs }
    this.#watcher = watch(drop, how)
    this.#watcher.on('all', () => this.nudge()).on('error', (error) => this.#options.logBug(error, 'watch'))
    this.#timer = setInterval(() => this.nudge(), lookEveryMs)
    this.nudge()
  }

  async stop(): Promise<void> {
    this.#stopping = true
    clearInterval(this.#timer)
    clearTimeout(this.#soon)
    await this.#watcher?.close()
    await this.#work
    await this.thread.end()
  }

  status(): IngestStatus {
    return {
      watching: this.#timer !== undefined && !this.#stopping,
      waiting: this.#settling.waiting,
      running: this.#running === null ? [] : [{ ...this.#running, since: isoOf(this.#running.since) }],
      troubles: this.#troubles.all(),
    }
  }

  /** Takes everything that waits and finishes it; files need no settling when somebody says that they are complete. */
  async drain({ settled }: Readonly<{ settled: boolean }>): Promise<number> {
    await this.thread.started
    let taken = 0
    const all = this.#work.then(async () => {
      taken = await this.#look(settled)
    })
    this.#work = all.catch(() => undefined)
    await all
    return taken
  }

  /**
   * Takes files that are there already, as far as they come to rest soon. Whoever watches nothing takes none, and nobody
   * waits longer than so long, for the posting of a large one say.
   */
  async letArrive(withinMs: number): Promise<void> {
    if (this.#timer === undefined) return
    const over = AbortSignal.timeout(withinMs)
    const arrived = async (): Promise<void> => {
      do await this.drain({ settled: false })
      while (this.#settling.waiting > 0 && !over.aborted && !this.#stopping && (await pause(lookSoonMs, true)))
    }
    await Promise.race([arrived().catch(() => undefined), once(over, 'abort')])
  }

  /** Archive files that no batch knows: a crash came between writing one and recording it, and the drop file is still there. */
  async removeOrphans(): Promise<void> {
    const known = new Set(await this.#options.store.read('batches.archives', null))
    const names = await readdir(this.#options.archive, { recursive: true }).catch(() => [])
    for (const name of names) {
      const relative = name.split(path.sep).join('/')
      const isFile = /\.cha(\.partial)?$/.test(relative)
      if (isFile && !known.has(relative)) await this.#removeArchive(name)
    }
  }

  #removeArchive(name: string): Promise<void> {
    return rm(path.join(this.#options.archive, name), { force: true })
  }

  /** Somebody has something for it to do: a file came, or a batch was released. */
  nudge(): void {
    if (this.#queued || this.#stopping) return
    this.#queued = true
    // What stood in the way of everything is over once a look comes to its end.
    const look = async (): Promise<void> => {
      this.#queued = false
      if (this.#stopping) return
      await this.thread.started
      // Whoever watches nothing takes new files only when somebody says so; what was begun is finished all the same.
      if (this.#timer === undefined) await this.#finishUnsealed()
      else await this.#look(false)
    }
    this.#work = this.#work.then(() => this.#troubles.guard('', look))
  }

  async #look(settled: boolean): Promise<number> {
    const { store, drop, settleMs } = this.#options
    await this.#finishUnsealed()
    const producers = (await store.read('producers.codes', null)) as readonly Producer[]
    const byCode = new Map(producers.map((each) => [each.code, { ...each, settleMs: settleMs ?? each.settleMs }]))
    const look = await lookThrough(drop, [...byCode.keys()])
    this.#troubles.noteFolders(look.troubles)
    this.#troubles.forgetGone(drop, look.files)
    const left = await this.#dropped.removeLeft(look.files)
    const fresh = { ...look, files: look.files.filter((file) => !left.has(file.path)) }
    const settleMsOf = (folder: string): number => byCode.get(folder)?.settleMs ?? 0
    const at = performance.now()
    const files = settled ? this.#settling.release(fresh) : this.#settling.complete(fresh, { at, settleMsOf })
    const complete = files.flatMap((file) => {
      const producer = byCode.get(file.folder)
      return producer === undefined ? [] : [{ file, producer }]
    })
    if (!settled) this.#lookAgainIn(this.#settling.nextAt(settleMsOf) - at)
    return this.#takeAll(complete)
  }

  /** A file that is nearly at rest is looked at when it is, and not at the next round. */
  #lookAgainIn(waitMs: number): void {
    clearTimeout(this.#soon)
    if (waitMs < lookEveryMs && !this.#stopping) this.#soon = setTimeout(() => this.nudge(), Math.max(20, waitMs))
  }

  async #finishUnsealed(): Promise<void> {
    for (const { id, file } of await this.#options.store.read('batches.unsealed', null)) {
      if (this.#stopping) return
      await this.#troubles.guard(file, () => this.#finish(id))
    }
    await this.#undoReversed()
    await this.#mergeIdentities()
  }

  /** A large batch that somebody reversed is undone piece by piece, so that nobody waits long behind it. */
  async #undoReversed(): Promise<void> {
    const { store } = this.#options
    for (const batch of await store.read('batches.toUndo', null)) {
      for (let more = true; more && !this.#stopping; )
        ({ more } = await store.write('batches.undoRows', { batch }, 'engine'))
    }
  }

  /** In order; those that are small a handful at a time. */
  async #takeAll(complete: readonly Complete[]): Promise<number> {
    let taken = 0
    for (let from = 0; from < complete.length && !this.#stopping; ) {
      let to = from + 1
      const small = (at: number): boolean => (complete[at]?.file.size ?? smallBytes) < smallBytes
      while (small(from) && small(to) && to - from < filesAtOnce) to += 1
      taken += await this.#takeSome(complete.slice(from, to))
      from = to
      await this.#mergeIdentities()
    }
    await this.#beingSettled
    await this.#mergeIdentities()
    return taken
  }

  /** Archive, record, remove; then check and post what was recorded. */
  async #takeSome(some: readonly Complete[]): Promise<number> {
    const month = isoOf(now()).slice(0, 7)
    const archives = some.map(() => `${month}/${randomUUID()}.cha`)
    const inputs = some.map(
      ({ file }, index): TakeInput => ({
        from: file.path,
        to: path.join(this.#options.archive, archives[index] ?? ''),
        isSmall: file.size < smallBytes,
      }),
    )
    const taken = (await this.thread.call('take', inputs, { actor: '' })) as readonly Taken[]
    // All of them before the first is recorded, so that they are recorded in their order, whatever lies beside them.
    const controls = await Promise.all(some.map(({ file }) => sidecarOf(file.path)))
    const received: Received[] = []
    const receive = async (each: Complete, index: number): Promise<void> => {
      const [archive = '', control = null] = [archives[index], controls[index]]
      const batch = await this.#receive(each, taken[index], { archive, control })
      if (batch !== null) received.push(batch)
    }
    await Promise.all(some.map((each, index) => this.#troubles.guard(each.file.path, () => receive(each, index))))
    received.sort((a, b) => a.id - b.id)
    await this.#troubles.guard('', () => this.#dropped.remove(received))
    await this.#finishAll(received)
    return received.length
  }

  /** Null when it was not at rest after all. */
  async #receive(
    { file, producer }: Complete,
    taken: Taken | undefined,
    { archive, control }: Readonly<{ archive: string; control: string | null }>,
  ): Promise<Received | null> {
    if (taken === undefined || taken.status === 'not_at_rest') return null
    if (taken.status === 'failed') throw new Failure(taken.code, taken.facts)
    const { inode, bytes, modifiedAt, sha256 } = taken
    const of = { producer: producer.id, file: file.name, path: file.path, inode, bytes, modifiedAt, sha256, control }
    const receiving = this.#options.store.write('ingest.receive', { ...of, archive }, 'engine')
    const { batch, status } = await receiving.catch(async (error: unknown) => {
      // It is archived anew when it is tried again; what nobody knows of would only keep a full disk full.
      if (failureOf(error)?.code === 'disk_full') await this.#removeArchive(archive)
      throw error
    })
    return { id: batch, path: file.path, inode, bytes, modifiedAt, isToPost: status === 'received' }
  }

  /**
   * Small ones go to the writer together, so that they share their way to the disk; while it works on them, the next files
   * are read.
   */
  async #finishAll(received: readonly Received[]): Promise<void> {
    const small = new SmallFiles()
    for (const { id, path: file, isToPost } of received) {
      if (!isToPost || this.#stopping) continue
      const later = (settle: () => Promise<unknown>): void =>
        small.add(() => this.#troubles.guard(file, () => settle().then(() => undefined)))
      await this.#troubles.guard(file, () => this.#finish(id, { later, inOrder: () => small.send() }))
    }
    await this.#beingSettled
    this.#beingSettled = small.settled()
  }

  async #finish(
    batch: number,
    { later, inOrder }: Pick<RunParts, 'later' | 'inOrder'> = { later: undefined, inOrder: () => {} },
  ): Promise<void> {
    const { store, archive, onChange } = this.#options
    const file = await store.read('batches.file', { batch })
    if (file === null) return
    try {
      const parts = { store, archive, thread: this.thread, now, stopping: () => this.#stopping, later, inOrder }
      await new BatchRun({ ...parts, onProgress: (running) => this.#show(running) }, file).finish()
    } finally {
      this.#running = null
      onChange()
    }
  }

  /** What a screen shows of a running batch changes a few times a second, however fast it goes. */
  #show(running: RunningBatch): void {
    const at = performance.now()
    const stepped = this.#running?.step !== running.step
    this.#running = running
    if (!stepped && at - this.#shownAt < progressEveryMs) return
    this.#shownAt = at
    this.#options.onChange()
  }

  /** Between batches, a piece at a time: it keeps looking identities up quick, and nobody waits for it. */
  async #mergeIdentities(): Promise<void> {
    const { store } = this.#options
    while (!this.#stopping && (await store.read('identities.mergeWaits', null)))
      await store.write('identities.merge', null, 'engine')
  }
}

type Received = TakenFile & Readonly<{ isToPost: boolean }>
