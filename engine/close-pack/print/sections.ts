/** A section for each subject, each with its table. */
import { assertNever } from '../../invariant.ts'
import type { Report } from '../../pdf/report.ts'
import type { Gathered } from '../gather.ts'
import { fileOf, type Row, type TableName } from '../tables.ts'
import { balanceTable } from './balances.ts'
import { columnsOf } from './columns.ts'
import { count, type Figures } from './figures.ts'
import { proofSection } from './proof.ts'
import { words } from './words.ts'

const inOrder = [
  'balances',
  'proof',
  'matches-by-rule',
  'residues',
  'open',
  'exceptions',
  'approvals',
  'rules',
  'files',
  'periods',
] as const satisfies readonly TableName[]

type Printed = (typeof inOrder)[number]

export function sections(report: Report, gathered: Gathered, figures: Figures): void {
  report.newPage()
  for (const name of inOrder) {
    const { title, about } = headOf(name)
    report.heading(title)
    report.say(about)
    const rows = gathered.shown.get(name) ?? []
    if (rows.length === 0) report.say(words.nothing)
    else section(report, name, { rows, gathered, figures })
    const all = gathered.document.tables[name]?.rows ?? 0
    if (all > rows.length) report.say(words.restIn(rows.length, all, fileOf(name)))
  }
}

type Known = Readonly<{ rows: readonly Row[]; gathered: Gathered; figures: Figures }>

function section(report: Report, name: Printed, { rows, gathered, figures }: Known): void {
  switch (name) {
    case 'balances':
      return balanceTable(report, rows, figures)
    case 'proof':
      return proofSection(report, gathered.document, { rows, figures })
    case 'exceptions':
      byCode(report, gathered, figures)
      return report.table(columnsOf(name, figures), rows)
    case 'matches-by-rule':
    case 'residues':
    case 'open':
    case 'approvals':
    case 'rules':
    case 'files':
    case 'periods':
      return report.table(columnsOf(name, figures), rows)
    default:
      return assertNever(name)
  }
}

type Head = Readonly<{ title: string; about: string }>

function headOf(name: Printed): Head {
  const { sections: titles } = words
  const heads: Readonly<Record<Printed, Head>> = {
    balances: { title: titles.balances, about: words.aboutBalances },
    proof: { title: titles.proof, about: words.aboutProof },
    'matches-by-rule': { title: titles.matches, about: words.aboutMatches },
    residues: { title: titles.residues, about: words.aboutMatches },
    open: { title: titles.open, about: words.aboutOpen },
    exceptions: { title: titles.exceptions, about: words.aboutExceptions },
    approvals: { title: titles.approvals, about: words.aboutApprovals },
    rules: { title: titles.rules, about: words.aboutRules },
    files: { title: titles.files, about: words.aboutFiles },
    periods: { title: titles.periods, about: words.aboutPeriods },
  }
  return heads[name]
}

function byCode(report: Report, { document }: Gathered, figures: Figures): void {
  const money = ({ currency }: { currency: string }, sum: string): string =>
    currency === '' ? '–' : figures.amount(sum, currency)
  report.table(
    [
      { title: 'Code', cell: ({ code }) => code, share: 4 },
      { title: 'Before', cell: ({ openBefore }) => count(openBefore.count), share: 1.2, isRight: true },
      { title: 'Raised', cell: ({ raised }) => count(raised.count), share: 1.2, isRight: true },
      { title: 'Reopened', cell: ({ reopened }) => count(reopened.count), share: 1.4, isRight: true },
      { title: 'Resolved', cell: ({ resolved }) => count(resolved.count), share: 1.4, isRight: true },
      { title: 'Open', cell: ({ openAtEnd }) => count(openAtEnd.count), share: 1.2, isRight: true },
      { title: 'Money', cell: (row) => money(row, row.openAtEnd.money), share: 2, isRight: true },
      { title: '', cell: ({ currency }) => currency, share: 0.9 },
    ],
    document.exceptionsByCode,
  )
}
