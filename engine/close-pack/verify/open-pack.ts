/**
 * Opens a file that somebody says is a close pack. It comes from anywhere, so nothing in it is believed: names are held
 * against those that a pack has, and all that is not content against the one form in which a pack is written.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { openPromise, type ZipFile } from 'yauzl'
import { containerBytesMax, containerBytesOf, containerOf, type Entry, entriesMax, type Placed } from '../container.ts'
import { anchorName, documentName, printName } from '../document.ts'
import { manifestName } from '../manifest.ts'
import { fileOf, tableNames } from '../tables.ts'
import type { PackProblem } from './problems.ts'

export type Opened =
  | Readonly<{ status: 'opened'; pack: OpenedPack }>
  | Readonly<{ status: 'refused'; problems: readonly PackProblem[] }>

/** Throws what the operating system says where the file can't be read at all. */
export async function openPack(file: string): Promise<Opened> {
  const handle = await open(file, 'r')
  try {
    const listed = await entriesOf(file)
    const problems = listed.status === 'refused' ? listed.problems : await containerProblems(handle, listed.entries)
    if (listed.status === 'listed' && problems.length === 0)
      return { status: 'opened', pack: new OpenedPack(handle, containerOf(listed.entries).placed) }
    await handle.close()
    return { status: 'refused', problems }
  } catch (error) {
    await handle.close()
    throw error
  }
}

const chunkLength = 2 ** 18

export class OpenedPack {
  readonly #handle: FileHandle
  readonly #placed: ReadonlyMap<string, Placed>

  constructor(handle: FileHandle, placed: readonly Placed[]) {
    this.#handle = handle
    this.#placed = new Map(placed.map((each) => [each.entry.name, each]))
  }

  get entries(): readonly Entry[] {
    return [...this.#placed.values()].map(({ entry }) => entry)
  }

  find(name: string): Entry | undefined {
    return this.#placed.get(name)?.entry
  }

  async *read(name: string): AsyncGenerator<Buffer> {
    const found = this.#placed.get(name)
    if (found === undefined) return
    const end = found.from + found.entry.bytes
    for (let at = found.from; at < end; ) {
      const wanted = Math.min(chunkLength, end - at)
      const { bytesRead, buffer } = await this.#handle.read(Buffer.allocUnsafe(wanted), 0, wanted, at)
      // Somebody cut it off while it was read: what is missing shows in its hash.
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
      at += bytesRead
    }
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

type Listed =
  | Readonly<{ status: 'listed'; entries: readonly Entry[] }>
  | Readonly<{ status: 'refused'; problems: readonly PackProblem[] }>

async function entriesOf(file: string): Promise<Listed> {
  const entries: Entry[] = []
  const problems: PackProblem[] = []
  let zip: ZipFile | undefined
  try {
    // Names are looked at as they stand there: what the reader would refuse or put right has a name of its own here.
    zip = await openPromise(file, { lazyEntries: true, autoClose: false, decodeStrings: false })
    if (zip.entryCount > entriesMax)
      return { status: 'refused', problems: [{ code: 'too_many_files', files: zip.entryCount }] }
    const seen = new Set<string>()
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileNameRaw.toString('latin1')
      problems.push(...problemsOfEntry({ name, seen, entry }))
      seen.add(name)
      entries.push({ name, bytes: entry.uncompressedSize, crc: entry.crc32 })
    }
  } catch (error) {
    return { status: 'refused', problems: [...problems, { code: 'unreadable', reason: (error as Error).message }] }
  } finally {
    zip?.close()
  }
  return problems.length > 0 ? { status: 'refused', problems } : { status: 'listed', entries }
}

const knownNames: ReadonlySet<string> = new Set([
  printName,
  documentName,
  ...tableNames.map(fileOf),
  anchorName,
  manifestName,
])

const stored = 0
/** Encrypted, or with its size said behind it. */
const anyFlag = 0xffff

type Met = Readonly<{
  name: string
  seen: ReadonlySet<string>
  entry: Readonly<{
    compressionMethod: number
    generalPurposeBitFlag: number
    compressedSize: number
    uncompressedSize: number
  }>
}>

function problemsOfEntry({ name, seen, entry }: Met): readonly PackProblem[] {
  const file = name.replace(/[^\x20-\x7e]/g, '?')
  if (/\\|\/|^[A-Za-z]:|^\.\.?$/.test(name)) return [{ code: 'path_unsafe', file }]
  if (seen.has(name)) return [{ code: 'file_twice', file }]
  if (!knownNames.has(name)) return [{ code: 'file_unknown', file }]
  const bytes = entry.uncompressedSize
  if (bytes > containerBytesMax) return [{ code: 'file_too_large', file, bytes, bytesMax: containerBytesMax }]
  const isPlain =
    entry.compressionMethod === stored &&
    (entry.generalPurposeBitFlag & anyFlag) === 0 &&
    entry.compressedSize === entry.uncompressedSize
  return isPlain ? [] : [{ code: 'file_packed', file }]
}

/** Compares every byte that is not a file's content with what must stand there. */
async function containerProblems(handle: FileHandle, entries: readonly Entry[]): Promise<readonly PackProblem[]> {
  // Sizes that no file of this form can have were never written, and can't be.
  if (containerBytesOf(entries) > containerBytesMax) return [{ code: 'container_changed', file: null }]
  const { placed, tail, bytes } = containerOf(entries)
  for (const { at, header, entry } of placed)
    if (!(await standsAt(handle, at, header))) return [{ code: 'container_changed', file: entry.name }]
  const { size } = await handle.stat()
  const isWhole = size === bytes && (await standsAt(handle, bytes - tail.length, tail))
  return isWhole ? [] : [{ code: 'container_changed', file: null }]
}

async function standsAt(handle: FileHandle, at: number, expected: Buffer): Promise<boolean> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(expected.length), 0, expected.length, at)
  return bytesRead === expected.length && buffer.equals(expected)
}
