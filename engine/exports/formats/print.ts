/** A table on paper: what fits side by side on a page, its head again on each. */
import { isoOf } from '../../calendar/instant.ts'
import { assertNever } from '../../invariant.ts'
import { amountText } from '../../pdf/amount-text.ts'
import { clockOf } from '../../pdf/clock.ts'
import { Report } from '../../pdf/report.ts'
import { type Cell, cellOf, type DigitsOf, type Row, type Sheet, titleOf } from '../sheet.ts'

export async function* printOf(sheet: Sheet): AsyncGenerator<Uint8Array> {
  const { title, columns, pages, digitsOf, madeAt, madeBy, house, zone } = sheet
  const clock = clockOf(zone)
  // Bounded: more rows than a page of paper is for are refused before they come here.
  const rows: Row[] = []
  for await (const page of pages) rows.push(...page)
  const report = new Report({
    title,
    author: house,
    at: new Date(madeAt),
    language: 'en',
    footer: [title, house],
    pageOf: (page, of) => `${page} / ${of}`,
  })
  report.title(title, house)
  report.facts([
    ['Made', `${clock(isoOf(madeAt))} (${zone})`],
    ['By', madeBy],
    ['Rows', rows.length.toLocaleString('en')],
  ])
  if (rows.length === 0) report.say('Nothing matches what was asked for.')
  else
    report.table(
      columns.map((column) => ({
        title: titleOf(column.id),
        share: column.share ?? 1.5,
        isRight: column.kind === 'money' || column.kind === 'integer',
        cell: (row: Row) => cellText(cellOf(column, row), { digitsOf, clock }),
      })),
      rows,
    )
  yield await report.end()
}

type Showing = Readonly<{ digitsOf: DigitsOf; clock: (at: string) => string }>

function cellText(cell: Cell, { digitsOf, clock }: Showing): string {
  switch (cell.is) {
    case 'nothing':
      return ''
    case 'text':
    case 'day':
      return cell.text
    case 'instant':
      return clock(cell.text).slice(0, 16)
    case 'flag':
      return cell.value ? 'yes' : 'no'
    case 'integer':
      return String(cell.value)
    case 'money':
      return amountText(cell.money.minor, digitsOf(cell.money.currency))
    case 'json':
      return JSON.stringify(cell.value)
    default:
      return assertNever(cell)
  }
}
