/**
 * Files that are sent in part by part: each part is hashed, compressed and encrypted as it comes, so that nothing of it is
 * on the disk in the clear and none of it is in memory as a whole. For the intake thread.
 */
import { createHash, type Hash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip, type Gzip } from 'node:zlib'
import { failureOf } from '../../failure.ts'
import { syncFolder } from '../../files/whole-file.ts'
import { type ArchiveKey, ArchiveSeal } from '../../ingest/archive.ts'

export type UploadPart = Readonly<{ id: string; to: string; part: Uint8Array }>
export type Uploaded = Readonly<{ to: string; bytes: number; sha256: Uint8Array }>

type Upload = {
  readonly to: string
  readonly gzip: Gzip
  readonly done: Promise<void>
  readonly sha256: Hash
  bytes: number
}

/** Somebody who goes away in the middle leaves theirs open; the oldest of so many goes. */
const uploadsMax = 8

export class Uploads {
  readonly #key: ArchiveKey
  readonly #open = new Map<string, Upload>()

  constructor(key: ArchiveKey) {
    this.#key = key
  }

  /** Null when it is not known any more: then it has to begin anew. */
  async add({ id, to, part }: UploadPart): Promise<Readonly<{ to: string }> | null> {
    const known = this.#open.get(id) ?? (to === '' ? undefined : await this.#begin(id, to))
    if (known === undefined) return null
    known.sha256.update(part)
    known.bytes += part.length
    const isTaken = known.gzip.write(part)
    if (!isTaken) await Promise.race([once(known.gzip, 'drain'), known.done])
    return { to: known.to }
  }

  /** Whole, and durable under its own name. */
  async end(id: string): Promise<Uploaded | null> {
    const upload = this.#open.get(id)
    if (upload === undefined) return null
    this.#open.delete(id)
    const { to, gzip, done, sha256, bytes } = upload
    try {
      gzip.end()
      await done
      await sync(partialOf(to))
      await rename(partialOf(to), to)
      syncFolder(path.dirname(to))
    } catch (error) {
      await rm(partialOf(to), { force: true })
      throw failureOf(error, { file: path.basename(to) }) ?? error
    }
    return { to, bytes, sha256: new Uint8Array(sha256.digest()) }
  }

  async #begin(id: string, to: string): Promise<Upload> {
    const [oldest] = this.#open.keys()
    if (oldest !== undefined && this.#open.size >= uploadsMax) await this.#drop(oldest)
    await mkdir(path.dirname(to), { recursive: true, mode: 0o700 })
    const gzip = createGzip({ level: 1 })
    const done = pipeline(gzip, new ArchiveSeal(this.#key), createWriteStream(partialOf(to), { mode: 0o600 }))
    // Whoever ends it hears of it.
    done.catch(() => undefined)
    const upload = { to, gzip, done, sha256: createHash('sha256'), bytes: 0 }
    this.#open.set(id, upload)
    return upload
  }

  async #drop(id: string): Promise<void> {
    const upload = this.#open.get(id)
    this.#open.delete(id)
    if (upload === undefined) return
    upload.gzip.destroy()
    await upload.done.catch(() => undefined)
    await rm(partialOf(upload.to), { force: true })
  }
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const partialOf = (file: string): string => `${file}.partial`
