/** The page that is read first, and often alone: what it is, whether it holds, and what it comes to. */
import type { Report } from '../../pdf/report.ts'
import type { ListedRow, PackDocument } from '../document.ts'
import { tableNames } from '../tables.ts'
import { balanceTable } from './balances.ts'
import { count, type Figures } from './figures.ts'
import { words } from './words.ts'

type Known = Readonly<{ figures: Figures; fingerprint: string }>

export function firstPage(report: Report, document: PackDocument, { figures, fingerprint }: Known): void {
  const { workspace, period, madeAt, madeBy } = document
  report.title(words.title(period), workspace.name)
  standing(report, document, figures)
  const { facts } = words
  report.facts([
    [facts.workspace, `${workspace.name} (${workspace.id})`],
    [facts.period, period.from === period.to ? period.from : `${period.from} – ${period.to}`],
    [facts.postings, count(period.postings)],
    [facts.closed, period.closedThrough ?? words.notClosedAtAll],
    [facts.madeAt, `${figures.time(madeAt)} ${workspace.zone}`],
    [facts.madeBy, madeBy],
    [facts.key, fingerprint],
  ])
  report.heading(words.sections.balances)
  totals(report, document, figures)
  report.heading(words.sections.contents)
  const held = tableNames.flatMap((name) => {
    const table = document.tables[name]
    return table === undefined ? [] : [{ name, ...table }]
  })
  report.table(
    [
      { title: words.file, cell: ({ file }) => file, share: 3 },
      { title: words.holds, cell: ({ name }) => words.contents(name), share: 6 },
      { title: words.rows, cell: ({ rows }) => count(rows), share: 1.2, isRight: true },
    ],
    held,
  )
}

const breaksSaid = 5

/** Closed or not, proven or not: in sentences, the bad ones first. */
function standing(report: Report, { workspace, period, proof, tables }: PackDocument, figures: Figures): void {
  if (workspace.isDemo) report.notice('plain', words.demo)
  if (period.postings === 0) report.notice('plain', words.empty)
  if (period.isClosed) report.notice('good', words.closed)
  else report.notice('bad', words.notClosed(period.closedThrough))
  if (period.isGoingOn) report.notice('bad', words.goingOn)
  report.notice(toneOf(proof.verdict), words.verdict(proof.verdict))
  for (const { account, currency, day, difference } of proof.breaking.slice(0, breaksSaid))
    report.notice('bad', words.breaksAt(account, day, `${figures.amount(difference, currency)} ${currency}`))
  const more = proof.breaking.length - breaksSaid
  if (more > 0) report.notice('bad', words.moreBreaks(more))
  statements(report, tables.proof?.items ?? [])
}

/** On how many days of a bank its statements leave something open, and what. */
function statements(report: Report, rows: readonly ListedRow[]): void {
  const untold = rows.filter(({ told }) => told !== 1)
  const withoutBalance = untold.filter(({ bank_closing }) => bank_closing === null).length
  const carriedOver = rows.filter(({ told, has_statement_of_day }) => told === 1 && has_statement_of_day === 0).length
  if (withoutBalance > 0) report.notice('bad', words.withoutBalance(withoutBalance))
  if (untold.length > withoutBalance) report.notice('bad', words.untold(untold.length - withoutBalance))
  if (carriedOver > 0) report.notice('plain', words.carriedOver(carriedOver))
}

function toneOf(verdict: PackDocument['proof']['verdict']): 'good' | 'bad' | 'plain' {
  if (verdict === 'proves') return 'good'
  return verdict === 'breaks' ? 'bad' : 'plain'
}

/** By kind and currency: each account of ours is in the section behind. */
function totals(report: Report, { tables }: PackDocument, figures: Figures): void {
  const kinds = new Map<string, { kind: string; currency: string; accounts: number; sums: bigint[] }>()
  for (const row of tables.balances?.items ?? []) {
    const [kind, currency] = [String(row.kind), String(row.currency)]
    const before = kinds.get(`${kind} ${currency}`) ?? { kind, currency, accounts: 0, sums: [0n, 0n, 0n, 0n] }
    const added = [row.opening, row.debits, row.credits, row.closing]
    const sums = before.sums.map((sum, at) => sum + BigInt(added[at] ?? 0))
    kinds.set(`${kind} ${currency}`, { kind, currency, accounts: before.accounts + Number(row.accounts), sums })
  }
  const rows = [...kinds.values()].map(({ sums: [opening, debits, credits, closing], ...rest }) => ({
    ...rest,
    account: '',
    opening: opening ?? 0n,
    debits: debits ?? 0n,
    credits: credits ?? 0n,
    closing: closing ?? 0n,
  }))
  balanceTable(report, rows, figures)
}
