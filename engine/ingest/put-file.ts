/**
 * A file that is sent over the network, put into a drop folder as if its producer had dropped it there: under a hidden name
 * until it is whole, then under its own in one step, with the marker that says so. From there on every rule is the folder's.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, link, lstat, mkdir, open, readdir, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { failureOf } from '../failure.ts'

/** The largest file that a batch is made of. */
export const uploadBytesMax = 4 * 2 ** 30

export type Putting = Readonly<{
  folder: string
  name: string
  /** What the sender says that it is. */
  announced: Readonly<{ bytes: number | null; sha256: string | null }>
  /** Whether a batch was made of the same bytes under the same name before. */
  sentBefore: (sha256: string) => Promise<boolean>
  /** Whether the sender may still send: much can happen while a large file comes. */
  mayStill: () => Promise<boolean>
  /** Keeps on record what came of it. What can't be recorded is not taken. */
  record: (put: Put) => Promise<unknown>
}>

export type Put =
  | Readonly<{ status: 'put' | 'repeated'; bytes: number; sha256: string }>
  | Readonly<{ status: 'file_too_large' | 'file_empty' | 'file_waiting' | 'no_longer_allowed' }>
  | Readonly<{ status: 'file_cut_off'; bytes: number }>
  | Readonly<{ status: 'file_differs'; sha256: string }>

const neverRead = /\.(?:tmp|part|filepart|done)$/i
const isControl = /\.control\.json$/i

/** Names that another operating system keeps for itself, or cuts. */
const notEverywhere = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|[ .]$/i
/** As long as a name may be with the marker behind it. */
const nameBytesMax = 255 - '.control.json'.length

/** Why no file of this name is ever taken from a drop folder; null when one is. */
export function unreadable(name: string): string | null {
  if (neverRead.test(name)) return 'files with this ending are left alone'
  if (notEverywhere.test(name)) return 'not a name on every system'
  return Buffer.byteLength(name) > nameBytesMax ? `longer than ${nameBytesMax} bytes` : null
}

export async function putFile(content: Readable, putting: Putting): Promise<Put> {
  const { folder, name, record } = putting
  const hidden = path.join(folder, `.${randomUUID()}.part`)
  const file = path.join(folder, name)
  try {
    const put = await take(content, hidden, putting)
    // Without its marker nobody reads it at once, so until it is on record it can be taken back.
    await record(put).catch(async (error: unknown) => {
      if (put.status === 'put') await takeBack(file, hidden)
      throw error
    })
    if (put.status === 'put' && !isControl.test(name)) await mark(file)
    return put
  } catch (error) {
    // The sender still writes, and hears no answer before somebody reads it.
    content.resume()
    throw error
  } finally {
    await unlink(hidden).catch(() => undefined)
  }
}

async function take(content: Readable, hidden: string, putting: Putting): Promise<Put> {
  const { folder, announced } = putting
  if ((announced.bytes ?? 0) > uploadBytesMax) return { status: 'file_too_large' }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const handle = await open(hidden, 'wx', 0o600)
  try {
    const measured = await writeDown(content, handle)
    return 'status' in measured ? measured : await place(hidden, measured, putting)
  } finally {
    await handle.close()
  }
}

/** How a connection that ended in the middle is told. */
const wentAway: ReadonlySet<string> = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR', 'EPIPE'])

type Measured = Readonly<{ bytes: number; sha256: string }>

/** What is too large is known while it comes, and so is whose sender went away; no more of it is kept. */
async function writeDown(content: Readable, handle: FileHandle): Promise<Measured | Put> {
  const sha256 = createHash('sha256')
  let bytes = 0
  try {
    // Left in the middle, the content stays open: it is the connection over which the sender is told why.
    for await (const chunk of content.iterator({ destroyOnReturn: false })) {
      const piece = chunk as Buffer
      bytes += piece.length
      if (bytes > uploadBytesMax) return { status: 'file_too_large' }
      sha256.update(piece)
      await handle.appendFile(piece)
    }
  } catch (error) {
    if (wentAway.has(String((error as NodeJS.ErrnoException).code))) return { status: 'file_cut_off', bytes }
    throw error
  }
  await handle.sync()
  return { bytes, sha256: sha256.digest('hex') }
}

async function place(
  hidden: string,
  measured: Measured,
  { folder, name, announced, sentBefore, mayStill }: Putting,
): Promise<Put> {
  const { bytes, sha256 } = measured
  if (announced.bytes !== null && announced.bytes !== bytes) return { status: 'file_cut_off', bytes }
  if (announced.sha256 !== null && announced.sha256 !== sha256) return { status: 'file_differs', sha256 }
  if (bytes === 0) return { status: 'file_empty' }
  if (!(await mayStill())) return { status: 'no_longer_allowed' }
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
  await keepName(folder)
  return { status: 'put', ...measured }
}

/** A power cut after the answer must not lose the name that the file was given. Windows opens no folders, and needs none. */
async function keepName(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Says that it is whole. Without room for a marker it comes to rest as a dropped file does. */
async function mark(file: string): Promise<void> {
  await writeFile(`${file}.done`, '', { mode: 0o600 }).catch((error: unknown) => {
    if (failureOf(error) === undefined) throw error
  })
  // Taken in this very moment, it would leave a marker to whatever is dropped under this name next.
  if ((await lstat(file).catch(() => null)) === null) await unlink(`${file}.done`).catch(() => undefined)
}

/** Nothing but our own: it may be taken already, and another be there. */
async function takeBack(file: string, hidden: string): Promise<void> {
  const [placed, ours] = await Promise.all([lstat(file).catch(() => null), lstat(hidden)])
  if (placed?.ino === ours.ino) await unlink(file)
}

async function isSame(file: string, { bytes, sha256 }: Measured): Promise<boolean> {
  const found = await lstat(file).catch(() => null)
  if (found === null || !found.isFile() || found.size !== bytes) return false
  const seen = createHash('sha256')
  await pipeline(createReadStream(file), seen)
  return seen.digest('hex') === sha256
}

/** What an upload left that a crash cut off: nobody goes on with it, and each may be as large as a file. */
export async function removeCutOff(drop: string): Promise<void> {
  for (const folder of await readdir(drop, { withFileTypes: true }).catch(() => [])) {
    if (!folder.isDirectory()) continue
    const inside = path.join(drop, folder.name)
    const left = (await readdir(inside).catch(() => [])).filter((name) => hiddenName.test(name))
    await Promise.all(left.map((name) => unlink(path.join(inside, name)).catch(() => undefined)))
  }
}

const hiddenName = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/
