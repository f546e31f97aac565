/** The proof for people: each day in a line, the last day of each bank as the whole equation, and where a difference may come from. */
import type { Report } from '../../pdf/report.ts'
import type { PackDocument } from '../document.ts'
import { proofTerms, type Row } from '../tables.ts'
import { count, type Figures, textOf } from './figures.ts'
import { words } from './words.ts'

type Known = Readonly<{ rows: readonly Row[]; figures: Figures }>

export function proofSection(report: Report, { proof, period, tables }: PackDocument, { rows, figures }: Known): void {
  const money = (title: string, column: string) => ({
    title,
    cell: (row: Row) => figures.money(row, column),
    share: 2.3,
    isRight: true,
  })
  report.table<Row>(
    [
      { title: 'Account', cell: ({ account }) => textOf(account), share: 2.2 },
      { title: 'Day', cell: ({ day }) => textOf(day), share: 1.6 },
      money(words.bankSays, 'bank_closing'),
      money('The ledger says', 'ledger'),
      money('Lines not posted', 'lines_not_posted'),
      money('Not at the bank', 'postings_not_at_bank'),
      money(words.difference, 'difference'),
      { title: '', cell: ({ currency }) => textOf(currency), share: 0.8 },
    ],
    rows,
  )
  // The table ends where its rows are too many; the last day of every bank is said all the same.
  for (const row of tables.proof?.items ?? []) if (row.day === period.to) equation(report, row, figures)
  suspects(report, proof, figures)
}

function equation(report: Report, row: Row, figures: Figures): void {
  const currency = String(row.currency)
  const lines = [
    ...proofTerms.filter((term) => isThere(row[term])).map((term) => [words.terms[term] ?? term, row[term]] as const),
    [words.expected, row.expected] as const,
    [words.bankSays, row.bank_closing] as const,
    [words.difference, row.difference] as const,
  ]
  report.table(
    [
      { title: words.equation(String(row.account), String(row.day)), cell: ([name]) => name, share: 6 },
      { title: currency, cell: ([, sum]) => figures.amount(sum, currency), share: 3, isRight: true },
    ],
    lines,
  )
}

/** Parts of a line are counted below zero. */
const itemOf = (item: number): string => (item < 0 ? `part ${count(0 - item)}` : count(item))

const isThere = (sum: Row[string] | undefined): boolean => sum !== undefined && sum !== null && String(sum) !== '0'

function suspects(report: Report, { breaking }: PackDocument['proof'], figures: Figures): void {
  const found = breaking.flatMap(({ account, currency, day, suspects: items }) =>
    items.map((item) => ({ account, currency, on: day, ...item })),
  )
  if (found.length === 0) return
  report.say(words.suspects)
  report.table(
    [
      { title: 'Account', cell: ({ account }) => account, share: 2 },
      { title: 'Difference on', cell: ({ on }) => on, share: 1.6 },
      { title: 'Side', cell: ({ side }) => (side === 'line' ? 'Bank line' : 'Posting'), share: 1.4 },
      { title: 'No.', cell: ({ item }) => itemOf(item), share: 1.2, isRight: true },
      { title: 'Day', cell: ({ day }) => day, share: 1.6 },
      { title: 'Amount', cell: ({ amount, currency }) => figures.amount(amount, currency), share: 2, isRight: true },
      { title: 'Text', cell: ({ text }) => textOf(text), share: 4 },
    ],
    found,
  )
}
