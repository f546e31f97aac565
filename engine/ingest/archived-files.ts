/**
 * What people read of archived files: single lines with card numbers masked, and the whole file as it was dropped. The
 * intake thread does it between two pieces of what is being posted, so that no file passes through memory as a whole.
 */
import path from 'node:path'
import type { OriginalRow } from '../contract/cases.ts'
import type { Caller } from '../threads/call.ts'
import type { ArchivedBatch } from './batch-queries.ts'
import type { FileToRead } from './file-to-read.ts'
import type { ContextInput, LineInput, RowsInput } from './intake-loop.ts'
import type { FileFrom, FilePart } from './open-files.ts'
import type { RawLine } from './records/raw-line.ts'

type Reading = { readonly id: number; offset: number }

/** Somebody who went away in the middle leaves their reading open; a few of these are kept. */
const readingsMax = 4

export class ArchivedFiles {
  readonly #thread: Caller
  readonly #folder: string
  readonly #readings = new Map<string, Reading>()

  constructor(thread: Caller, folder: string) {
    this.#thread = thread
    this.#folder = folder
  }

  /** A record as it stood there; null when none begins on that line. */
  async line({ archive, mapping, name }: ArchivedBatch, line: number): Promise<string | null> {
    const input: LineInput = { archive: this.#pathOf(archive), line, mapping, name }
    return (await this.#ask('line', input)) as string | null
  }

  async context(
    { archive, mapping, name }: ArchivedBatch,
    asked: Readonly<{ line: number; around: number }>,
  ): Promise<readonly RawLine[] | null> {
    const input: ContextInput = { ...asked, archive: this.#pathOf(archive), mapping, name }
    return (await this.#ask('context', input)) as readonly RawLine[] | null
  }

  /** Rows field by field, by the agreement that judged them; a line on which none begins is left out. */
  async rows(file: FileToRead, lines: readonly number[]): Promise<readonly OriginalRow[]> {
    const input: RowsInput = { file: { ...file, archive: this.#pathOf(file.archive) }, lines }
    return (await this.#ask('rowsAgain', input)) as readonly OriginalRow[]
  }

  /** The whole file from its beginning; whoever stops early closes it. */
  async *parts(archive: string): AsyncGenerator<Uint8Array> {
    const id = await this.#open(archive, 0)
    try {
      for (;;) {
        const { bytes, last } = await this.#next(id)
        if (bytes.length > 0) yield bytes
        if (last) return
      }
    } finally {
      await this.#ask('fileClose', id).catch(() => undefined)
    }
  }

  /** Whether the part at this offset is the next one of a reading that has begun. */
  goesOn(reader: string, { archive, offset }: FileFrom): boolean {
    return offset > 0 && this.#readings.get(`${reader} ${archive}`)?.offset === offset
  }

  /** Parts that are asked for in order are read once; another order reads from the beginning again. */
  async part(reader: string, { archive, offset }: FileFrom): Promise<FilePart> {
    const key = `${reader} ${archive}`
    const known = this.goesOn(reader, { archive, offset }) ? this.#readings.get(key) : undefined
    const id = known?.id ?? (await this.#begin(key, { archive, offset }))
    this.#readings.delete(key)
    const part = await this.#next(id)
    if (!part.last) this.#readings.set(key, { id, offset: offset + part.bytes.length })
    return part
  }

  async #begin(key: string, { archive, offset }: FileFrom): Promise<number> {
    const [oldest] = this.#readings.keys()
    const gone = this.#readings.has(key) ? key : this.#readings.size >= readingsMax ? oldest : undefined
    const reading = gone === undefined ? undefined : this.#readings.get(gone)
    if (gone !== undefined) this.#readings.delete(gone)
    if (reading !== undefined) await this.#ask('fileClose', reading.id)
    return this.#open(archive, offset)
  }

  async #open(archive: string, offset: number): Promise<number> {
    const from: FileFrom = { archive: this.#pathOf(archive), offset }
    return (await this.#ask('fileOpen', from)) as number
  }

  async #next(id: number): Promise<FilePart> {
    return (await this.#ask('fileNext', id)) as FilePart
  }

  async #ask(name: string, input: unknown): Promise<unknown> {
    await this.#thread.started
    return this.#thread.call(name, input, { actor: '' })
  }

  #pathOf(archive: string): string {
    return path.join(this.#folder, archive)
  }
}
