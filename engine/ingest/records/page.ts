/**
 * Where a block grows: the bytes of the file as they come, and the columns that scanners write offsets into. Nothing is
 * copied for a cell that stands in the file as it is; what has to be unescaped goes to a side piece that is put behind
 * the rest when the block is cut.
 */
import { carriageReturn, lineFeed, space, tab } from './ascii.ts'
import { pieceLength } from './limits.ts'
import { fieldCount, type RecordBlock, type RecordDefect, recordDefects } from './record-block.ts'

/** Offsets into the side piece are told from others by being below `absent`. */
const aside = -2
const absent = -1
const bytesPerRow = 64

export class Page {
  /** How many records a block takes. */
  readonly rows: number
  bytes: Uint8Array
  /** Up to where records have been cut. */
  from = 0
  /** Up to where there are bytes. Behind them stands a NUL, so that a scanner need not ask at every byte. */
  filled = 0
  count = 0
  starts: Int32Array
  ends: Int32Array
  lines: Float64Array
  rawStarts: Int32Array
  rawEnds: Int32Array
  defects: Uint8Array
  numbers: Uint8Array
  /** How many bytes it has room for at first. */
  readonly #room: number
  #lastLine = 0
  #side = new Uint8Array(0)
  #sideLength = 0

  constructor(rows: number) {
    this.rows = rows
    this.#room = Math.min(4 * pieceLength, rows * bytesPerRow)
    this.bytes = allocate(this.#room)
    this.starts = new Int32Array(fieldCount * rows)
    this.ends = new Int32Array(fieldCount * rows)
    this.lines = new Float64Array(rows)
    this.rawStarts = new Int32Array(rows)
    this.rawEnds = new Int32Array(rows)
    this.defects = new Uint8Array(rows)
    this.numbers = new Uint8Array(rows)
  }

  append(piece: Uint8Array): void {
    const length = this.filled + piece.length
    if (length + 1 > this.bytes.length) {
      const larger = allocate(Math.max(length + 1, 2 * this.bytes.length))
      larger.set(this.bytes.subarray(0, this.filled))
      this.bytes = larger
    }
    this.bytes.set(piece, this.filled)
    this.filled = length
    this.bytes[length] = 0
  }

  /**
   * Ends the record that is being written. Of one with a defect no cell is kept. A row is known by its line, so where
   * several begin on one, as in JSON without line breaks, each further one has the next number.
   */
  close(line: number, rawStart: number, rawEnd: number, defect: RecordDefect): void {
    const row = this.count
    this.#lastLine = Math.max(line, this.#lastLine + 1)
    this.lines[row] = this.#lastLine
    this.rawStarts[row] = rawStart
    this.rawEnds[row] = rawEnd
    if (defect !== 'none') {
      this.defects[row] = recordDefects.indexOf(defect)
      this.clear()
    }
    this.count = row + 1
  }

  /** The record that is being written has no cell yet. */
  clear(): void {
    for (let at = this.count; at < this.starts.length; at += this.rows) {
      this.starts[at] = absent
      this.ends[at] = absent
    }
    this.numbers[this.count] = 0
  }

  has(field: number): boolean {
    return (this.starts[field * this.rows + this.count] as number) !== absent
  }

  /** A cell that stands in the file as it is. */
  put(field: number, start: number, end: number): void {
    const at = field * this.rows + this.count
    this.starts[at] = start
    this.ends[at] = end
  }

  /** The cell of this field is a number of JSON. */
  markNumber(field: number): void {
    this.numbers[this.count] = (this.numbers[this.count] as number) | (1 << field)
  }

  /** A cell that had to be unescaped. */
  putAside(field: number, cell: Uint8Array, start = 0, end = cell.length): void {
    const offset = this.#sideLength
    const length = end - start
    // Nothing stands nowhere: it needs no side piece, and there may be none.
    if (length === 0) return this.put(field, 0, 0)
    if (offset + length > this.#side.length) {
      const larger = new Uint8Array(Math.max(4_096, 2 * (offset + length)))
      larger.set(this.#side.subarray(0, offset))
      this.#side = larger
    }
    this.#side.set(cell.subarray(start, end), offset)
    this.#sideLength = offset + length
    this.put(field, aside - offset, aside - offset - length)
  }

  /** Hands the records on and begins anew with the bytes that are left. */
  cut(bytesRead: number): RecordBlock {
    const { rows, count } = this
    const block: RecordBlock = {
      count,
      bytes: this.#withSide(),
      starts: narrow(this.starts, rows, count),
      ends: narrow(this.ends, rows, count),
      lines: this.lines.subarray(0, count),
      rawStarts: this.rawStarts.subarray(0, count),
      rawEnds: this.rawEnds.subarray(0, count),
      defects: this.defects.subarray(0, count),
      numbers: this.numbers.subarray(0, count),
      bytesRead,
    }
    this.starts = new Int32Array(fieldCount * rows)
    this.ends = new Int32Array(fieldCount * rows)
    this.lines = new Float64Array(rows)
    this.rawStarts = new Int32Array(rows)
    this.rawEnds = new Int32Array(rows)
    this.defects = new Uint8Array(rows)
    this.numbers = new Uint8Array(rows)
    this.count = 0
    this.#sideLength = 0
    this.#keepRest()
    return block
  }

  /** Forgets what has been cut, when nothing of it is in a record: blanks and what else stands between records. */
  dropCut(): void {
    if (this.count > 0 || this.from < pieceLength) return
    this.bytes.copyWithin(0, this.from, this.filled)
    this.filled -= this.from
    this.from = 0
    this.bytes[this.filled] = 0
  }

  #keepRest(): void {
    const rest = this.bytes.subarray(this.from, this.filled)
    // As much again as this block took, so that a file with long records does not grow its page piece by piece.
    this.bytes = allocate(Math.max(this.#room, rest.length + this.from + Math.min(pieceLength, this.#room)) + 1)
    this.bytes.set(rest)
    this.from = 0
    this.filled = rest.length
    this.bytes[this.filled] = 0
  }

  #withSide(): Uint8Array {
    if (this.#sideLength === 0) return this.bytes.subarray(0, this.from)
    const bytes = new Uint8Array(this.from + this.#sideLength)
    bytes.set(this.bytes.subarray(0, this.from))
    bytes.set(this.#side.subarray(0, this.#sideLength), this.from)
    for (const offsets of [this.starts, this.ends]) {
      for (let i = 0; i < offsets.length; i += 1) {
        const offset = offsets[i] as number
        if (offset <= aside) offsets[i] = this.from + aside - offset
      }
    }
    return bytes
  }
}

/** The columns of fewer records than there was room for, moved together. */
function narrow(offsets: Int32Array, rows: number, count: number): Int32Array {
  if (rows === count) return offsets
  for (let field = 1; field < fieldCount; field += 1) {
    offsets.copyWithin(field * count, field * rows, field * rows + count)
  }
  return offsets.subarray(0, fieldCount * count)
}

/** Not filled with zeros, which would cost as much as reading does: no byte behind `filled` is ever looked at. */
function allocate(length: number): Uint8Array {
  const { buffer, byteOffset } = Buffer.allocUnsafeSlow(length)
  return new Uint8Array(buffer, byteOffset, length)
}

/**
 * Passes what is blank between records and answers how many lines ended there. A CR as the last byte may be half of a
 * line end and stays, if more is to come.
 */
export function passBlanks(page: Page, atEnd: boolean): number {
  const { bytes, filled } = page
  let lines = 0
  let i = page.from
  for (; i < filled; i += 1) {
    const byte = bytes[i] as number
    if (byte === lineFeed) lines += 1
    else if (byte === carriageReturn) {
      if (i + 1 >= filled && !atEnd) break
      if (bytes[i + 1] !== lineFeed) lines += 1
    } else if (byte !== space && byte !== tab) break
  }
  page.from = i
  return lines
}
