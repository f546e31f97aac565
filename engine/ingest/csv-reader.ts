/**
 * Reads the canonical CSV of design: a header with the seven names in any order, then one record a line. Streaming: it
 * holds one chunk of the file and the records cut from it.
 */
import Papa from 'papaparse'
import { type CsvRecord, CsvRecordCutter } from './csv-records.ts'
import { type Field, fields, type RawRecord, type RecordCells } from './row.ts'

export type FileFault = Readonly<{ code: 'FILE_UNREADABLE'; reason: string }>

/** Characters of one record; a file that has longer ones is no such file. */
export const recordLengthMax = 1_000_000

/** Yields blocks of records. Returns a fault when the file as a whole can't be read; nothing of it counts then. */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly RawRecord[], FileFault | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const cutter = new CsvRecordCutter()
  let columns: Header | undefined
  const take = (records: readonly CsvRecord[]): readonly RawRecord[] | FileFault => {
    const filled = records.filter((record) => record.text.trim() !== '')
    if (columns !== undefined) return parse(filled, columns)
    const [header, ...rest] = filled
    if (header === undefined) return []
    const found = readHeader(header.text)
    if ('code' in found) return found
    columns = found
    return parse(rest, columns)
  }
  try {
    for await (const chunk of chunks) {
      const block = take(cutter.push(decoder.decode(chunk, { stream: true })))
      if ('code' in block) return block
      if (cutter.pending > recordLengthMax) return unreadable('record_too_long')
      if (block.length > 0) yield block
    }
    const ends = cutter.push(decoder.decode())
    const { record, openQuote } = cutter.end()
    if (openQuote) return unreadable('quote_not_closed')
    const block = take(record === null ? ends : [...ends, record])
    if ('code' in block) return block
    if (block.length > 0) yield block
  } catch (error) {
    if (error instanceof TypeError && (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      return unreadable('not_utf8')
    }
    throw error
  }
  return columns === undefined ? unreadable('no_header') : undefined
}

const unreadable = (reason: string): FileFault => ({ code: 'FILE_UNREADABLE', reason })

type Header = Readonly<{ columns: ReadonlyMap<Field, number>; width: number }>

function readHeader(text: string): Header | FileFault {
  const names = cellsOf(text.replace(/^\uFEFF/, ''))
  const columns = new Map<Field, number>()
  for (const field of fields) {
    const at = names.indexOf(field)
    if (at < 0) return unreadable(`column_missing:${field}`)
    if (names.indexOf(field, at + 1) >= 0) return unreadable(`column_twice:${field}`)
    columns.set(field, at)
  }
  return { columns, width: names.length }
}

function parse(records: readonly CsvRecord[], header: Header): RawRecord[] {
  return records.map(({ line, text }) => ({ line, raw: text, cells: cellsByField(cellsOf(text), header) }))
}

/** Null when the record is not as wide as the header: an unquoted comma moves every cell behind it into a wrong column. */
function cellsByField(cells: readonly string[], { columns, width }: Header): RecordCells | null {
  if (cells.length !== width) return null
  const entries = [...columns].map(([field, at]) => [field, (cells[at] ?? '').trim()] as const)
  return Object.fromEntries(entries) as RecordCells
}

function cellsOf(text: string): readonly string[] {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n' })
  // One record is one row of cells; were it ever more, the others would vanish without a trace.
  return errors.length > 0 || data.length > 1 ? [] : (data[0] ?? [])
}
