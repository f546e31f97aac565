/** Where a table begins in its file, which mark stands between its cells, and which cell is which column. */
import { delimiters } from '../../contract/agreements.ts'
import type { StatementMapping } from '../../contract/statement-mappings.ts'
import { cellTexts } from '../../ingest/records/csv-layout.ts'
import { CsvRow, needMore } from '../../ingest/records/csv-row.ts'
import { columnsOf } from '../mapped/names.ts'
import { faultAt, folded } from '../mapped/source.ts'
import type { StatementFault } from '../statement.ts'

export type TableLayout = Readonly<{
  row: CsvRow
  /** How many rows stand above the first line, the header among them. */
  rowsAbove: number
  /** How many cells a line has at least, and at most: those without a name at the end may be there or not. */
  width: number
  widthMax: number
  /** The number of each column's cell. */
  cells: ReadonlyMap<string, number>
}>

type Beginning = Readonly<{ bytes: Uint8Array; filled: number; atEnd: boolean }>
type Candidate = Readonly<{ layout: TableLayout; missing: string | null; found: number; place: number }>

/** A header stands among the first rows, whatever a bank writes above it. */
const rowsAboveMax = 200

/** Tells it from the file's first block. */
export function tellTable(beginning: Beginning, mapping: StatementMapping): TableLayout | StatementFault {
  const candidates = mapping.delimiter === undefined ? delimiters : [mapping.delimiter]
  const wanted = columnsOf(mapping)
  let best: Candidate | null = null
  for (const delimiter of candidates) {
    for (const candidate of candidatesOf(beginning, { mapping, wanted, delimiter })) {
      if (best === null || isBetter(candidate, best)) best = candidate
    }
  }
  if (best === null) return faultAt(1, { code: 'not_this_format', field: 'header', found: '' })
  if (best.missing === null) return best.layout
  const code = best.found === 0 ? 'not_this_format' : 'field_missing'
  return faultAt(best.place, { code, field: best.missing, found: '' })
}

/** One under which more is found; of two the wider, and of those the earlier. */
function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.found !== other.found) return one.found > other.found
  return (
    one.found > 0 && one.layout.row.delimiter !== other.layout.row.delimiter && one.layout.width > other.layout.width
  )
}

function* candidatesOf(
  { bytes, filled, atEnd }: Beginning,
  { mapping, wanted, delimiter }: Readonly<{ mapping: StatementMapping; wanted: readonly string[]; delimiter: string }>,
): Generator<Candidate> {
  const row = new CsvRow(delimiter.charCodeAt(0))
  let only = mapping.rowsAbove ?? (mapping.header ? null : 0)
  let from = 0
  let place = 1
  for (let number = 0; number <= (only ?? rowsAboveMax) && from < filled; number += 1) {
    const next = row.read(bytes, from, filled, atEnd)
    if (next === needMore) return
    const isBlank = row.cells === 1 && cellTexts(bytes, row)[0] === ''
    if (only === number && isBlank && mapping.rowsAbove === undefined) only += 1
    if (only === null || only === number) {
      const texts = cellTexts(bytes, row)
      const cells = mapping.header ? cellsByName(texts, wanted) : cellsByNumber(row.cells, wanted)
      const missing = wanted.find((name) => !cells.has(name)) ?? null
      const width = mapping.header ? widthOf(texts) : row.cells
      const rowsAbove = number + (mapping.header ? 1 : 0)
      yield { layout: { row, rowsAbove, width, widthMax: row.cells, cells }, missing, found: cells.size, place }
    }
    from = next
    place += row.lines
  }
}

/** A mark behind the last name begins a cell without a name, which lines may have or not. */
const widthOf = (names: readonly string[]): number => names.findLastIndex((name) => name !== '') + 1

function cellsByName(names: readonly string[], wanted: readonly string[]): ReadonlyMap<string, number> {
  const known = new Map<string, number>()
  const times = new Map<string, number>()
  for (const [at, text] of names.entries()) {
    const name = folded(text)
    const time = (times.get(name) ?? 0) + 1
    times.set(name, time)
    const key = time === 1 ? name : `${name}#${time}`
    if (name !== '' && !known.has(key)) known.set(key, at)
  }
  return new Map(
    wanted.flatMap((name) => {
      const at = known.get(folded(name))
      return at === undefined ? [] : [[name, at] as const]
    }),
  )
}

const cellsByNumber = (width: number, wanted: readonly string[]): ReadonlyMap<string, number> =>
  new Map(wanted.filter((name) => Number(name) <= width).map((name) => [name, Number(name) - 1]))
