/** Rows among the lines of a sample that are none: balances, and totals and notes, which have no day. */
import { scoreIn } from './columns.ts'
import type { SaidOnce, SampleColumn, SampleTable } from './sample.ts'
import { foldedName, labelNames, totalWords } from './words.ts'

export type OddRows = Readonly<{
  /** The same columns without those rows. */
  columns: readonly SampleColumn[]
  said: readonly SaidOnce[]
  /** With which words such rows begin. */
  passed: readonly string[]
}>

export const passedMax = 20
const wordsMax = 120

/** Totals are told before anything is known of the columns: words where days are spoil what the column looks like. */
export const withoutTotals = (table: SampleTable): OddRows =>
  split(table, (cells) => totalWords.includes(foldedName(firstOf(cells))))

/** What has no day is no line, and neither is a balance, which may have one. */
export function withoutDays(table: SampleTable, days: readonly string[]): OddRows {
  const at = table.columns.flatMap(({ name }, cell) => (days.includes(name) ? [cell] : []))
  return split(table, (cells) => at.every((cell) => cells[cell] === '') || balanceIn(cells).length > 0)
}

function split(table: SampleTable, isOdd: (cells: readonly string[]) => boolean): OddRows {
  const count = table.format === 'csv' ? (table.columns[0]?.values.length ?? 0) : 0
  const rows = Array.from({ length: count }, (_, row) => table.columns.map(({ values }) => values[row] ?? ''))
  const odd = rows.filter(isOdd)
  if (odd.length === 0) return { columns: table.columns, said: [], passed: [] }
  const rest = rows.filter((cells) => !isOdd(cells))
  const words = odd.filter((cells) => balanceIn(cells).length === 0).map(firstOf)
  return {
    columns: table.columns.map(({ name }, at) => ({ name, values: rest.map((cells) => cells[at] ?? '') })),
    said: odd.flatMap(balanceIn),
    passed: [...new Set(words.filter((word) => word !== '' && word.length <= wordsMax))].slice(0, passedMax),
  }
}

const firstOf = (cells: readonly string[]): string => cells.find((cell) => cell !== '') ?? ''

/** `Balance brought forward`, and the last number of the row. */
function balanceIn(cells: readonly string[]): readonly SaidOnce[] {
  const names = [...labelNames.opening, ...labelNames.closing]
  const at = cells.findIndex((cell) => cell.length <= wordsMax && scoreIn(names, cell) >= 0.6)
  const text = at < 0 ? undefined : cells.slice(at + 1).findLast((cell) => /\d/.test(cell))
  return text === undefined ? [] : [{ label: (cells[at] ?? '').replace(/\s*[:：]\s*$/, ''), text }]
}
