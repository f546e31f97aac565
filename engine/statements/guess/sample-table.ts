/** A table's sample: which mark stands between its cells, where its header is, and what stands above and below it. */
import Papa from 'papaparse'
import { delimiters } from '../../contract/agreements.ts'
import type { SaidOnce, SampleColumn, SampleTable } from './sample.ts'

type Row = readonly string[]

const rowsMax = 600
const columnsMax = 128
const nameLengthMax = 120

export function tableSample(text: string, isWhole: boolean): SampleTable {
  const complete = isWhole ? text : text.slice(0, text.lastIndexOf('\n') + 1)
  const { delimiter, rows, width } = delimiters.map((one) => readRows(complete, one)).reduce(better)
  // A row that says little stands above the table or below it, though a spreadsheet fills it up with empty cells.
  const filledMin = Math.min(3, Math.max(2, Math.floor(width / 2)))
  const isOfTable = (row: Row): boolean => row.length >= width && filledOf(row).length >= filledMin
  const first = Math.max(rows.findIndex(isOfTable), 0)
  const last = rows.findLastIndex(isOfTable)
  const header = isHeader(rows[first] ?? [])
  const body = rows.slice(header ? first + 1 : first, last + 1).filter((row) => filledOf(row).length > 0)
  const below = rows.slice(last + 1).filter((row) => filledOf(row).length > 0)
  const isAllRead = isWhole && rows.length < rowsMax
  return {
    format: 'csv',
    header,
    columns: columnsOf(header ? (rows[first] ?? []) : null, body, width),
    said: [...rows.slice(0, first), ...below].flatMap(saidIn),
    ...(width > 1 ? { delimiter } : {}),
    ...(!header && first > 0 ? { rowsAbove: first } : {}),
    ...(isAllRead && below.length > 0 ? { rowsBelow: Math.min(below.length, 50) } : {}),
  }
}

type Reading = Readonly<{ delimiter: (typeof delimiters)[number]; rows: readonly Row[]; width: number; score: number }>

const better = (one: Reading, other: Reading): Reading => (other.score > one.score ? other : one)

/** Blank rows stay: what stands above a table is counted in rows. */
function readRows(text: string, delimiter: (typeof delimiters)[number]): Reading {
  const { data } = Papa.parse<string[]>(text, { delimiter, preview: rowsMax })
  const rows = data.map((row) => row.map((cell) => cell.trim()))
  const counts = new Map<number, number>()
  for (const row of rows) if (row.length > 1) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  // A table has more cells in all than what stands above it has, however many rows that are.
  const [width = 1, even = 0] = [...counts].sort((one, other) => other[0] * other[1] - one[0] * one[1])[0] ?? []
  return { delimiter, rows, width, score: even * width }
}

const filledOf = (row: Row): Row => row.filter((cell) => cell !== '')

/** A header names things, so it has no number, no amount and no date in it. */
const isHeader = (row: Row): boolean => !row.some(isValue) && filledOf(row).length > 1

function isValue(cell: string): boolean {
  if (!/\d/.test(cell)) return false
  return !/\p{L}/u.test(cell) || /^\d{4}-\d\d-\d\d/.test(cell) || /^\d{1,2}[ -][A-Za-z]{3}[ -]\d{2,4}/.test(cell)
}

/** By its name, or its number where there is none; the second of one name is called so. */
function columnsOf(header: Row | null, body: readonly Row[], width: number): readonly SampleColumn[] {
  const times = new Map<string, number>()
  return Array.from({ length: Math.min(Math.max(width, header?.length ?? 0), columnsMax) }, (_, at) => {
    const text = header === null ? String(at + 1) : (header[at] ?? '')
    const time = (times.get(text.toLowerCase()) ?? 0) + 1
    times.set(text.toLowerCase(), time)
    return { name: time === 1 ? text : `${text}#${time}`, values: body.map((row) => row[at] ?? '') }
  }).filter(({ name }) => name !== '' && !name.startsWith('#') && name.length <= nameLengthMax)
}

/** Pairs of words and what stands behind them, in one cell or in two. */
function saidIn(row: Row): readonly SaidOnce[] {
  const [first = '', second] = filledOf(row)
  const inside = /^([^:：]{1,80}?)\s*[:：]\s*(.+)$/s.exec(first)
  if (second === undefined) return inside === null ? [] : [{ label: inside[1] ?? '', text: inside[2] ?? '' }]
  // `Balance of 31.01.2026` has another day in the next file.
  return [{ label: first.replace(/\s*[:：]\s*$/, '').replace(/\s+[\d./-]{6,}$/, ''), text: second }]
}
