/**
 * Cuts one CSV record into cells: RFC 4180, with what real files do besides. A quote opens quoting only where a cell
 * begins: one in the middle of `5" Main` is a character like any other, or it would swallow the rows that follow it.
 */
import { carriageReturn, doubleQuote, isBlank, lineFeed } from './ascii.ts'
import { cellsMax } from './limits.ts'
import type { RecordDefect } from './record-block.ts'

/** The record goes on behind the bytes that there are. */
export const needMore = -1

const plain = 0
const delimiterKind = 1
const lineFeedKind = 2
const carriageReturnKind = 3
const quoteKind = 4
const nulKind = 5

export class CsvRow {
  readonly delimiter: number
  readonly #kinds: Uint8Array
  /** Where each cell begins and ends, without its quotes and not trimmed. */
  readonly starts = new Int32Array(cellsMax)
  readonly ends = new Int32Array(cellsMax)
  /** 1 where quotes within are written twice. */
  readonly doubled = new Uint8Array(cellsMax)
  cells = 0
  /** Whether any cell was quoted: a line with nothing but a quoted blank is a record, an empty one is not. */
  quoted = false
  defect: RecordDefect = 'none'
  /** Where the text ends, before its line end. */
  end = 0
  /** How many lines it takes. */
  lines = 0
  /** After `needMore`: whether that is because a quote is open. */
  quoteOpen = false

  constructor(delimiter: number) {
    this.delimiter = delimiter
    this.#kinds = new Uint8Array(256)
    this.#kinds[delimiter] = delimiterKind
    this.#kinds[lineFeed] = lineFeedKind
    this.#kinds[carriageReturn] = carriageReturnKind
    this.#kinds[doubleQuote] = quoteKind
    this.#kinds[0] = nulKind
  }

  /**
   * Reads the record that begins at `from` and answers where the next one begins. There is a NUL behind the last byte,
   * so the loop need not look where the bytes end until it meets one.
   */
  read(bytes: Uint8Array, from: number, filled: number, atEnd: boolean): number {
    const kinds = this.#kinds
    this.cells = 0
    this.quoted = false
    this.defect = 'none'
    this.lines = 0
    this.quoteOpen = false
    let i = from
    let start = from
    for (;;) {
      let kind = kinds[bytes[i] as number] as number
      while (kind === plain) {
        i += 1
        kind = kinds[bytes[i] as number] as number
      }
      if (kind === delimiterKind) {
        this.#cell(start, i)
        i += 1
        start = i
      } else if (kind === lineFeedKind) {
        this.#cell(start, i)
        return this.#ended(i, i + 1)
      } else if (kind === quoteKind) {
        if (i !== start) i += 1
        else {
          i = this.#quotedCell(bytes, i + 1, filled, atEnd)
          if (i === needMore) return needMore
          const next = bytes[i] as number
          if (next === this.delimiter) {
            i += 1
            start = i
          } else if (i >= filled) return this.#ended(i, i)
          else return this.#endAt(bytes, i, filled, atEnd)
        }
      } else if (kind === carriageReturnKind) {
        const next = this.#endAt(bytes, i, filled, atEnd)
        if (next !== needMore) this.#cell(start, i)
        return next
      } else if (i < filled) {
        this.defect = 'encoding'
        i += 1
      } else if (atEnd) {
        this.#cell(start, i)
        return this.#ended(i, i)
      } else return needMore
    }
  }

  /** A cell beyond what any file has is counted, so that the width is wrong, and not kept. */
  #cell(start: number, end: number): void {
    const cell = this.cells
    if (cell < cellsMax) {
      this.starts[cell] = start
      this.ends[cell] = end
      this.doubled[cell] = 0
    }
    this.cells = cell + 1
  }

  #ended(end: number, next: number): number {
    this.end = end
    this.lines += 1
    return next
  }

  /** At a line end. A CR that is the last byte so far may be half of one. */
  #endAt(bytes: Uint8Array, at: number, filled: number, atEnd: boolean): number {
    if (bytes[at] === lineFeed) return this.#ended(at, at + 1)
    if (at + 1 >= filled) return atEnd ? this.#ended(at, at + 1) : needMore
    return this.#ended(at, bytes[at + 1] === lineFeed ? at + 2 : at + 1)
  }

  /** Reads from behind the opening quote to the delimiter, the line end, or the end of the file. */
  #quotedCell(bytes: Uint8Array, start: number, filled: number, atEnd: boolean): number {
    const cell = this.cells
    let doubled = 0
    let i = start
    for (;;) {
      const byte = bytes[i] as number
      if (byte === doubleQuote) {
        if (i + 1 >= filled && !atEnd) return needMore
        if (bytes[i + 1] !== doubleQuote || i + 1 >= filled) break
        doubled = 1
        i += 1
      } else if (byte <= carriageReturn && !this.#controlInQuotes(bytes, i, filled)) {
        this.quoteOpen = true
        return needMore
      }
      i += 1
    }
    this.#cell(start, i)
    if (cell < cellsMax) this.doubled[cell] = doubled
    this.quoted = true
    return this.#behindQuote(bytes, i + 1, filled, atEnd)
  }

  /** Counts lines and notes NUL; false at the end of the bytes. */
  #controlInQuotes(bytes: Uint8Array, at: number, filled: number): boolean {
    const byte = bytes[at] as number
    if (byte === 0) {
      if (at >= filled) return false
      this.defect = 'encoding'
    } else if (byte === lineFeed || (byte === carriageReturn && bytes[at + 1] !== lineFeed)) this.lines += 1
    return true
  }

  /** Blanks may follow a closing quote. Anything else is no cell any more, but the line end is still where the record ends. */
  #behindQuote(bytes: Uint8Array, from: number, filled: number, atEnd: boolean): number {
    for (let i = from; ; i += 1) {
      const byte = bytes[i] as number
      if (byte === this.delimiter || byte === lineFeed || byte === carriageReturn) return i
      if (byte === 0 && i >= filled) return atEnd ? i : needMore
      if (byte === 0) this.defect = 'encoding'
      else if (!isBlank(byte) && this.defect === 'none') this.defect = 'syntax'
    }
  }
}
