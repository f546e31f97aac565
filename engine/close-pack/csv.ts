/**
 * The files of tables: rows end with CR LF, text is quoted, numbers and money are not. Money is in whole units with the
 * currency's digits behind a point, so that a table program adds it up.
 */
import { invariant } from '../invariant.ts'
import { type Cell, columnsOf, type Row, type TableName } from './tables.ts'

export type DigitsOf = (currency: string) => number

export const headOf = (name: TableName): string =>
  `${columnsOf(name)
    .map(([column]) => column)
    .join(',')}\r\n`

export function lineOf(name: TableName, row: Row, digitsOf: DigitsOf): string {
  const cells = columnsOf(name).map(([column, kind]) => {
    const cell = row[column] ?? null
    if (cell === null) return ''
    if (kind === 'text') return textCell(String(cell))
    if (kind === 'number') return String(cell)
    invariant(typeof row.currency === 'string', 'money without a currency', { table: name, column })
    return inUnits(cell, digitsOf(row.currency))
  })
  return `${cells.join(',')}\r\n`
}

/** Table programs reckon what begins like a formula; behind an apostrophe it is text. */
export const textCell = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** Only digits are moved about: no amount passes through a fraction. */
export function inUnits(amount: Exclude<Cell, null>, digits: number): string {
  const text = String(amount)
  const size = text.replace('-', '').padStart(digits + 1, '0')
  const sign = text.startsWith('-') ? '-' : ''
  return digits === 0 ? `${sign}${size}` : `${sign}${size.slice(0, -digits)}.${size.slice(-digits)}`
}

/** The other way round; null for what was never written by the above. */
export function inMinor(text: string, digits: number): bigint | null {
  const form = digits === 0 ? /^-?[0-9]+$/ : new RegExp(`^-?[0-9]+\\.[0-9]{${digits}}$`)
  return form.test(text) ? BigInt(text.replace('.', '')) : null
}
