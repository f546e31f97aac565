/**
 * Cuts an archived file into blocks of records: unpacked, turned into UTF-8, told which format it is, and handed to that
 * format's scanner piece by piece. It holds a block and one unfinished record, whatever the size of the file.
 */
import type { Mapping } from '../../contract/agreements.ts'
import { countLineEnds } from './ascii.ts'
import { readUtf8 } from './encoding.ts'
import { tellFormat } from './format.ts'
import { blockLengthMax, pieceLength, recordLengthMax } from './limits.ts'
import { Page } from './page.ts'
import type { FileFault, Reading, RecordBlock } from './record-block.ts'
import { type Scanner, unreadable } from './scanner.ts'
import { unpack } from './unpack.ts'

export type ReadOptions = Readonly<{
  mapping: Mapping
  /** The name it was dropped under: its extension says what its content has to be. */
  name: string
  rowsPerBlock?: number
  /** Hands a block on as soon as it has a record of this line or a later one. */
  untilLine?: number
}>

export const rowsPerBlock = 4_096

/** Yields blocks. What it returns counts for the whole file: a fault takes back every record there was. */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  { rowsPerBlock: rows = rowsPerBlock, ...source }: ReadOptions,
): AsyncGenerator<RecordBlock, FileFault | Reading> {
  return yield* new RecordReader(rows).read(chunks, { ...source, scannerOf: tellFormat })
}

type Told = Readonly<{ format: Reading['format']; scanner: Scanner }>
/** `more` while the beginning of the file does not say. */
export type TellFormat = (
  page: Page,
  file: Readonly<{ atEnd: boolean; mapping: Mapping; name: string }>,
) => Told | FileFault | 'more'

export type Source = Readonly<{
  mapping: Mapping
  name: string
  scannerOf: TellFormat
  /** Takes bytes that are no text for what they may mean, to show them to a person. */
  lenient?: boolean
  /** As in `ReadOptions`. */
  untilLine?: number
}>

export class RecordReader {
  readonly #page: Page
  #told: Told | undefined
  #bytesRead = 0
  /** Up to where the page has to be filled before an unfinished record is looked at again. */
  #tryAgainAt = 0

  constructor(rows: number) {
    this.#page = new Page(rows)
  }

  async *read(chunks: AsyncIterable<Uint8Array>, source: Source): AsyncGenerator<RecordBlock, FileFault | Reading> {
    const plain = this.#plain(chunks, source)
    try {
      for (;;) {
        const { value, done } = await plain.next()
        if (done === true) return yield* this.#end(value, source)
        for (let at = 0; at < value.length; ) {
          const piece = value.subarray(at, at + this.#room())
          at += piece.length
          this.#page.append(piece)
          const fault = yield* this.#scan(source, false)
          if (fault !== undefined) return fault
        }
      }
    } finally {
      // Whoever stops early must not leave the archive open behind us.
      await plain.return('utf-8')
    }
  }

  async *#plain(
    chunks: AsyncIterable<Uint8Array>,
    { mapping, name, lenient = false }: Source,
  ): AsyncGenerator<Uint8Array, FileFault | string> {
    const unpacked: { fault: FileFault | null } = { fault: null }
    const bytes = told(unpack(chunks, name), (fault) => {
      unpacked.fault = fault
    })
    const count = (length: number): void => {
      this.#bytesRead += length
    }
    const encoding = yield* readUtf8(counted(bytes, count), { encoding: mapping.encoding, lenient })
    // A file that is not unpacked to its end may end within a character, too; the first of the two is the reason.
    return unpacked.fault ?? encoding
  }

  /** A record is never given more bytes than it may have, so that how long it is does not depend on the chunks. */
  #room(): number {
    const pending = this.#page.filled - this.#page.from
    return Math.min(pieceLength, recordLengthMax + 1 - pending)
  }

  *#scan(source: Source, forced: boolean): Generator<RecordBlock, FileFault | undefined> {
    const page = this.#page
    const pendingBefore = page.filled - page.from
    if (!forced && page.filled < this.#tryAgainAt && pendingBefore <= recordLengthMax) return undefined
    const scanner = this.#scannerOf(source, false)
    if (scanner === undefined) return pendingBefore > recordLengthMax ? unreadable('record_too_long', 1) : undefined
    if ('code' in scanner) return scanner
    for (;;) {
      const scan = scanner.scan(page, false)
      if (typeof scan === 'object') return scan
      if (scan !== 'full' && !this.#isDue(source)) break
      yield page.cut(this.#bytesRead)
      if (scan !== 'full') break
    }
    const pending = page.filled - page.from
    if (pending > recordLengthMax) return unreadable('record_too_long', scanner.line)
    page.dropCut()
    // Half as much again: a long record in small pieces is then looked at a few times and not once for every piece.
    this.#tryAgainAt = page.filled + (pending >> 1)
    return undefined
  }

  /** Whether the block is handed on before it is full. */
  #isDue({ untilLine }: Source): boolean {
    const page = this.#page
    if (page.count === 0) return false
    if (page.from >= blockLengthMax) return true
    return untilLine !== undefined && (page.lines[page.count - 1] as number) >= untilLine
  }

  *#end(outcome: FileFault | string, source: Source): Generator<RecordBlock, FileFault | Reading> {
    const page = this.#page
    if (typeof outcome !== 'string') {
      // What comes before is wrong first, and so is what the file is told by.
      const fault = yield* this.#scan(source, true)
      if (fault !== undefined) return fault
      if (!outcome.reason.startsWith('not_utf')) return outcome
      const line = (this.#told?.scanner.line ?? 1) + countLineEnds(page.bytes, page.from, page.filled)
      return { ...outcome, line }
    }
    const scanner = this.#scannerOf(source, true)
    if (scanner === undefined) return unreadable('empty', 1)
    if ('code' in scanner) return scanner
    for (;;) {
      const scan = scanner.scan(page, true)
      if (typeof scan === 'object') return scan
      if (page.count > 0) yield page.cut(this.#bytesRead)
      if (scan === 'done') break
    }
    return { control: scanner.control, format: this.#told?.format ?? 'csv', encoding: outcome }
  }

  #scannerOf({ mapping, name, scannerOf }: Source, atEnd: boolean): Scanner | FileFault | undefined {
    if (this.#told === undefined) {
      const told = scannerOf(this.#page, { atEnd, mapping, name })
      if (told === 'more') return undefined
      if ('code' in told) return told
      this.#told = told
    }
    return this.#told.scanner
  }
}

/** A generator to be iterated over, which says at its end what it would have returned. */
async function* told<T, R>(generator: AsyncGenerator<T, R>, tell: (returned: R) => void): AsyncGenerator<T, void> {
  tell(yield* generator)
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  count: (length: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    count(chunk.length)
    yield chunk
  }
}
