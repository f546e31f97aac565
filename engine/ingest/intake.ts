/**
 * Takes files from the drop folders to the ledger, one after another: archived, received, removed from the folder, read,
 * posted, sealed. Each step is durable before the next begins, so a start after a crash goes on where the last one ended.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { lstat, readdir, rm, unlink } from 'node:fs/promises'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { type FSWatcher, watch } from 'chokidar'
import { isoOf, now } from '../calendar/instant.ts'
import type { IngestStatus } from '../contract/ingest.ts'
import type { EngineStore } from '../engine-store.ts'
import { failureOf } from '../failure.ts'
import { assertNever } from '../invariant.ts'
import { type Caller, callerOf } from '../threads/call.ts'
import { threadFile } from '../threads/thread-file.ts'
import type { ArchiveKey } from './archive.ts'
import { type DropFile, lookThrough, oldestFirst, Settling } from './drop-folder.ts'
import type { LineInput, ReadBlock, ReadInput, TakeInput, Taken } from './intake-loop.ts'

export type IntakeOptions = Readonly<{
  store: EngineStore
  drop: string
  archive: string
  keys: readonly ArchiveKey[]
  zone: string
  settleMs: number
  onChange: () => void
  logBug: (error: unknown, step: string) => void
}>

type Unsealed = Readonly<{
  id: number
  file: string
  archive: string
  bytes: number
  lines_done: number
  received_at: number
  producer_id: number
  code: string
}>
type TakenFile = Readonly<{ path: string; inode: string; bytes: number; modifiedAt: number }>
type Trouble = IngestStatus['troubles'][number]

const lookEveryMs = 1_000

export class Intake {
  readonly #options: IntakeOptions
  readonly #thread: Caller
  readonly #settling: Settling
  readonly #troubles = new Map<string, Trouble>()
  #running: IngestStatus['running'] = []
  #watcher: FSWatcher | undefined
  #timer: NodeJS.Timeout | undefined
  #work: Promise<void> = Promise.resolve()
  #queued = false
  #stopping = false

  constructor(options: IntakeOptions) {
    this.#options = options
    this.#settling = new Settling(options.settleMs)
    mkdirSync(options.drop, { recursive: true, mode: 0o700 })
    // Last, because a thread that nobody ends would keep the process alive.
    this.#thread = callerOf(new Worker(threadFile('intake'), { workerData: { keys: options.keys } }))
  }

  /** Finishes what a crash left, then keeps watching until stopped. */
  async start(): Promise<void> {
    await this.#thread.started
    await this.removeOrphans()
    // Watching only hurries a look: watchers miss things, on network folders above all, and the timer does not.
    this.#watcher = watch(this.#options.drop, { depth: 1, ignoreInitial: true, followSymlinks: false })
    this.#watcher.on('all', () => this.#queueLook()).on('error', (error) => this.#options.logBug(error, 'watch'))
    this.#timer = setInterval(() => this.#queueLook(), lookEveryMs)
    this.#queueLook()
  }

  async stop(): Promise<void> {
    this.#stopping = true
    clearInterval(this.#timer)
    await this.#watcher?.close()
    await this.#work
    await this.#thread.end()
  }

  status(): IngestStatus {
    return {
      watching: this.#timer !== undefined && !this.#stopping,
      waiting: this.#settling.waiting,
      running: this.#running,
      troubles: [...this.#troubles.values()],
    }
  }

  /** A line of an archived file as it stood there; null when there is none. Between two blocks of what is being posted. */
  async line(archive: string, line: number): Promise<string | null> {
    await this.#thread.started
    const input: LineInput = { archive: path.join(this.#options.archive, archive), line }
    return (await this.#thread.call('line', input, { actor: '' })) as string | null
  }

  /** Takes everything that waits and finishes it; files need no settling when somebody says that they are complete. */
  async drain({ settled }: Readonly<{ settled: boolean }>): Promise<number> {
    await this.#thread.started
    let taken = 0
    const all = this.#work.then(async () => {
      taken = await this.#look(settled)
    })
    this.#work = all.catch(() => undefined)
    await all
    return taken
  }

  /** Archive files that no batch knows: a crash came between writing one and recording it, and the drop file is still there. */
  async removeOrphans(): Promise<void> {
    const known = new Set(await this.#options.store.read('batches.archives', null))
    const names = await readdir(this.#options.archive, { recursive: true }).catch(() => [])
    for (const name of names) {
      const relative = name.split(path.sep).join('/')
      const isFile = /\.cha(\.partial)?$/.test(relative)
      if (isFile && !known.has(relative)) await rm(path.join(this.#options.archive, name), { force: true })
    }
  }

  #queueLook(): void {
    if (this.#queued || this.#stopping) return
    this.#queued = true
    this.#work = this.#work
      .then(async () => {
        this.#queued = false
        if (!this.#stopping) await this.#look(false)
      })
      .catch((error: unknown) => this.#trouble('', error))
  }

  async #look(settled: boolean): Promise<number> {
    const { store, drop } = this.#options
    for (const batch of await store.read('batches.unsealed', null))
      await this.#guarded(batch.file, () => this.#post(batch))
    const producers = await store.read('producers.codes', null)
    const look = await lookThrough(
      drop,
      producers.map((producer) => producer.code),
    )
    this.#noteFolders(look.troubles)
    this.#forgetGone(look.files)
    const left = await this.#settleRemoved(look.files)
    const fresh = { ...look, files: look.files.filter((file) => !left.has(file.path)) }
    const complete = settled ? oldestFirst(fresh.files) : this.#settling.complete(fresh, performance.now())
    let taken = 0
    for (const file of complete) {
      if (this.#stopping) break
      const producer = producers.find((each) => each.code === file.folder)
      if (producer === undefined) continue
      await this.#guarded(file.path, async () => {
        if (await this.#take(file, producer)) taken += 1
      })
    }
    return taken
  }

  /** Archive, record, remove; then read and post what was recorded. */
  async #take(file: DropFile, producer: Readonly<{ id: number; code: string }>): Promise<boolean> {
    const { store, archive } = this.#options
    const month = isoOf(now()).slice(0, 7)
    const name = `${month}/${randomUUID()}.cha`
    const input: TakeInput = { from: file.path, to: path.join(archive, name) }
    const taken = (await this.#thread.call('take', input, { actor: '' })) as Taken
    if (taken.status === 'not_at_rest') return false
    const { inode, bytes, modifiedAt, sha256 } = taken
    const arrival = {
      producer: producer.id,
      file: file.name,
      path: file.path,
      inode,
      bytes,
      modifiedAt,
      sha256,
      archive: name,
    }
    const received = await store.write('ingest.receive', arrival, 'engine')
    await this.#removeDropped(received.batch, { path: file.path, inode, bytes, modifiedAt })
    if (received.status === 'received') {
      const batch = {
        id: received.batch,
        file: file.name,
        archive: name,
        bytes,
        lines_done: 0,
        received_at: received.at,
        producer_id: producer.id,
        code: producer.code,
      }
      await this.#post(batch)
    }
    return true
  }

  async #post(batch: Unsealed): Promise<void> {
    const { store, archive, zone, onChange } = this.#options
    this.#running = [{ batch: batch.id, file: batch.file, producerCode: batch.code }]
    onChange()
    try {
      const producer = await store.read('producers.find', { id: batch.producer_id })
      const input: ReadInput = {
        archive: path.join(archive, batch.archive),
        producer: batch.producer_id,
        locations: producer?.locations ?? [],
        zone,
        afterLine: batch.lines_done,
        receivedAt: batch.received_at,
      }
      await this.#thread.call('open', input, { actor: '' })
      await this.#postBlocks(batch)
    } finally {
      this.#running = []
      onChange()
    }
  }

  async #postBlocks(batch: Unsealed): Promise<void> {
    const { store } = this.#options
    let began = batch.lines_done > 0
    while (!this.#stopping) {
      const block = (await this.#thread.call('next', null, { actor: '' })) as ReadBlock
      switch (block.status) {
        case 'rows':
          await store.write('ingest.postRows', { batch: batch.id, producer: batch.producer_id, ...block }, 'engine')
          began = true
          break
        case 'unreadable': {
          const { code, reason } = block
          await store.write(began ? 'ingest.hold' : 'ingest.reject', { batch: batch.id, code, reason }, 'engine')
          return
        }
        case 'end':
          await store.write('ingest.seal', { batch: batch.id, bytes: batch.bytes }, 'engine')
          return
        default:
          return assertNever(block)
      }
    }
  }

  async #removeDropped(batch: number, taken: TakenFile): Promise<void> {
    const { path: file } = taken
    try {
      // Another file may have come under this name since ours was read, and that one nobody has read yet.
      if (await isStillThere(taken)) await removeFile(file)
      await removeFile(`${file}.done`)
      await this.#options.store.write('ingest.dropRemoved', { batch }, 'engine')
      this.#troubles.delete(file)
    } catch (error) {
      const failure = failureOf(error)
      if (failure === undefined || failure.code !== 'workspace_unwritable') throw error
      this.#noteTrouble(file, 'file_not_removable')
    }
  }

  /** Files that were taken before but could not be removed: tried again, and never taken twice. */
  async #settleRemoved(files: readonly DropFile[]): Promise<ReadonlySet<string>> {
    const left = new Set<string>()
    for (const row of await this.#options.store.read('batches.leftInDrop', null)) {
      const file = files.find((each) => each.path === row.path)
      const same = file?.inode === row.inode && file.size === row.bytes && Math.floor(file.mtimeMs) === row.modified_at
      if (same) left.add(row.path)
      const taken = { path: row.path, inode: row.inode, bytes: row.bytes, modifiedAt: row.modified_at }
      // Gone, or replaced by another file under the same name: either way ours is not there any more.
      if (same) await this.#removeDropped(row.id, taken)
      else await this.#options.store.write('ingest.dropRemoved', { batch: row.id }, 'engine')
    }
    return left
  }

  async #guarded(subject: string, step: () => Promise<void>): Promise<void> {
    try {
      await step()
      // A file that was taken and can't be removed stays a trouble until it is gone.
      if (this.#troubles.get(subject)?.code !== 'file_not_removable') this.#troubles.delete(subject)
    } catch (error) {
      this.#trouble(subject, error)
    }
  }

  #trouble(subject: string, error: unknown): void {
    const failure = failureOf(error)
    if (failure === undefined) this.#options.logBug(error, 'intake')
    this.#noteTrouble(subject, failure?.code ?? 'internal')
  }

  #noteTrouble(subject: string, code: string): void {
    if (this.#troubles.get(subject)?.code === code) return
    this.#troubles.set(subject, { path: subject, code, since: isoOf(now()) })
    this.#options.onChange()
  }

  /** What somebody took out of the folder by hand troubles nobody any more. */
  #forgetGone(files: readonly DropFile[]): void {
    const present = new Set(files.map((file) => file.path))
    for (const subject of this.#troubles.keys()) {
      const inFolder = path.dirname(path.dirname(subject)) === this.#options.drop
      if (inFolder && !present.has(subject)) this.#troubles.delete(subject)
    }
  }

  #noteFolders(troubles: readonly Readonly<{ path: string; code: string }>[]): void {
    for (const [key, { code }] of this.#troubles) {
      if (code.startsWith('folder_') && !troubles.some((each) => each.path === key)) this.#troubles.delete(key)
    }
    for (const { path: folder, code } of troubles) {
      if (!this.#troubles.has(folder)) this.#troubles.set(folder, { path: folder, code, since: isoOf(now()) })
    }
  }
}

async function isStillThere({ path: file, inode, bytes, modifiedAt }: TakenFile): Promise<boolean> {
  const found = await lstat(file).catch(() => null)
  return (
    found !== null && String(found.ino) === inode && found.size === bytes && Math.floor(found.mtimeMs) === modifiedAt
  )
}

/**
 * By `unlink`, because `rm` takes a file that it may not remove for a folder, and then says that it is none. A name as long
 * as the file system takes leaves no room for a marker, so there is none to remove.
 */
async function removeFile(file: string): Promise<void> {
  await unlink(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENAMETOOLONG') throw error
  })
}
