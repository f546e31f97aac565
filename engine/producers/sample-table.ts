/**
 * The beginning of a sample file as a table of texts, whatever its format: just enough reading to guess from. It is
 * lenient where the readers are strict, since what it finds is only proposed and the readers have the last word.
 */
import { isUtf8 } from 'node:buffer'
import { constants, gunzipSync } from 'node:zlib'
import Papa from 'papaparse'
import { delimiters, type FileFormat, type Mapping } from '../contract/agreements.ts'
import { assertNever } from '../invariant.ts'
import { jsonRecords, linesOfJson } from './sample-json.ts'
import { xmlRecords } from './sample-xml.ts'

export type Sample = Readonly<{
  bytes: Uint8Array
  /** Whether these are all bytes of the file, and not only its first. */
  whole: boolean
}>

/** A column under the name by which a mapping would call it. */
export type SampleColumn = Readonly<{ name: string; values: readonly string[] }>
export type SampleTable = Readonly<{
  format: FileFormat
  encoding: Mapping['encoding']
  delimiter: Mapping['delimiter']
  header: boolean
  records: string | undefined
  columns: readonly SampleColumn[]
}>

/** A record by the names of its values. */
export type SampleRecord = ReadonlyMap<string, string>

const rowsMax = 500
/** Each column is looked at as every field; a file with more has its fields among the first. */
const columnsMax = 128
const nameLengthMax = 120
const charactersMax = 131_072
/** So little of a packed file can't unpack into more than memory has room for. */
const packedMax = 16_384

export function readSample(sample: Sample): SampleTable {
  const table = tableOf(sample)
  const records = (table.records?.length ?? 0) > nameLengthMax ? undefined : table.records
  // A mapping can't name what has no name, or one that is longer than names are.
  const columns = table.columns.filter(({ name }) => name !== '' && name.length <= nameLengthMax)
  return { ...table, records, columns }
}

function tableOf(sample: Sample): SampleTable {
  const { bytes, whole } = unpacked(sample)
  const encoding = encodingOf(bytes)
  const decoded = new TextDecoder(encoding).decode(bytes)
  const text = decoded.slice(0, charactersMax)
  const complete = whole && text.length === decoded.length
  const format = formatOf(text)
  const table = { format, encoding: encoding === 'utf-8' ? undefined : encoding }
  switch (format) {
    case 'csv':
      return { ...table, records: undefined, ...readCsvSample(complete ? text : withoutLastLine(text)) }
    case 'ndjson': {
      const records = linesOfJson(complete ? text : withoutLastLine(text))
      return { ...table, ...unmarked, records: undefined, columns: columnsOf(records) }
    }
    case 'json': {
      const { path, records } = jsonRecords(text)
      return { ...table, ...unmarked, records: path, columns: columnsOf(records) }
    }
    case 'xml': {
      const { name, records } = xmlRecords(text)
      return { ...table, ...unmarked, records: name, columns: columnsOf(records) }
    }
    default:
      return assertNever(format)
  }
}

const unmarked = { delimiter: undefined, header: true } as const

function unpacked({ bytes, whole }: Sample): Sample {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { bytes, whole }
  const head = bytes.subarray(0, packedMax)
  try {
    const plain = gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH })
    return { bytes: plain, whole: whole && head.length === bytes.length }
  } catch (error) {
    // Not what it looks like: the reader will say so, and there is nothing to guess from.
    if (error instanceof Error && 'code' in error) return { bytes: new Uint8Array(0), whole }
    throw error
  }
}

function encodingOf(bytes: Uint8Array): NonNullable<Mapping['encoding']> {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const head = bytes.subarray(0, 1_000)
  // Of UTF-16 in which most is ASCII every other byte is zero.
  const zeros = [0, 0]
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  if (even + odd > head.length / 4) return even > odd ? 'utf-16be' : 'utf-16le'
  return [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, bytes.length - cut))) ? 'utf-8' : 'windows-1252'
}

function formatOf(text: string): FileFormat {
  const start = text.trimStart()
  if (start.startsWith('<')) return 'xml'
  if (start.startsWith('[')) return 'json'
  if (!start.startsWith('{')) return 'csv'
  const [first = '', second = ''] = start.split(/\r?\n/, 2)
  if (linesOfJson(first).length === 0) return 'json'
  // One object on one line is the first of many, unless it holds the records itself.
  return second.trim() === '' && jsonRecords(first).records.length > 0 ? 'json' : 'ndjson'
}

const withoutLastLine = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1)

function readCsvSample(text: string): Pick<SampleTable, 'delimiter' | 'header' | 'columns'> {
  const readings = delimiters.map((delimiter) => {
    const { data } = Papa.parse<string[]>(text, { delimiter, preview: rowsMax, skipEmptyLines: 'greedy' })
    const rows = data.filter((row) => !row[0]?.startsWith('#')).map((row) => row.map((cell) => cell.trim()))
    const width = rows[0]?.length ?? 0
    const even = rows.filter((row) => row.length === width).length
    return {
      delimiter,
      width,
      rows: rows.filter((row) => row.length === width),
      score: width * (even / rows.length || 0),
    }
  })
  const best = readings.reduce((one, other) => (other.score > one.score ? other : one))
  const header = hasHeader(best.rows)
  const rows = header ? best.rows.slice(1) : best.rows
  const names = Array.from({ length: Math.min(best.width, columnsMax) }, (_, at) =>
    header ? (best.rows[0]?.[at] ?? '') : String(at + 1),
  )
  const columns = names.map((name, at) => ({ name, values: rows.map((row) => row[at] ?? '') }))
  // A name that two columns have means neither.
  const folded = names.map((name) => name.toLowerCase())
  const meant = columns.filter((_, at) => folded.indexOf(folded[at] ?? '') === folded.lastIndexOf(folded[at] ?? ''))
  return { delimiter: best.width > 1 ? best.delimiter : undefined, header, columns: meant }
}

/** A header names things, so it has no number and no date in it, while the rows below it have. */
function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...others] = rows
  if (first === undefined) return true
  const isValue = (cell: string): boolean => /^[+-]?[\d.,:/ -]*\d$/.test(cell) || /^\d{4}-\d\d-\d\d/.test(cell)
  if (first.some(isValue)) return false
  return others.length === 0 || others.some((row) => row.some(isValue))
}

function columnsOf(records: readonly SampleRecord[]): readonly SampleColumn[] {
  const names = new Set(records.flatMap((record) => [...record.keys()]))
  return [...names]
    .slice(0, columnsMax)
    .map((name) => ({ name, values: records.map((record) => record.get(name) ?? '') }))
}
