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
  }
  return line === 0 ? { status: 'other_head' } : { status: 'read', total }
}

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

function cellsOf(row: string): readonly string[] | null {
  const cells: string[] = []
  const cell = /(?:"((?:[^"]+|"")*)"|([^",]*))(,|$)/y
  for (;;) {
    const match = cell.exec(row)
    if (match === null) return null
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === '') return cells
  }
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
    const value = cell === '' || kind !== 'money' ? null : inMinor(cell, digitsOf(currency))
    if (kind === 'money' && cell !== '' && (value === null || currency === '')) return null
    values[column] = kind === 'money' ? value : cell
  }
  return { ...values, currency: currency === '' ? null : currency }
}
