/** What is copied out of a list: text between tabs, which a spreadsheet reads as cells and never as a formula. Pure. */
import type { Column } from './columns.ts'
import { formulaSafe } from './copy-cell.ts'

type Copied<T> = Pick<Column<T>, 'id' | 'header' | 'text' | 'plain'>

/** With its headers first. What names the row comes along where it is not shown. */
export function tableOf<T>(columns: readonly Copied<T>[], rows: readonly T[]): string {
  const lines = [columns.map(({ header }) => header), ...rows.map((row) => columns.map((each) => plainOf(each, row)))]
  return lines.map((cells) => cells.map((cell) => formulaSafe(inOneCell(cell))).join('\t')).join('\n')
}

/** An amount as a spreadsheet reads it, where it is one; else what the cell says. */
export const plainOf = <T>({ text, plain }: Pick<Copied<T>, 'text' | 'plain'>, row: T): string => (plain ?? text)(row)

/** Of those that are shown, behind those that say which row it is. */
export function copiedColumns<T>(columns: readonly Column<T>[], seen: ReadonlySet<string>): readonly Column<T>[] {
  const naming = columns.filter(({ id, names }) => names === true && !seen.has(id))
  return [...naming, ...columns.filter(({ id }) => seen.has(id))]
}

const inOneCell = (text: string): string => text.replace(/[\t\r\n\v\f\u0085\u2028\u2029]+/g, ' ')
