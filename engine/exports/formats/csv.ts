/**
 * Rows as a table program reads them (RFC 4180): UTF-8 with its mark, text quoted and never a formula, numbers and money
 * plain, so that they are added up.
 */
import { inUnits, textCell } from '../../close-pack/csv.ts'
import { assertNever } from '../../invariant.ts'
import { type Cell, cellOf, type DigitsOf, type Sheet } from '../sheet.ts'

/** By this mark table programs know that it is UTF-8. */
const mark = '\u{FEFF}'

export async function* csvOf({ columns, pages, digitsOf }: Sheet): AsyncGenerator<string> {
  yield mark + ended(columns.map(({ id }) => textCell(id)))
  for await (const page of pages)
    yield page.map((row) => ended(columns.map((column) => cellText(cellOf(column, row), digitsOf)))).join('')
}

const ended = (cells: readonly string[]): string => `${cells.join(',')}\r\n`

function cellText(cell: Cell, digitsOf: DigitsOf): string {
  switch (cell.is) {
    case 'nothing':
      return ''
    case 'text':
    case 'day':
    case 'instant':
      return textCell(cell.text)
    case 'flag':
    case 'integer':
      return String(cell.value)
    case 'money':
      return inUnits(cell.money.minor, digitsOf(cell.money.currency))
    case 'json':
      return textCell(JSON.stringify(cell.value))
    default:
      return assertNever(cell)
  }
}
