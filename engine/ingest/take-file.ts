/** Taking a dropped file: hashed as it is, compressed and encrypted into the archive in one pass, and on the disk before anybody says so. */
import { createHash, hash } from 'node:crypto'
import { constants, createWriteStream } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip, gzipSync } from 'node:zlib'
import { type FailureCode, type FailureFacts, failureOf } from '../failure.ts'
import { syncFolder } from '../files/whole-file.ts'
import { type ArchiveKey, ArchiveSeal, sealedWhole } from './archive.ts'

export type TakeInput = Readonly<{ from: string; to: string; isSmall: boolean }>
export type Taken =
  | Readonly<{ status: 'taken'; inode: string; bytes: number; modifiedAt: number; sha256: Uint8Array }>
  /** It changed while it was read, or went away: it is looked at again when it is at rest. */
  | Readonly<{ status: 'not_at_rest' }>
  /** The world stood in the way of this one; others are taken all the same. */
  | Readonly<{ status: 'failed'; code: FailureCode; facts: FailureFacts }>

/** Several at once: each waits for the disk, and they do so together. */
export async function takeFiles(inputs: readonly TakeInput[], key: ArchiveKey): Promise<readonly Taken[]> {
  const taken = await Promise.all(
    inputs.map((input) =>
      takeFile(input, key).catch((error: unknown): Taken => {
        const failure = failureOf(error)
        if (failure === undefined) throw error
        return { status: 'failed', code: failure.code, facts: failure.facts }
      }),
    ),
  )
  // A rename is durable once its folder is. Where nothing could be written, there may be no folder that can be opened.
  const written = inputs.filter((_, index) => taken[index]?.status === 'taken')
  for (const folder of new Set(written.map(({ to }) => path.dirname(to)))) syncFolder(folder)
  return taken
}

async function takeFile({ from, to, isSmall }: TakeInput, key: ArchiveKey): Promise<Taken> {
  const source = await openPlainFile(from)
  if (source === null) return { status: 'not_at_rest' }
  const partial = `${to}.partial`
  try {
    await mkdir(path.dirname(to), { recursive: true, mode: 0o700 })
    const before = await source.stat()
    const measured = isSmall ? await archiveWhole(source, partial, key) : await archiveInto(source, partial, key)
    // The file at this path, not the one that was opened: another may have taken its name meanwhile.
    const after = await lstat(from).catch(() => null)
    if (after === null || !sameFile(before, after) || measured.bytes !== after.size) {
      await rm(partial, { force: true })
      return { status: 'not_at_rest' }
    }
    await rename(partial, to)
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

type Measured = Readonly<{ bytes: number; sha256: Uint8Array }>

/** A small file is in memory as a whole: streams would take longer to set up than it takes to read. */
async function archiveWhole(source: FileHandle, partial: string, key: ArchiveKey): Promise<Measured> {
  const content = await source.readFile()
  const handle = await open(partial, 'w', 0o600)
  try {
    await handle.writeFile(sealedWhole(key, gzipSync(content, { level: 1 })))
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { bytes: content.length, sha256: new Uint8Array(hash('sha256', content, 'buffer')) }
}

async function archiveInto(source: FileHandle, partial: string, key: ArchiveKey): Promise<Measured> {
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
    source.createReadStream({ autoClose: false, highWaterMark: 262_144 }),
    measure,
    // Level 1 takes half as long as the next ones and packs nearly as well what a shop's rows are.
    createGzip({ level: 1, chunkSize: 262_144 }),
    new ArchiveSeal(key),
    createWriteStream(partial, { mode: 0o600 }),
  )
  await sync(partial)
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
