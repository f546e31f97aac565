/** A statement as people read it: what it comes to first, then each transaction. */
import { isoOf } from '../calendar/instant.ts'
import { kindWord } from '../ledger/kind-words.ts'
import { amountText } from '../pdf/amount-text.ts'
import { clockOf } from '../pdf/clock.ts'
import { Report } from '../pdf/report.ts'
import type { Line } from './lines.ts'
import type { Statement } from './statement.ts'
import { statementWords } from './words.ts'

/** Some hundred pages, drawn in seconds. Nobody reads more, and a table program takes all of them. */
export const printedLinesMax = 5_000

export function printOf(statement: Statement): Promise<Buffer> {
  const { language, house, client, currency, digits, from, to, opening, closing, totals, zone, madeAt } = statement
  const words = statementWords[language]
  const money = (minor: number | bigint): string => amountText(minor, digits)
  const time = clockOf(zone)
  // All of them are counted, so that the sums are of all; only the first are kept.
  const shown: Line[] = []
  for (const line of statement.lines()) if (shown.length < printedLinesMax) shown.push(line)
  totals.prove(closing)
  const report = new Report({
    title: `${words.title} ${words.period(from, to)}`,
    author: house,
    at: new Date(madeAt),
    language,
    footer: [`${words.title} ${words.period(from, to)}`, `${words.facts.client} ${client}`],
    pageOf: words.page,
  })
  report.title(house, `${words.title} ${words.period(from, to)}`)
  const count = totals.lines.toLocaleString('en')
  report.facts([
    [words.facts.client, client],
    [words.facts.currency, currency],
    [words.facts.period, words.period(from, to)],
    [words.facts.zone, zone],
    [words.facts.madeAt, time(isoOf(madeAt))],
    [words.facts.lines, count],
  ])
  report.heading(words.totals)
  report.facts([
    [words.opening, money(opening)],
    [words.in, money(totals.sumIn)],
    [words.out, money(totals.sumOut)],
    [words.closing, money(closing)],
  ])
  report.heading(words.lines)
  if (shown.length === 0) report.say(words.none)
  else drawLines(report, shown, { language, time, money })
  if (shown.length < totals.lines) report.notice('plain', words.more(shown.length.toLocaleString('en'), count))
  if (shown.some(({ isInProcess }) => isInProcess)) report.say(words.aboutState)
  return report.end()
}

type Drawing = Pick<Statement, 'language'> &
  Readonly<{ time: (at: string) => string; money: (minor: number) => string }>

function drawLines(report: Report, lines: readonly Line[], { language, time, money }: Drawing): void {
  const { columns, state } = statementWords[language]
  const details = ({ producer, place, txId, order, reference }: Line): string =>
    [producer, place, txId, order, reference].filter((each) => each !== null).join(', ')
  report.table<Line>(
    [
      { title: columns.date, cell: ({ at }) => time(isoOf(at)).slice(0, 16), share: 1.8 },
      { title: columns.businessDay, cell: ({ businessDay }) => businessDay, share: 1.7 },
      { title: columns.kind, cell: ({ kind, amount }) => kindWord(language, kind, amount), share: 2 },
      { title: columns.details, cell: details, share: 3.6 },
      { title: columns.state, cell: (line) => (line.isInProcess ? state.in_process : state.confirmed), share: 1.7 },
      { title: columns.in, cell: ({ amount }) => (amount > 0 ? money(amount) : ''), share: 2, isRight: true },
      { title: columns.out, cell: ({ amount }) => (amount > 0 ? '' : money(0 - amount)), share: 2, isRight: true },
      { title: columns.balance, cell: ({ balance }) => money(balance), share: 2.2, isRight: true },
    ],
    lines,
  )
}
