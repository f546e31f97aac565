/** Whether a document says of itself what is so: its rows add up, each balance and each proof comes out. */
import type { PackProof } from '../../contract/close-packs.ts'
import type { DocumentTable, ListedRow, PackDocument } from '../document.ts'
import type { Manifest } from '../manifest.ts'
import { columnsOf, proofTerms, type Sums, type TableName, TableTotal, tableNames } from '../tables.ts'
import type { PackProblem } from './problems.ts'

const money = /^-?[0-9]{1,40}$/

/** Asked before anything is added up: what stands where money should need not be a number. */
export function isMoneyReadable(name: TableName, rows: readonly ListedRow[]): boolean {
  const columns = columnsOf(name).flatMap(([column, kind]) => (kind === 'money' ? [column] : []))
  return rows.every((row) => columns.every((column) => money.test(String(row[column] ?? 0))))
}

export function documentProblems(document: PackDocument, manifest: Manifest): readonly PackProblem[] {
  return [
    ...headProblems(document, manifest),
    ...tableNames.flatMap((name) => listedProblems(name, document.tables[name])),
    ...balanceProblems(document.tables.balances?.items ?? []),
    ...proofProblems(document),
    ...exceptionProblems(document),
  ]
}

function headProblems({ workspace, period, madeAt, madeBy }: PackDocument, manifest: Manifest): readonly PackProblem[] {
  const pairs = {
    workspace: [workspace.id, manifest.workspace],
    from: [period.from, manifest.from],
    to: [period.to, manifest.to],
    madeAt: [madeAt, manifest.madeAt],
    madeBy: [madeBy, manifest.madeBy],
  }
  return Object.entries(pairs).flatMap(([field, [said, signed]]) =>
    said === signed ? [] : [{ code: 'document_differs', field } as const],
  )
}

/** Every table but that of single wallets belongs to every pack. */
function listedProblems(name: TableName, table: DocumentTable | undefined): readonly PackProblem[] {
  const differs = [{ code: 'document_differs', field: `tables.${name}` } as const]
  if (table === undefined) return name === 'wallets' ? [] : differs
  if (table.items === undefined) return []
  const total = new TableTotal(name)
  for (const item of table.items) total.add(item)
  return total.rows === table.rows && sameSums(total.sums, table.sums) ? [] : differs
}

export function sameSums(a: Sums, b: Sums): boolean {
  const flat = (sums: Sums): string =>
    JSON.stringify(
      Object.entries(sums)
        .flatMap(([currency, columns]) => Object.entries(columns).map(([column, sum]) => [currency, column, sum]))
        .toSorted((x, y) => (x.join() < y.join() ? -1 : 1)),
    )
  return flat(a) === flat(b)
}

const sumOf = (row: ListedRow, column: string): bigint => BigInt(row[column] ?? 0)

function balanceProblems(rows: readonly ListedRow[]): readonly PackProblem[] {
  const problems: PackProblem[] = []
  const closing = new Map<string, bigint>()
  for (const row of rows) {
    const [account, currency] = [String(row.account || row.kind), String(row.currency)]
    const reckoned = sumOf(row, 'opening') + sumOf(row, 'debits') - sumOf(row, 'credits')
    if (reckoned !== sumOf(row, 'closing')) problems.push({ code: 'balance_wrong', account, currency })
    closing.set(currency, (closing.get(currency) ?? 0n) + sumOf(row, 'closing'))
  }
  for (const [currency, sum] of closing) if (sum !== 0n) problems.push({ code: 'books_do_not_balance', currency })
  return problems
}

const itemTerms: ReadonlySet<string> = new Set(['lines_not_posted', 'postings_not_at_bank'])

function proofProblems({ proof, tables, period }: PackDocument): readonly PackProblem[] {
  const rows = tables.proof?.items ?? []
  const closing = new Map((tables.balances?.items ?? []).map((row) => [`${row.account} ${row.currency}`, row.closing]))
  const problems = rows.flatMap((row) => {
    const standing = row.day === period.to ? closing.get(`${row.account} ${row.currency}`) : row.ledger
    return equationHolds(row) && String(standing ?? '0') === String(row.ledger)
      ? []
      : [
          {
            code: 'proof_wrong',
            account: String(row.account),
            currency: String(row.currency),
            day: String(row.day),
          } as const,
        ]
  })
  const found = verdictOf(rows)
  const counts = countProblems(proof, rows)
  if (found === proof.verdict) return [...problems, ...counts]
  return [...problems, ...counts, { code: 'verdict_wrong', says: proof.verdict, found }]
}

/** What was open before and what came, less what ended, is what is open at the end: in number and in money. */
function exceptionProblems({ exceptionsByCode }: PackDocument): readonly PackProblem[] {
  const isWhole = exceptionsByCode.every(({ openBefore, raised, reopened, resolved, openAtEnd }) => {
    const money = [openBefore, raised, reopened].reduce((sum, each) => sum + BigInt(each.money), 0n)
    return (
      openBefore.count + raised.count + reopened.count - resolved.count === openAtEnd.count &&
      money - BigInt(resolved.money) === BigInt(openAtEnd.money)
    )
  })
  return isWhole ? [] : [{ code: 'document_differs', field: 'exceptionsByCode' }]
}

const isTold = ({ told }: ListedRow): boolean => told === 1

function countProblems(proof: PackDocument['proof'], rows: readonly ListedRow[]): readonly PackProblem[] {
  const counts = {
    proofs: rows.length,
    withoutBalance: rows.filter(({ difference }) => difference === null).length,
    untold: rows.filter((row) => !isTold(row)).length,
    withoutStatementOfDay: rows.filter((row) => row.has_statement_of_day !== 1).length,
  }
  return Object.entries(counts).flatMap(([name, found]) =>
    proof[name as keyof typeof counts] === found ? [] : [{ code: 'document_differs', field: `proof.${name}` } as const],
  )
}

/** What is owed by the ledger is what the ledger says; with what is open it is what the bank should have. */
function equationHolds(row: ListedRow): boolean {
  let [owed, expected] = [0n, 0n]
  for (const term of proofTerms) {
    expected += sumOf(row, term)
    if (!itemTerms.has(term)) owed += sumOf(row, term)
  }
  if (owed !== sumOf(row, 'ledger') || expected !== sumOf(row, 'expected')) return false
  const hasBalance = row.bank_closing !== null && row.bank_closing !== undefined
  if (!hasBalance) return row.difference === null && !isTold(row)
  return sumOf(row, 'bank_closing') - expected === sumOf(row, 'difference') && row.difference !== null
}

function verdictOf(rows: readonly ListedRow[]): PackProof {
  if (rows.length === 0) return 'nothing_to_prove'
  if (rows.some(({ difference }) => difference !== null && difference !== '0')) return 'breaks'
  return rows.every((row) => isTold(row) && row.difference !== null) ? 'proves' : 'incomplete'
}
