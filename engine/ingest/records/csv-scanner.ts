/** Cuts CSV files into blocks. The bytes of a cell are looked at once, and stay where they are. */
import type { Mapping } from '../../contract/agreements.ts'
import { bytesOf, doubleQuote, isBlank, standsAt } from './ascii.ts'
import { readControl } from './control.ts'
import { type CsvLayout, cellTexts, tellLayout } from './csv-layout.ts'
import { CsvRow, needMore } from './csv-row.ts'
import type { Page } from './page.ts'
import { type Control, type FileFault, fieldCount } from './record-block.ts'
import { type Scan, type Scanner, unreadable } from './scanner.ts'

const controlMark = bytesOf('#CONTROL')

export class CsvScanner implements Scanner {
  line = 1
  control: Control | null = null
  readonly #mapping: Mapping
  #layout: CsvLayout | undefined
  #controlLine = 0
  /** Unescapes one cell at a time. */
  #scratch = new Uint8Array(256)

  constructor(mapping: Mapping) {
    this.#mapping = mapping
  }

  scan(page: Page, atEnd: boolean): Scan {
    if (this.#layout === undefined) {
      const told = this.#begin(page, atEnd)
      if (told !== 'told') return told
    }
    const layout = this.#layout as unknown as CsvLayout
    const { row } = layout
    while (page.count < page.rows) {
      if (page.from >= page.filled) return atEnd ? 'done' : 'more'
      const from = page.from
      const next = row.read(page.bytes, from, page.filled, atEnd)
      if (next === needMore) return atEnd ? unreadable('quote_not_closed', this.line) : 'more'
      const line = this.line
      const fault = this.#take(page, layout)
      if (fault !== undefined) return fault
      page.from = next
      this.line = line + row.lines
    }
    return 'full'
  }

  /** Skips blank lines, and reads the header where there is one. */
  #begin(page: Page, atEnd: boolean): Scan | 'told' {
    const blank = new CsvRow(0x2c)
    for (;;) {
      if (page.from >= page.filled) return atEnd ? unreadable('empty', 1) : 'more'
      const next = blank.read(page.bytes, page.from, page.filled, atEnd)
      if (next === needMore || !isBlankLine(page.bytes, page.from, blank)) break
      this.line += blank.lines
      page.from = next
    }
    const { from, filled } = page
    const told = tellLayout(page.bytes, { from, filled, atEnd, line: this.line }, this.#mapping)
    if (told === 'more' || 'code' in told) return told
    this.#layout = told
    if (!this.#mapping.header) return 'told'
    page.from = told.row.read(page.bytes, from, filled, atEnd)
    this.line += told.row.lines
    return 'told'
  }

  #take(page: Page, { row, width, columns }: CsvLayout): FileFault | undefined {
    const { bytes, from } = page
    if (row.cells === 1 && isBlankLine(bytes, from, row)) return undefined
    if (this.#controlLine > 0) return unreadable('control_not_last', this.#controlLine)
    if (bytes[from] === controlMark[0] && standsAt(bytes, from, row.end, controlMark)) {
      const cells = cellTexts(bytes, row)
      if (cells[0] === '#CONTROL') return this.#readControl(cells)
    }
    if (row.defect !== 'none' || row.cells !== width) {
      page.close(this.line, from, row.end, row.defect === 'none' ? 'width' : row.defect)
      return undefined
    }
    const stride = page.rows
    const { starts, ends, doubled } = row
    for (let field = 0, at = page.count; field < fieldCount; field += 1, at += stride) {
      const column = columns[field] as number
      if (column < 0) {
        page.put(field, -1, -1)
        continue
      }
      let start = starts[column] as number
      let end = ends[column] as number
      while (start < end && isBlank(bytes[start] as number)) start += 1
      while (start < end && isBlank(bytes[end - 1] as number)) end -= 1
      if (doubled[column] === 1) this.#putUnescaped(page, field, start, end)
      else {
        page.starts[at] = start
        page.ends[at] = end
      }
    }
    page.close(this.line, from, row.end, 'none')
    return undefined
  }

  #putUnescaped(page: Page, field: number, start: number, end: number): void {
    if (this.#scratch.length < end - start) this.#scratch = new Uint8Array(2 * (end - start))
    let length = 0
    for (let i = start; i < end; i += 1) {
      this.#scratch[length++] = page.bytes[i] as number
      if (page.bytes[i] === doubleQuote) i += 1
    }
    page.putAside(field, this.#scratch, 0, length)
  }

  /** A spreadsheet fills the line up to the width of the others. */
  #readControl(cells: readonly string[]): FileFault | undefined {
    const [, count, sum, ...others] = cells
    const read = others.every((cell) => cell === '') ? readControl({ count, sum }, this.#mapping) : null
    if (read === null || count === undefined) return unreadable('control_unreadable', this.line)
    this.control = read
    this.#controlLine = this.line
    return undefined
  }
}

/** A line with nothing on it but blanks is no record. */
function isBlankLine(bytes: Uint8Array, from: number, row: CsvRow): boolean {
  if (row.cells !== 1 || row.quoted) return false
  for (let i = from; i < row.end; i += 1) if (!isBlank(bytes[i] as number)) return false
  return true
}
