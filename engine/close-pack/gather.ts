/** Everything a pack says, from one snapshot: the document, a part for each table, and the first rows of each for print. */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../calendar/day.ts'
import { isoOf } from '../calendar/instant.ts'
import type { PackStep } from '../contract/close-packs.ts'
import { assertNever } from '../invariant.ts'
import { OpenDays } from '../ledger/open-days.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { type DigitsOf, headOf, lineOf } from './csv.ts'
import { DaySums } from './day-sums.ts'
import type { PackDocument } from './document.ts'
import { instantsOf, type PackDays } from './pack-days.ts'
import { inChunks, type Part, partOf } from './parts.ts'
import { balanceRows, walletRows } from './rows/balances.ts'
import type { RowsContext } from './rows/context.ts'
import { approvalRows, ruleRows } from './rows/decisions.ts'
import { exceptionRows } from './rows/exceptions.ts'
import { fileRows, periodRows } from './rows/files.ts'
import { matchRows, openRows, residueRows } from './rows/matches.ts'
import { type PackProofs, proofsOf } from './rows/proof.ts'
import { Summaries } from './summaries.ts'
import { fileOf, listedRow, type Row, type TableName, TableTotal, tableNames, tables } from './tables.ts'

export type ToGather = PackDays & Readonly<{ includeClients: boolean; madeAt: number; madeBy: string }>

/** The first rows of a table, as many as a print shows. */
export type Shown = ReadonlyMap<TableName, readonly Row[]>

export type Gathered = Readonly<{ document: PackDocument; parts: readonly Part[]; shown: Shown; digitsOf: DigitsOf }>

export type OnStep = (step: PackStep, done: number, of: number) => void

/** More of a table than this is in its file: nobody reads a thousand pages. */
export const rowsShown = 500

export function gather(raw: Database, asked: ToGather, onStep: OnStep): Gathered {
  const days = { from: asked.from, to: asked.to }
  const sums = new DaySums(raw, days, {
    eachAccount: asked.includeClients,
    onBucket: (done, of) => onStep('movements', done, of),
  })
  const context: RowsContext = { raw, days, instants: instantsOf(days, homeOf(raw).zone), sums }
  const proofs = proofsOf(context, (done, of) => onStep('proof', done, of))
  const digitsOf = digitsIn(raw)
  const rowsOf = sources(context, proofs)
  const summaries = new Summaries()
  const shown = new Map<TableName, readonly Row[]>()
  const parts: Part[] = []
  const listed: PackDocument['tables'] = {}
  const wanted = tableNames.filter((name) => name !== 'wallets' || asked.includeClients)
  for (const [at, name] of wanted.entries()) {
    const rows = rowsOf[name]
    const { total, first } = counted(name, rows(), summaries)
    parts.push(partOf(fileOf(name), () => inChunks(linesOf(name, rows(), digitsOf))))
    shown.set(name, first)
    const items = tables[name].isListed ? { items: [...rows()].map((row) => listedRow(name, row)) } : {}
    listed[name] = { file: fileOf(name), rows: total.rows, sums: total.sums, ...items }
    onStep('tables', at + 1, wanted.length)
  }
  const document = {
    ...headOfDocument(raw, asked),
    proof: inDocument(proofs),
    tables: listed,
    ...summaries.inDocument,
  }
  return { document, parts, shown, digitsOf }
}

type Sources = Readonly<Record<TableName, () => Iterable<Row>>>

/** What is short is reckoned once; what may be long is read again each time it is gone through. */
function sources(context: RowsContext, proofs: PackProofs): Sources {
  const [balances, matches, open, periods] = [
    balanceRows(context),
    matchRows(context),
    openRows(context),
    periodRows(context),
  ]
  return {
    balances: () => balances,
    proof: () => proofs.rows,
    'matches-by-rule': () => matches,
    residues: () => residueRows(context),
    open: () => open,
    exceptions: () => exceptionRows(context),
    approvals: () => approvalRows(context),
    rules: () => ruleRows(context),
    files: () => fileRows(context),
    periods: () => periods,
    wallets: () => walletRows(context),
  }
}

function counted(name: TableName, rows: Iterable<Row>, summaries: Summaries) {
  const total = new TableTotal(name)
  const first: Row[] = []
  for (const row of rows) {
    total.add(row)
    if (first.length < rowsShown) first.push(row)
    summarise(name, row, summaries)
  }
  return { total, first }
}

function summarise(name: TableName, row: Row, summaries: Summaries): void {
  switch (name) {
    case 'exceptions':
      return summaries.exception(row)
    case 'approvals':
      return summaries.approval(row)
    case 'residues':
      return summaries.residue(row)
    case 'balances':
    case 'proof':
    case 'matches-by-rule':
    case 'open':
    case 'rules':
    case 'files':
    case 'periods':
    case 'wallets':
      return
    default:
      return assertNever(name)
  }
}

function* linesOf(name: TableName, rows: Iterable<Row>, digitsOf: DigitsOf): Generator<string> {
  yield headOf(name)
  for (const row of rows) yield lineOf(name, row, digitsOf)
}

type Head = Pick<PackDocument, 'version' | 'workspace' | 'period' | 'madeAt' | 'madeBy' | 'currencies'>

function headOfDocument(raw: Database, { from, to, madeAt, madeBy }: ToGather): Head {
  const { workspace, currencies, postings } = statementsOf(raw)
  const { id, name, zone, currency, demo } = workspace.get() as WorkspaceRow
  const { closedThrough } = new OpenDays(raw)
  return {
    version: 1,
    workspace: { id, name, zone, currency, isDemo: demo === 1 },
    period: {
      from,
      to,
      isClosed: closedThrough !== null && closedThrough >= to,
      closedThrough,
      isGoingOn: homeOf(raw).zone.dayOf(madeAt) <= to,
      postings: postings.get(dayNumberOf(from), dayNumberOf(to)) as number,
    },
    madeAt: isoOf(madeAt),
    madeBy,
    currencies: currencies.all() as PackDocument['currencies'],
  }
}

const inDocument = ({ rows, breaking, verdict }: PackProofs): PackDocument['proof'] => ({
  verdict,
  proofs: rows.length,
  withoutBalance: rows.filter((row) => row.difference === null).length,
  untold: rows.filter((row) => row.told === 0).length,
  withoutStatementOfDay: rows.filter((row) => row.has_statement_of_day === 0).length,
  breaking: breaking.map((each) => ({ ...each, suspects: [...each.suspects] })),
})

function digitsIn(raw: Database): DigitsOf {
  const known = new Map(
    (statementsOf(raw).currencies.all() as PackDocument['currencies']).map(({ code, digits }) => [code, digits]),
  )
  // A statement may name a currency that the books do not have.
  return (currency) => known.get(currency) ?? 2
}

type WorkspaceRow = Readonly<{ id: string; name: string; zone: string; currency: string; demo: number }>

const statementsOf = perConnection((raw) => ({
  workspace: raw.prepare('SELECT uid AS id, name, zone, currency, demo FROM workspace'),
  currencies: raw.prepare('SELECT code, digits FROM currency ORDER BY code'),
  postings: raw.prepare('SELECT coalesce(sum(postings), 0) FROM posting_day WHERE day BETWEEN ? AND ?').pluck(),
}))
