/** Reads a table of a pack row by row and adds it up, holding no more than a row. */
import type { DigitsOf } from '../csv.ts'
import { inMinor } from '../csv.ts'
import { type Cell, columnsOf, type TableName, TableTotal } from '../tables.ts'

export type TableReading =
  | Readonly<{ status: 'read'; total: TableTotal }>
  | Readonly<{ status: 'other_head' }>
  | Readonly<{ status: 'unreadable'; line: number }>

export async function readTable(
  name: TableName,
  chunks: AsyncIterable<Buffer>,
  digitsOf: DigitsOf,
): Promise<TableReading> {
  const total = new TableTotal(name)
  const columns = columnsOf(name)
  const head = columns.map(([column]) => column).join(',')
  let line = 0
  for await (const row of rowsIn(chunks)) {
    line += 1
    if (row === null) return { status: 'unreadable', line }
    if (line === 1) {
      if (row !== head) return { status: 'other_head' }
      continue
    }
    const cells = cellsOf(row)
    if (cells === null || cells.length !== columns.length) return { status: 'unreadable', line }
    const values = valuesOf(columns, cells, digitsOf)
    if (values === null) return { status: 'unreadable', line }
    total.add(values)
    if (total.currencies > currenciesMax) return { status: 'unreadable', line }
  }
  return line === 0 ? { status: 'other_head' } : { status: 'read', total }
}

/** More than there are in the world: a table that names a new one in each row is none of ours. */
const currenciesMax = 1_000
/** Of one amount, with its sign and point. */
const moneyLengthMax = 42

/** Longer than any row that was ever written, and no strain to hold. */
const rowLengthMax = 8 * 2 ** 20

/** Rows without their ends, which are CR LF outside of quotes; null for what is no row. */
async function* rowsIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<string | null> {
  const decoder = new TextDecoder('utf-8', { fatal: false })
  let text = ''
  let scanned = 0
  let isQuoted = false
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true })
    for (; scanned < text.length; scanned += 1) {
      if (text[scanned] === '"') isQuoted = !isQuoted
      if (isQuoted || text[scanned] !== '\n') continue
      if (text[scanned - 1] !== '\r') return yield null
      yield text.slice(0, scanned - 1)
      text = text.slice(scanned + 1)
      scanned = -1
    }
    if (text.length > rowLengthMax) return yield null
  }
  if (text.length > 0) yield null
}

/** Goes over each letter once, whatever stands there: a pattern that may go back takes for ever on a row made for it. */
function cellsOf(row: string): readonly string[] | null {
  const cells: string[] = []
  for (let at = 0; ; ) {
    const end = row[at] === '"' ? endOfQuoted(row, at) : endOfBare(row, at)
    if (end === null) return null
    cells.push(row[at] === '"' ? row.slice(at + 1, end - 1).replaceAll('""', '"') : row.slice(at, end))
    if (end === row.length) return cells
    if (row[end] !== ',') return null
    at = end + 1
  }
}

/** Behind the quote that ends it; two of them are one that is meant. Null where none ends it. */
function endOfQuoted(row: string, from: number): number | null {
  for (let at = from + 1; ; ) {
    const quote = row.indexOf('"', at)
    if (quote === -1) return null
    if (row[quote + 1] !== '"') return quote + 1
    at = quote + 2
  }
}

function endOfBare(row: string, from: number): number | null {
  const comma = row.indexOf(',', from)
  const end = comma === -1 ? row.length : comma
  return row.slice(from, end).includes('"') ? null : end
}

function valuesOf(
  columns: ReturnType<typeof columnsOf>,
  cells: readonly string[],
  digitsOf: DigitsOf,
): Readonly<Record<string, Cell>> | null {
  const currency = cells[columns.findIndex(([column]) => column === 'currency')] ?? ''
  const values: Record<string, Cell> = {}
  for (const [at, [column, kind]] of columns.entries()) {
    const cell = cells[at] ?? ''
    const isAmount = kind === 'money' && cell !== '' && cell.length <= moneyLengthMax
    const value = isAmount ? inMinor(cell, digitsOf(currency)) : null
    if (kind === 'money' && cell !== '' && (value === null || currency === '')) return null
    values[column] = kind === 'money' ? value : cell
  }
  return { ...values, currency: currency === '' ? null : currency }
}
