/** An array of objects. Money is text in whole units, because no number holds every amount; its currency stands beside it. */
import { inUnits } from '../../close-pack/csv.ts'
import { assertNever } from '../../invariant.ts'
import { type Cell, type Column, cellOf, type DigitsOf, type Row, type Sheet } from '../sheet.ts'

export async function* jsonOf({ columns, pages, digitsOf }: Sheet): AsyncGenerator<string> {
  const named = withCurrency(columns)
  let before = '['
  for await (const page of pages) {
    const objects = page.map((row) => objectText(named, row, digitsOf))
    yield `${before}\n${objects.join(',\n')}`
    before = ','
  }
  yield before === '[' ? '[]\n' : '\n]\n'
}

/** An amount says nothing without it, also where nobody asked for that column. */
function withCurrency(columns: readonly Column[]): readonly Column[] {
  const isNeeded = columns.some(({ kind }) => kind === 'money') && columns.every(({ id }) => id !== 'currency')
  return isNeeded ? [...columns, { id: 'currency', kind: 'text', share: null }] : columns
}

function objectText(columns: readonly Column[], row: Row, digitsOf: DigitsOf): string {
  const fields = columns.map(
    (column) => `${JSON.stringify(column.id)}:${JSON.stringify(plainOf(cellOf(column, row), digitsOf))}`,
  )
  return `{${fields.join(',')}}`
}

function plainOf(cell: Cell, digitsOf: DigitsOf): unknown {
  switch (cell.is) {
    case 'nothing':
      return null
    case 'text':
    case 'day':
    case 'instant':
      return cell.text
    case 'flag':
    case 'integer':
    case 'json':
      return cell.value
    case 'money':
      return inUnits(cell.money.minor, digitsOf(cell.money.currency))
    default:
      return assertNever(cell)
  }
}
