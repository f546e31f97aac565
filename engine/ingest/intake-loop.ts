/** The intake thread's work: taking a file into the archive, and reading a batch out of it block by block. */
import { createHash } from 'node:crypto'
import { constants, createReadStream, createWriteStream } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { MessagePort } from 'node:worker_threads'
import { createGunzip, createGzip } from 'node:zlib'
import { Zone } from '../calendar/zone.ts'
import { failureOf } from '../failure.ts'
import { syncFolder } from '../files/whole-file.ts'
import { invariant } from '../invariant.ts'
import { announceStart, answerCalls } from '../threads/call.ts'
import { type ArchiveKey, ArchiveOpen, ArchiveSeal } from './archive.ts'
import { findLine } from './archived-line.ts'
import { readCsv } from './csv-reader.ts'
import { type JudgedRow, judgeRow, type RawRecord } from './row.ts'

export type TakeInput = Readonly<{ from: string; to: string }>
export type Taken =
  | Readonly<{ status: 'taken'; inode: string; bytes: number; modifiedAt: number; sha256: Uint8Array }>
  /** It changed while it was read, or went away: it is looked at again when it is at rest. */
  | Readonly<{ status: 'not_at_rest' }>

export type ReadInput = Readonly<{
  archive: string
  producer: number
  locations: readonly string[]
  zone: string
  /** Rows up to this line were posted before a crash. */
  afterLine: number
  /** When the file was received: a batch that goes on after a crash is judged by the same clock as before it. */
  receivedAt: number
}>
export type ReadBlock =
  | Readonly<{ status: 'rows'; rows: readonly JudgedRow[]; bytesDone: number; linesDone: number }>
  | Readonly<{ status: 'end' }>
  | Readonly<{ status: 'unreadable'; code: 'FILE_UNREADABLE'; reason: string }>

export type LineInput = Readonly<{ archive: string; line: number }>

const rowsPerBlock = 1_000

export function runIntake(port: MessagePort, { keys }: Readonly<{ keys: readonly ArchiveKey[] }>): void {
  const reading = new Reading(keys)
  void announceStart(port, () => {
    answerCalls(port, ({ name, input }) => {
      switch (name) {
        case 'take':
          return take(input as TakeInput, newest(keys))
        case 'open':
          return reading.open(input as ReadInput)
        case 'next':
          return reading.next()
        case 'line': {
          const { archive, line } = input as LineInput
          return findLine(plainChunks(archive, keys), line)
        }
        default:
          throw new RangeError(`no such call: ${name}`)
      }
    })
  })
}

/** One pass over the file: hashed as it is, compressed and encrypted into the archive, and on the disk before we answer. */
async function take({ from, to }: TakeInput, key: ArchiveKey): Promise<Taken> {
  const source = await openPlainFile(from)
  if (source === null) return { status: 'not_at_rest' }
  const partial = `${to}.partial`
  try {
    await mkdir(path.dirname(to), { recursive: true, mode: 0o700 })
    const before = await source.stat()
    const measured = await archiveInto(source, partial, key)
    await sync(partial)
    // The file at this path, not the one that was opened: another may have taken its name meanwhile.
    const after = await lstat(from).catch(() => null)
    if (after === null || !sameFile(before, after) || measured.bytes !== after.size) {
      await rm(partial, { force: true })
      return { status: 'not_at_rest' }
    }
    await rename(partial, to)
    syncFolder(path.dirname(to))
    return {
      status: 'taken',
      inode: String(after.ino),
      bytes: measured.bytes,
      modifiedAt: Math.floor(after.mtimeMs),
      sha256: measured.sha256,
    }
  } catch (error) {
    await rm(partial, { force: true })
    throw failureOf(error, { file: path.basename(from) }) ?? error
  } finally {
    await source.close()
  }
}

/**
 * Null unless a plain file is there. It was one when it was looked at, but a link could have taken its place since: so
 * opening itself refuses links, and does not wait for the other end of a pipe.
 */
async function openPlainFile(file: string): Promise<FileHandle | null> {
  const found = await lstat(file).catch(() => null)
  if (found === null || !found.isFile()) return null
  // Windows has neither flag; there links need a privilege that producers do not have.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const handle = await open(file, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ELOOP' || error.code === 'ENOENT') return null
    throw failureOf(error, { file: path.basename(file) }) ?? error
  })
  if (handle === null || (await handle.stat()).isFile()) return handle
  await handle.close()
  return null
}

async function archiveInto(
  source: FileHandle,
  partial: string,
  key: ArchiveKey,
): Promise<Readonly<{ bytes: number; sha256: Uint8Array }>> {
  const sha256 = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      sha256.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(
    source.createReadStream({ autoClose: false }),
    measure,
    createGzip({ level: 4 }),
    new ArchiveSeal(key),
    createWriteStream(partial, { mode: 0o600 }),
  )
  return { bytes, sha256: new Uint8Array(sha256.digest()) }
}

type Stat = Readonly<{ ino: number; size: number; mtimeMs: number }>
const sameFile = (a: Stat, b: Stat): boolean => a.ino === b.ino && a.size === b.size && a.mtimeMs === b.mtimeMs

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function newest(keys: readonly ArchiveKey[]): ArchiveKey {
  const key = keys.toSorted((a, b) => b.generation - a.generation)[0]
  invariant(key !== undefined, 'the intake has no archive key')
  return key
}

/** The batch that is being read. One at a time: batches of one workspace post one after another. */
class Reading {
  readonly #keys: readonly ArchiveKey[]
  #blocks: AsyncGenerator<ReadBlock> | undefined

  constructor(keys: readonly ArchiveKey[]) {
    this.#keys = keys
  }

  async open(input: ReadInput): Promise<null> {
    await this.#blocks?.return(undefined)
    this.#blocks = blocksOf(input, this.#keys)
    return null
  }

  async next(): Promise<ReadBlock> {
    invariant(this.#blocks !== undefined, 'no batch is being read')
    const { value, done } = await this.#blocks.next()
    return done === true ? { status: 'end' } : value
  }
}

async function* blocksOf(input: ReadInput, keys: readonly ArchiveKey[]): AsyncGenerator<ReadBlock> {
  const rules = {
    producer: input.producer,
    locations: new Set(input.locations),
    zone: new Zone(input.zone),
    at: input.receivedAt,
  }
  let bytesDone = 0
  const records = readCsv(
    plainChunks(input.archive, keys, (bytes) => {
      bytesDone += bytes
    }),
  )
  let pending: RawRecord[] = []
  const block = (raw: readonly RawRecord[]): ReadBlock => ({
    status: 'rows',
    rows: raw.map((record) => judgeRow(record, rules)),
    bytesDone,
    linesDone: raw.at(-1)?.line ?? 0,
  })
  for (;;) {
    const { value, done } = await records.next()
    if (done === true) {
      if (value !== undefined) {
        yield { status: 'unreadable', ...value }
        return
      }
      if (pending.length > 0) yield block(pending)
      return
    }
    pending.push(...value.filter((record) => record.line > input.afterLine))
    for (; pending.length >= rowsPerBlock; pending = pending.slice(rowsPerBlock))
      yield block(pending.slice(0, rowsPerBlock))
  }
}

/** The archived file as it was dropped, each chunk proven before it is handed on. */
async function* plainChunks(
  archive: string,
  keys: readonly ArchiveKey[],
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const open = new ArchiveOpen((generation) => {
    const found = keys.find((key) => key.generation === generation)
    invariant(found !== undefined, 'no archive key of that generation', { generation })
    return found.key
  })
  const gunzip = createGunzip()
  const file = createReadStream(archive)
  // An error anywhere in the chain ends the last stream with it, and so reaches whoever reads.
  const done = pipeline(file, open, gunzip)
  done.catch(() => undefined)
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    onBytes(chunk.length)
    yield chunk
  }
  await done
}
