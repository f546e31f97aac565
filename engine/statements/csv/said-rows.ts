/** Rows of a table's file that are no lines: what stands above and below it, balances among its lines, totals. */
import type { StatementMapping } from '../../contract/statement-mappings.ts'
import { labelsOf } from '../mapped/names.ts'
import { folded } from '../mapped/source.ts'

export type SaidInRow = Readonly<{ label: string; text: string }>

export type SaidRows = Readonly<{
  /** Whether rows have to be looked at at all. */
  isNeeded: boolean
  /** What a row says beside the table. */
  besideTable: (cells: readonly string[]) => readonly SaidInRow[]
  /** What a row of the table says that is no line; null for a line. Balances stand where balances or amounts do, or behind the words. */
  inTable: (cells: readonly string[], balanceCells: readonly number[]) => readonly SaidInRow[] | null
}>

export function saidRows(mapping: StatementMapping): SaidRows {
  const labels = labelsOf(mapping).map((label) => ({ label, key: bare(label) }))
  const passed = mapping.passed.map(folded)
  const balances = [mapping.balances.opening, mapping.balances.closing]
  const inTable = (cells: readonly string[], balanceCells: readonly number[]): readonly SaidInRow[] | null => {
    const found = labels.flatMap(({ label, key }) => {
      const at = cells.findIndex((cell) => bare(cell) === key)
      if (at < 0) return []
      const ofBalance = balances.includes(label) ? balanceCells.map((cell) => cells[cell] ?? '') : []
      return [{ label, text: ofBalance.find((text) => text !== '') ?? textBehind(cells, at) }]
    })
    if (found.length > 0) return found.filter(({ text }) => text !== '')
    const first = folded(cells.find((cell) => cell !== '') ?? '')
    return passed.some((words) => first.startsWith(words)) ? [] : null
  }
  return {
    isNeeded: labels.length > 0 || passed.length > 0,
    besideTable: (cells) => labels.flatMap((one) => besideTable(cells, one)),
    inTable,
  }
}

/** `Account: 123` in one cell, `Account:` and `123` in two; `Balance of 31.01.2026:` and the balance likewise. */
function besideTable(cells: readonly string[], { label, key }: Readonly<{ label: string; key: string }>): SaidInRow[] {
  for (const [at, cell] of cells.entries()) {
    if (!folded(cell).startsWith(key)) continue
    const rest = cell.trim().slice(key.length)
    const inside = /^\s*[:：]\s*(.+)$/s.exec(rest)?.[1]
    // Letters behind it make it another word, as an account's name is no account.
    const text = inside ?? (/\p{L}/u.test(rest) ? '' : textBehind(cells, at) || rest.trim())
    if (text !== '') return [{ label, text }]
  }
  return []
}

const bare = (text: string): string => folded(text.replace(/\s*[:：]\s*$/, ''))

const textBehind = (cells: readonly string[], at: number): string =>
  cells.slice(at + 1).find((cell) => cell !== '') ?? ''
