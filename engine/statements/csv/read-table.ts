/** Reads a table row by row: each is bounded, and only the cells that the mapping names are made into texts. */
import type { StatementMapping } from '../../contract/statement-mappings.ts'
import { cellTexts } from '../../ingest/records/csv-layout.ts'
import { type CsvRow, needMore } from '../../ingest/records/csv-row.ts'
import { recordLengthMax } from '../../ingest/records/limits.ts'
import { blockLength } from '../byte-blocks.ts'
import { faultAt, type SourcePiece, type SourceRecord, type Unread } from '../mapped/source.ts'
import { readTextBlocks } from '../text-blocks.ts'
import { saidRows } from './said-rows.ts'
import { type TableLayout, tellTable } from './table-layout.ts'

export async function* readTable(
  bytes: AsyncIterable<Uint8Array>,
  mapping: StatementMapping,
): AsyncGenerator<readonly SourcePiece[]> {
  const table = new Table(mapping)
  const blocks = readTextBlocks(bytes, mapping.encoding)
  try {
    for (;;) {
      const { value, done } = await blocks.next()
      if (done === true) {
        if (value !== null) return yield [{ is: 'fault', fault: value }]
        break
      }
      table.append(value)
      table.scan(false)
      const pieces = table.takePieces()
      if (pieces.length > 0) yield pieces
      if (table.isOver) return
    }
  } finally {
    await blocks.return(null)
  }
  table.scan(true)
  yield table.takePieces()
}

type HeldRow = Readonly<{ cells: readonly string[]; place: number }>

class Table {
  isOver = false
  readonly #mapping: StatementMapping
  readonly #said: ReturnType<typeof saidRows>
  readonly #needsAllCells: boolean
  #layout: TableLayout | null = null
  /** Behind the last byte stands a NUL, which the row reader stops at. */
  #bytes = new Uint8Array(2 * blockLength)
  #from = 0
  #filled = 0
  #rows = 0
  #place = 1
  #held: HeldRow[] = []
  #pieces: SourcePiece[] = []

  constructor(mapping: StatementMapping) {
    this.#mapping = mapping
    this.#said = saidRows(mapping)
    this.#needsAllCells = this.#said.isNeeded || mapping.rowsBelow > 0
  }

  takePieces(): readonly SourcePiece[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }

  append(block: Uint8Array): void {
    const rest = this.#filled - this.#from
    const room = rest + block.length + 1
    if (room > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(room, 2 * this.#bytes.length))
      larger.set(this.#bytes.subarray(this.#from, this.#filled))
      this.#bytes = larger
    } else this.#bytes.copyWithin(0, this.#from, this.#filled)
    this.#bytes.set(block, rest)
    this.#from = 0
    this.#filled = rest + block.length
    this.#bytes[this.#filled] = 0
  }

  scan(atEnd: boolean): void {
    if (this.#layout === null) {
      // However its bytes come, it is told from the same ones.
      if (!atEnd && this.#filled < blockLength) return
      const told = tellTable({ bytes: this.#bytes, filled: this.#filled, atEnd }, this.#mapping)
      if ('code' in told) return this.#fail(told.place, told)
      this.#layout = told
    }
    const layout = this.#layout
    while (this.#from < this.#filled && !this.isOver) {
      const next = layout.row.read(this.#bytes, this.#from, this.#filled, atEnd)
      if (next === needMore) return this.#wait(atEnd)
      this.#takeRow(layout)
      this.#from = next
      this.#place += layout.row.lines
      this.#rows += 1
    }
    if (atEnd) this.#endTable()
  }

  #fail(place: number, unread: Unread): void {
    if (this.isOver) return
    this.isOver = true
    this.#pieces.push({ is: 'fault', fault: faultAt(place, unread) })
  }

  /** A row goes on behind what there is. */
  #wait(atEnd: boolean): void {
    if (atEnd) this.#fail(this.#place, { code: 'truncated', field: 'quote', found: '' })
    else if (this.#filled - this.#from > recordLengthMax) {
      this.#fail(this.#place, { code: 'too_large', field: 'row', found: '' })
    }
  }

  #takeRow(layout: TableLayout): void {
    const { row } = layout
    if (isBlank(this.#bytes, row)) return
    if (this.#rows < layout.rowsAbove) return this.#takeAbove(layout)
    if (row.defect !== 'none') {
      const field = row.defect === 'encoding' ? 'control_character' : 'quote'
      return this.#fail(this.#place, { code: 'malformed', field, found: this.#textOf(row) })
    }
    const cells = this.#needsAllCells ? cellTexts(this.#bytes, row) : this.#wantedCells(layout)
    if (this.#mapping.rowsBelow === 0) return this.#takeLine({ cells, place: this.#place }, layout, row.cells)
    this.#held.push({ cells, place: this.#place })
    const first = this.#held.length > this.#mapping.rowsBelow ? this.#held.shift() : undefined
    if (first !== undefined) this.#takeLine(first, layout, first.cells.length)
  }

  #takeAbove({ row, rowsAbove }: TableLayout): void {
    const isHeader = this.#mapping.header && this.#rows === rowsAbove - 1
    if (!isHeader) this.#tell(this.#said.besideTable(cellTexts(this.#bytes, row)), this.#place)
  }

  #takeLine({ cells, place }: HeldRow, layout: TableLayout, count: number): void {
    const said = this.#said.isNeeded ? this.#said.inTable(cells, this.#balanceCells(layout)) : null
    if (said !== null) return this.#tell(said, place)
    // A line that is cut off, or one with a mark inside of a text, has its amounts somewhere else.
    const isWide = count > layout.widthMax && cells.slice(layout.widthMax).some((cell) => cell !== '')
    if (count < layout.width || isWide) {
      return this.#fail(place, { code: 'malformed', field: 'width', found: cells.join(' ').trim() })
    }
    this.#pieces.push({ is: 'record', record: new TableRecord(layout.cells, cells, place) })
  }

  #balanceCells({ cells }: TableLayout): readonly number[] {
    const { balances, amount } = this.#mapping
    const columns = [balances.running, amount.by === 'sign' ? amount.column : undefined]
    return columns.flatMap((column) => (column === undefined ? [] : (cells.get(column) ?? [])))
  }

  #endTable(): void {
    for (const { cells, place } of this.#held) this.#tell(this.#said.besideTable(cells), place)
  }

  #tell(said: readonly Readonly<{ label: string; text: string }>[], place: number): void {
    for (const { label, text } of said) this.#pieces.push({ is: 'said', label, text, place })
  }

  /** As `cellTexts`, with the cells left empty that nobody asks for. What is too wide is looked at whole. */
  #wantedCells({ row, width, widthMax, cells: wanted }: TableLayout): readonly string[] {
    if (row.cells > widthMax) return cellTexts(this.#bytes, row)
    const cells: string[] = Array(Math.min(row.cells, width)).fill('')
    for (const at of wanted.values()) if (at < row.cells) cells[at] = cellText(this.#bytes, row, at)
    return cells
  }

  #textOf(row: CsvRow): string {
    return Buffer.from(this.#bytes.buffer, this.#from, Math.min(row.end - this.#from, 200)).toString('utf8')
  }
}

class TableRecord implements SourceRecord {
  readonly place: number
  readonly isPending = false
  readonly #at: ReadonlyMap<string, number>
  readonly #cells: readonly string[]

  constructor(at: ReadonlyMap<string, number>, cells: readonly string[], place: number) {
    this.#at = at
    this.#cells = cells
    this.place = place
  }

  text(column: string): string {
    return this.#cells[this.#at.get(column) ?? -1] ?? ''
  }
}

const endOfFile = 0x1a

/** Nothing in any cell, or an old editor's mark for the end of the file. */
function isBlank(bytes: Uint8Array, row: CsvRow): boolean {
  for (let cell = 0; cell < Math.min(row.cells, row.starts.length); cell += 1) {
    for (let at = row.starts[cell] as number; at < (row.ends[cell] as number); at += 1) {
      const byte = bytes[at] as number
      if (byte > 0x20 || byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== endOfFile)) return false
    }
  }
  return row.defect === 'none'
}

function cellText(bytes: Uint8Array, row: CsvRow, cell: number): string {
  const start = row.starts[cell] as number
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, (row.ends[cell] as number) - start).toString('utf8')
  return (row.doubled[cell] === 1 ? text.replaceAll('""', '"') : text).trim()
}
