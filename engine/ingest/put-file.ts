/**
 * A file that is sent over the network, put into a drop folder as if its producer had dropped it there: under a hidden name
 * until it is whole, then under its own in one step, with the marker that says so. From there on every rule is the folder's.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { link, lstat, mkdir, open, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** The largest file that a batch is made of. */
export const uploadBytesMax = 4 * 2 ** 30

export type Putting = Readonly<{
  folder: string
  name: string
  /** What the sender says that it is. */
  announced: Readonly<{ bytes: number | null; sha256: string | null }>
  /** Whether a batch was made of the same bytes under the same name before. */
  sentBefore: (sha256: string) => Promise<boolean>
}>

export type Put =
  | Readonly<{ status: 'put' | 'repeated'; bytes: number; sha256: string }>
  | Readonly<{ status: 'file_too_large' | 'file_empty' | 'file_waiting' }>
  | Readonly<{ status: 'file_cut_off'; bytes: number }>
  | Readonly<{ status: 'file_differs'; sha256: string }>

const neverRead = /\.(?:tmp|part|filepart|done)$/i
const isControl = /\.control\.json$/i

/** Why no file of this name is ever taken from a drop folder; null when one is. */
export const unreadable = (name: string): string | null =>
  neverRead.test(name) ? 'files with this ending are left alone' : null

export async function putFile(content: Readable, putting: Putting): Promise<Put> {
  const { folder } = putting
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const hidden = path.join(folder, `.${randomUUID()}.part`)
  try {
    const measured = await writeHidden(content, hidden)
    return measured === null ? { status: 'file_too_large' } : await place(hidden, measured, putting)
  } finally {
    await unlink(hidden).catch(() => undefined)
  }
}

type Measured = Readonly<{ bytes: number; sha256: string }>

/** Null for what is too large: that is known while it comes, and no more of it is kept. */
async function writeHidden(content: Readable, hidden: string): Promise<Measured | null> {
  const sha256 = createHash('sha256')
  let bytes = 0
  const tooLarge = new Error('too large')
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > uploadBytesMax) return done(tooLarge)
      sha256.update(chunk)
      done(null, chunk)
    },
  })
  try {
    await pipeline(content, measure, createWriteStream(hidden, { mode: 0o600, flags: 'wx' }))
  } catch (error) {
    if (error === tooLarge) return null
    throw error
  }
  const handle = await open(hidden, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { bytes, sha256: sha256.digest('hex') }
}

async function place(
  hidden: string,
  measured: Measured,
  { folder, name, announced, sentBefore }: Putting,
): Promise<Put> {
  const { bytes, sha256 } = measured
  if (announced.bytes !== null && announced.bytes !== bytes) return { status: 'file_cut_off', bytes }
  if (announced.sha256 !== null && announced.sha256 !== sha256) return { status: 'file_differs', sha256 }
  if (bytes === 0) return { status: 'file_empty' }
  const file = path.join(folder, name)
  // Asked again because an answer got lost, it is not sent twice.
  if (!isControl.test(name) && (await sentBefore(sha256))) return { status: 'repeated', ...measured }
  try {
    // Unlike renaming, this never replaces a file that is there.
    await link(hidden, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return (await isSame(file, measured)) ? { status: 'repeated', ...measured } : { status: 'file_waiting' }
  }
  if (!isControl.test(name)) await writeFile(`${file}.done`, '', { mode: 0o600 })
  return { status: 'put', ...measured }
}

async function isSame(file: string, { bytes, sha256 }: Measured): Promise<boolean> {
  const found = await lstat(file).catch(() => null)
  if (found === null || !found.isFile() || found.size !== bytes) return false
  const seen = createHash('sha256')
  await pipeline(createReadStream(file), seen)
  return seen.digest('hex') === sha256
}
