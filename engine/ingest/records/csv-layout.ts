/** Which column of a CSV file holds which field: told by its header, or by numbers where it has none. */
import { delimiters, type Mapping, type RowField, rowFields } from '../../contract/agreements.ts'
import { isBlank } from './ascii.ts'
import { CsvRow, needMore } from './csv-row.ts'
import { cellsMax } from './limits.ts'
import { type FileFault, fieldCount } from './record-block.ts'
import { unreadable } from './scanner.ts'

export type CsvLayout = Readonly<{
  row: CsvRow
  /** How many cells a record has. */
  width: number
  /** By field, the number of its column; -1 when the file has none. */
  columns: Int32Array
}>

type Beginning = Readonly<{ from: number; filled: number; atEnd: boolean }>

/** Tells the layout from the first record, which begins at `from`. */
export function tellLayout(
  bytes: Uint8Array,
  { line, ...beginning }: Beginning & Readonly<{ line: number }>,
  mapping: Mapping,
): CsvLayout | FileFault | 'more' {
  const row = tellDelimiter(bytes, beginning, mapping)
  if (row === undefined) return beginning.atEnd ? unreadable('quote_not_closed', line) : 'more'
  row.read(bytes, beginning.from, beginning.filled, beginning.atEnd)
  if (row.defect !== 'none') return unreadable(`header_${row.defect}`, line)
  if (row.cells > cellsMax) return unreadable('too_many_columns', line)
  const columns = mapping.header ? columnsByName(cellTexts(bytes, row), mapping) : columnsByNumber(row.cells, mapping)
  return 'reason' in columns ? unreadable(columns.reason, line) : { row, width: row.cells, columns: columns.columns }
}

/**
 * Which delimiter it is: the one under which most of the names are found, else the one that makes most cells of the first
 * record. Undefined while that record is not complete under every one of them.
 */
export function tellDelimiter(
  bytes: Uint8Array,
  { from, filled, atEnd }: Beginning,
  mapping: Mapping,
): CsvRow | undefined {
  const candidates = mapping.delimiter === undefined ? delimiters : [mapping.delimiter]
  let best: Readonly<{ row: CsvRow; found: number }> | undefined
  for (const delimiter of candidates) {
    const row = new CsvRow(delimiter.charCodeAt(0))
    if (row.read(bytes, from, filled, atEnd) === needMore) {
      if (!atEnd) return undefined
      continue
    }
    const found = mapping.header ? countFound(cellTexts(bytes, row), mapping) : 0
    const better = best === undefined || found > best.found || (found === best.found && row.cells > best.row.cells)
    if (better) best = { row, found }
  }
  return best?.row
}

/** The cells of the record that was read last, trimmed and unescaped. */
export function cellTexts(bytes: Uint8Array, row: CsvRow): readonly string[] {
  return Array.from({ length: Math.min(row.cells, cellsMax) }, (_, cell) => {
    let start = row.starts[cell] as number
    let end = row.ends[cell] as number
    while (start < end && isBlank(bytes[start] as number)) start += 1
    while (start < end && isBlank(bytes[end - 1] as number)) end -= 1
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')
    return row.doubled[cell] === 1 ? text.replaceAll('""', '"') : text
  })
}

/** What a file need not say, because it is agreed for every row. */
export function isOptional(field: RowField, { constants, typeFromSign }: Mapping): boolean {
  if (field === 'TxType' && typeFromSign !== undefined) return true
  return field in constants
}

const nameOf = (field: RowField, mapping: Mapping): string => (mapping.columns[field] ?? field).trim().toLowerCase()

function countFound(names: readonly string[], mapping: Mapping): number {
  const present = new Set(names.map((name) => name.toLowerCase()))
  return rowFields.filter((field) => present.has(nameOf(field, mapping))).length
}

type Columns = Readonly<{ columns: Int32Array }> | Readonly<{ reason: string }>

function columnsByName(header: readonly string[], mapping: Mapping): Columns {
  const names = header.map((name) => name.toLowerCase())
  const columns = new Int32Array(fieldCount).fill(-1)
  for (const [field, name] of rowFields.entries()) {
    const wanted = nameOf(name, mapping)
    const at = names.indexOf(wanted)
    if (at >= 0 && names.indexOf(wanted, at + 1) >= 0) return { reason: `column_twice:${name}` }
    if (at < 0 && !isOptional(name, mapping)) return { reason: `column_missing:${name}` }
    columns[field] = at
  }
  return { columns }
}

/** Without any number in the agreement the columns are the canonical ones in their order. */
function columnsByNumber(width: number, mapping: Mapping): Columns {
  const canonical = Object.keys(mapping.columns).length === 0
  const columns = new Int32Array(fieldCount).fill(-1)
  for (const [field, name] of rowFields.entries()) {
    const number = canonical ? String(field + 1) : mapping.columns[name]
    const at = number !== undefined && /^[1-9][0-9]{0,3}$/.test(number) ? Number(number) - 1 : -1
    const exists = at >= 0 && at < width
    if (!exists && !isOptional(name, mapping)) return { reason: `column_missing:${name}` }
    columns[field] = exists ? at : -1
  }
  return { columns }
}
