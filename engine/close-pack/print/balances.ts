/** Balances as a table, whether of single accounts or of all of a kind. */
import type { Report } from '../../pdf/report.ts'
import type { Row } from '../tables.ts'
import { count, type Figures } from './figures.ts'
import { words } from './words.ts'

export function balanceTable(report: Report, rows: readonly Row[], figures: Figures): void {
  const currency = (row: Row): string => String(row.currency)
  report.table<Row>(
    [
      { title: 'Account', cell: nameOf, share: 3.2 },
      { title: 'Accounts', cell: ({ accounts }) => count(accounts), share: 1.5, isRight: true },
      { title: 'Opening', cell: (row) => figures.balance(row.opening, currency(row)), share: 2.5, isRight: true },
      { title: 'Debits', cell: (row) => figures.amount(row.debits, currency(row)), share: 2.2, isRight: true },
      { title: 'Credits', cell: (row) => figures.amount(row.credits, currency(row)), share: 2.2, isRight: true },
      { title: 'Closing', cell: (row) => figures.balance(row.closing, currency(row)), share: 2.5, isRight: true },
      { title: '', cell: currency, share: 0.8 },
    ],
    rows,
  )
}

const nameOf = ({ account, kind }: Row): string =>
  account === '' ? (words.allOf[String(kind)] ?? String(kind)) : String(account)
