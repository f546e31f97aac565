/** A statement as a table program reads it: one row for each transaction, the balances before the first and behind the last. */

import { isoOf } from '../calendar/instant.ts'
import { inUnits, textCell } from '../close-pack/csv.ts'
import { kindWord } from '../ledger/kind-words.ts'
import { clockOf } from '../pdf/clock.ts'
import type { Line } from './lines.ts'
import type { Statement } from './statement.ts'
import { statementWords } from './words.ts'

/** By this mark table programs know that it is UTF-8. */
const mark = '\u{FEFF}'
/** Rows are put together so many at a time: one buffer for each would cost more than what is in it. */
const rowsAtOnce = 1_000

export function* csvOf(statement: Statement): Generator<string> {
  const { language, currency, digits, opening, closing, from, to, totals, zone } = statement
  const { columns, ...words } = statementWords[language]
  const money = (minor: number | bigint): string => inUnits(minor, digits)
  const row = rowOf({ language, currency, time: clockOf(zone), money })
  const heads = [
    columns.date,
    columns.time,
    columns.businessDay,
    columns.kind,
    columns.producer,
    columns.place,
    columns.txId,
    columns.order,
    columns.reference,
    columns.transaction,
    columns.state,
    columns.currency,
    columns.in,
    columns.out,
    columns.balance,
  ]
  const edge = (day: string, word: string, ...amounts: readonly string[]): string =>
    ended(['', '', textCell(day), textCell(word), '', '', '', '', '', '', '', textCell(currency), ...amounts])
  yield mark + ended(heads.map(textCell)) + edge(from, words.opening, '', '', money(opening))
  let waiting: string[] = []
  for (const line of statement.lines()) {
    waiting.push(row(line))
    if (waiting.length < rowsAtOnce) continue
    yield waiting.join('')
    waiting = []
  }
  yield waiting.join('')
  totals.prove(closing)
  yield edge(to, words.closing, money(totals.sumIn), money(totals.sumOut), money(closing))
}

const ended = (cells: readonly string[]): string => `${cells.join(',')}\r\n`

type Writing = Pick<Statement, 'language' | 'currency'> &
  Readonly<{ time: (at: string) => string; money: (minor: number) => string }>

function rowOf({ language, currency, time, money }: Writing): (line: Line) => string {
  const { state } = statementWords[language]
  const optional = (text: string | null): string => (text === null ? '' : textCell(text))
  return (line) => {
    const [date = '', clock = ''] = time(isoOf(line.at)).split(' ')
    return ended([
      textCell(date),
      textCell(clock),
      textCell(line.businessDay),
      textCell(kindWord(language, line.kind, line.amount)),
      optional(line.producer),
      optional(line.place),
      optional(line.txId),
      optional(line.order),
      optional(line.reference),
      String(line.transaction),
      textCell(line.isInProcess ? state.in_process : state.confirmed),
      textCell(currency),
      line.amount > 0 ? money(line.amount) : '',
      line.amount > 0 ? '' : money(0 - line.amount),
      money(line.balance),
    ])
  }
}
