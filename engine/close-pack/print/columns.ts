/** Which columns of a table a print shows, and how wide each is beside the others. */
import type { Column } from '../../pdf/table.ts'
import type { Row, TableName } from '../tables.ts'
import { count, type Figures, textOf } from './figures.ts'

/** All that are printed but balances and proofs, which have tables of their own. */
export type Columned = Exclude<TableName, 'balances' | 'proof' | 'wallets'>

type Columns = readonly Column<Row>[]

const text = (title: string, column: string, share: number): Column<Row> => ({
  title,
  cell: (row) => textOf(row[column]),
  share,
})
const number = (title: string, column: string, share: number): Column<Row> => ({
  title,
  cell: (row) => count(row[column]),
  share,
  isRight: true,
})

type Make = (title: string, column: string, share: number) => Column<Row>
type Cells = Readonly<{ money: Make; time: Make; figures: Figures }>

export function columnsOf(name: Columned, figures: Figures): Columns {
  const money: Make = (title, column, share) => ({
    title,
    cell: (row) => figures.money(row, column),
    share,
    isRight: true,
  })
  const time: Make = (title, column, share) => ({ title, cell: (row) => figures.time(row[column]), share })
  const cells = { money, time, figures }
  const columns: Readonly<Record<Columned, Columns>> = { ...ofMatches(cells), ...ofDecisions(cells), ...ofFiles(cells) }
  return columns[name]
}

const currency: Column<Row> = { title: '', cell: ({ currency: code }) => String(code ?? ''), share: 0.9 }

const ofMatches = ({ money }: Cells): Readonly<Record<'matches-by-rule' | 'residues' | 'open', Columns>> => ({
  'matches-by-rule': [
    text('Account', 'account', 2.2),
    text('Rule', 'rule', 2.4),
    number('Version', 'rule_version', 1.1),
    text('State', 'state', 1.6),
    number('Matches', 'matches', 1.3),
    number('Lines', 'lines', 1.2),
    number('Postings', 'postings', 1.3),
    money('Money', 'money', 2.4),
    money('Residue', 'residue', 1.8),
    currency,
  ],
  residues: [
    number('Match', 'match', 1),
    text('Account', 'account', 2.3),
    text('Day', 'day', 1.9),
    text('Rule', 'rule', 2.2),
    text('State', 'state', 1.6),
    money('Residue', 'residue', 1.8),
    currency,
    text('Posted to', 'residue_to', 2),
    number('Posting', 'posting', 1.3),
    text('On', 'posted_on', 1.9),
  ],
  open: [
    text('Account', 'account', 3),
    { title: 'Side', cell: ({ side }) => (side === 'line' ? 'Bank lines' : 'Postings'), share: 2 },
    { title: 'Age in days', cell: ageOf, share: 2 },
    number('Items', 'items', 1.5),
    money('Sum', 'sum', 3),
    currency,
  ],
})

const ofDecisions = ({ money, time }: Cells): Readonly<Record<'exceptions' | 'approvals' | 'rules', Columns>> => ({
  exceptions: [
    { title: 'No.', cell: (row) => `EX-${textOf(row.number)}`, share: 1.4 },
    text('Code', 'code', 3.2),
    text('Severity', 'severity', 1.6),
    text('Status', 'status', 1.6),
    time('Raised', 'raised_at', 3.2),
    time('Resolved', 'resolved_at', 3.2),
    text('Resolution', 'resolution', 2.3),
    text('By', 'resolved_by', 1.4),
    money('Money', 'amount', 1.9),
    currency,
  ],
  approvals: [
    { title: 'No.', cell: (row) => `P-${textOf(row.number)}`, share: 1 },
    text('Kind', 'kind', 2.2),
    text('Outcome', 'outcome', 1.6),
    text('Asked by', 'proposed_by', 1.5),
    time('Asked', 'proposed_at', 3.2),
    text('Decided by', 'decided_by', 1.5),
    time('Decided', 'decided_at', 3.2),
    text('Reason', 'reason', 2.8),
    money('Money', 'amount', 1.9),
    currency,
  ],
  rules: [
    text('What', 'kind', 1.4),
    text('Name', 'name', 2.4),
    number('Version', 'version', 1),
    time('In force from', 'in_force_from', 2.6),
    number('Proposal', 'proposal', 1.1),
    text('By', 'by', 1.4),
    { title: 'SHA-256', cell: hashOf('sha256'), share: 2.2 },
  ],
})

const ofFiles = ({ time, figures }: Cells): Readonly<Record<'files' | 'periods', Columns>> => ({
  files: [
    text('What', 'kind', 1.5),
    number('No.', 'number', 0.9),
    text('File', 'file', 3),
    text('Sender', 'sender', 1.7),
    text('State', 'state', 1.4),
    time('Received', 'received_at', 3.2),
    number('Rows', 'rows', 1.2),
    { title: 'Sum', cell: (row) => figures.amount(sumOf(row), String(row.currency ?? '')), share: 2, isRight: true },
    currency,
    { title: 'SHA-256', cell: hashOf('sha256'), share: 2 },
  ],
  periods: [
    text('Period', 'name', 1.6),
    text('State', 'state', 1.3),
    number('Postings', 'postings', 1.4),
    time('Closed', 'closed_at', 2.6),
    { title: 'Proposal', cell: (row) => `P-${textOf(row.proposal)}`, share: 1.2 },
    text('Root', 'root', 6),
  ],
})

function ageOf({ from_days: from, to_days: to }: Row): string {
  if (to === null || to === undefined) return `${from} and more`
  return from === to ? String(from) : `${from} to ${to}`
}

/** Enough of a hash to tell two apart; the whole of it is in the file. */
const hashOf =
  (column: string) =>
  (row: Row): string =>
    textOf(row[column]).slice(0, 12)

/** What a statement says went in, less what went out. */
function sumOf({ kind, sum, sum_in: taken, sum_out: given }: Row): Row[string] {
  if (kind === 'batch') return sum ?? null
  return taken === null || given === null || taken === undefined || given === undefined
    ? null
    : BigInt(taken) - BigInt(given)
}
