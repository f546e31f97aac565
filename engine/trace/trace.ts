/**
 * What belongs together from a balance to the line of a file: whichever of it one begins with, the rest is found, and with
 * it where the money is now.
 */
import type { Database } from 'better-sqlite3'
import type { Trace, TraceFrom } from '../contract/trace.ts'
import { decisionOn } from '../exceptions/row-decisions.ts'
import { assertNever } from '../invariant.ts'
import { walletCode } from '../ledger/account.ts'
import { postingsOf } from '../ledger/account-postings.ts'
import { type AccountRow, accountColumns, findAccount } from '../ledger/find-account.ts'
import { type PostingRow, readPostings } from '../ledger/posting-rows.ts'
import { postingOfRow } from '../ledger/row-posting.ts'
import { readTransaction } from '../ledger/transaction.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { becameOf } from './became.ts'
import { matchAt, matchedIn, matchOfLine, statementLineAt } from './matched.ts'
import { movedOn } from './moved-on.ts'
import type { Place } from './place.ts'

/** Null where what it begins with is not there. */
export function findTrace({ raw }: Pick<QueryContext, 'raw'>, { of }: Readonly<{ of: TraceFrom }>): Trace | null {
  const found = findPlace(raw, of)
  if (found === null) return null
  return { ...found, ...matchedIn(raw, found), ...movedOn(raw, found), became: becameOf(raw, found) }
}

function findPlace(raw: Database, of: TraceFrom): Place | null {
  switch (of.from) {
    case 'case':
      return ofCase(raw, of.exception)
    case 'batch':
      return ofBatch(raw, { batch: of.batch, line: null })
    case 'row':
      return ofRow(raw, of)
    case 'transaction':
      return ofTransaction(raw, of)
    case 'account':
      return ofAccount(raw, of)
    case 'match':
      return ofMatch(raw, of.match)
    case 'line':
      return ofStatementLine(raw, of.line)
    case 'expected':
      return ofPayment(raw, statementsOf(raw).expected.get(of.expected) as Payment | undefined)
    case 'fund_request':
      return ofPayment(raw, statementsOf(raw).request.get(of.request) as Payment | undefined)
    case 'proposal':
      return ofProposal(raw, of.proposal)
    default:
      return assertNever(of)
  }
}

const nothing: Place = {
  balance: null,
  posting: null,
  entry: null,
  row: null,
  file: null,
  statement: null,
  match: null,
}

type CaseRow = Readonly<{ batch: number | null; line: number | null; client: string | null; posting: number | null }>

/** What it is about as far as it is one thing: the client's money even where nothing was posted. */
function ofCase(raw: Database, id: number): Place | null {
  const found = statementsOf(raw).exception.get(id) as CaseRow | undefined
  if (found === undefined) return null
  const { client, posting } = found
  const posted = posting === null ? null : readOne(raw, posting)
  const traced = { ...placeOf(raw, found), ...(posted === null ? {} : ofPosting(raw, posted)) }
  return { ...traced, balance: traced.balance ?? (client === null ? null : balanceOf(walletOf(raw, client))) }
}

function placeOf(raw: Database, { batch, line }: Pick<CaseRow, 'batch' | 'line'>): Place {
  if (batch === null) return nothing
  return (line === null ? ofBatch(raw, { batch, line }) : ofRow(raw, { batch, line })) ?? nothing
}

type Line = Readonly<{ batch: number; line: number | null }>

function ofBatch(raw: Database, { batch, line }: Line): Place | null {
  const file = statementsOf(raw).file.get(batch) as string | undefined
  if (file === undefined) return null
  return { ...nothing, row: line === null ? null : { batch, line }, file: { batch, file, line } }
}

function ofRow(raw: Database, { batch, line }: Readonly<{ batch: number; line: number }>): Place | null {
  const place = ofBatch(raw, { batch, line })
  if (place === null) return null
  // What was refused and posted by a person afterwards is known by that decision.
  const seq = postingOfRow(raw, { batch, line }) ?? decisionOn(raw, batch, line)?.transaction ?? null
  const posted = seq === null ? null : readOne(raw, seq)
  if (posted !== null) return { ...ofPosting(raw, posted), row: place.row, file: place.file }
  const client = statementsOf(raw).held.get({ batch, line }) as string | undefined
  return client === undefined ? place : { ...place, balance: balanceOf(walletOf(raw, client)) }
}

function ofTransaction(
  raw: Database,
  of: Readonly<{ transaction: number; posting?: number | undefined }>,
): Place | null {
  const found = readTransaction({ raw }, of)
  const { seq } = found?.postings.find(({ seq }) => seq === of.posting) ?? found?.postings[0] ?? {}
  const posted = seq === undefined ? null : readOne(raw, seq)
  return posted === null ? null : ofPosting(raw, posted)
}

function ofAccount(
  raw: Database,
  { account: code, currency }: Readonly<{ account: string; currency?: string | undefined }>,
): Place | null {
  const account = findAccount(raw, { code, currency })
  if (account === null) return null
  const [last] = postingsOf(raw, [account.id], { order: 'newestFirst', edge: Number.MAX_SAFE_INTEGER, count: 1 })
  const posted = last === undefined ? null : readOne(raw, last)
  return { ...(posted === null ? nothing : ofPosting(raw, posted, account)), balance: balanceOf(account) }
}

function ofMatch(raw: Database, match: number): Place | null {
  const found = matchAt(raw, match)
  if (found === null) return null
  const posted = found.posting === null ? null : readOne(raw, found.posting)
  return { ...(posted === null ? nothing : ofPosting(raw, posted)), match: found.match, statement: found.statement }
}

function ofStatementLine(raw: Database, line: number): Place | null {
  const statement = statementLineAt(raw, line)
  if (statement === null) return null
  const match = matchOfLine(raw, line)
  return { ...((match === null ? null : ofMatch(raw, match)) ?? nothing), statement }
}

type Payment = Readonly<{ entry: number | null; account: number | null }>

/** Until something is posted of it there is the account that it will move. */
function ofPayment(raw: Database, payment: Payment | undefined): Place | null {
  if (payment === undefined) return null
  const { entry, account: id } = payment
  const posted = entry === null ? null : readOne(raw, entry)
  if (posted !== null) return ofPosting(raw, posted)
  const account = id === null ? null : (statementsOf(raw).account.get(id) as AccountRow)
  return { ...nothing, balance: balanceOf(account) }
}

function ofProposal(raw: Database, id: number): Place | null {
  const found = statementsOf(raw).proposal.get(id) as
    | Readonly<{ entry: number | null; client: string | null }>
    | undefined
  if (found === undefined) return null
  const posted = found.entry === null ? null : readOne(raw, found.entry)
  if (posted !== null) return ofPosting(raw, posted)
  return { ...nothing, balance: found.client === null ? null : balanceOf(walletOf(raw, found.client)) }
}

const readOne = (raw: Database, seq: number): PostingRow | null => readPostings(raw, [seq])[0] ?? null

function ofPosting(raw: Database, posting: PostingRow, seenFrom?: AccountRow): Place {
  const { seq, transaction, kind, batch, line, file } = posting
  const account = seenFrom ?? clientsSide(raw, posting)
  return {
    ...nothing,
    balance: balanceOf(account),
    posting: { seq, transaction, account: account.code },
    entry: { transaction, kind },
    row: batch === null ? null : { batch, line },
    file: batch === null ? null : { batch, file, line },
  }
}

/** The house is on one side of nearly everything; whoever follows money wants to know whose it is. */
function clientsSide(raw: Database, { debit, credit }: PostingRow): AccountRow {
  const sides = [credit, debit].map((id) => statementsOf(raw).account.get(id) as AccountRow)
  return (sides.find(({ kind }) => kind === 'wallet') ??
    sides.find(({ client }) => client !== null) ??
    sides[0]) as AccountRow
}

const walletOf = (raw: Database, client: string): AccountRow | null => findAccount(raw, { code: walletCode(client) })

function balanceOf(account: AccountRow | null): Place['balance'] {
  if (account === null) return null
  const { code, currency, client, balance } = account
  return { account: code, currency, client, balance }
}

const statementsOf = perConnection((raw) => ({
  exception: raw.prepare('SELECT batch_id AS batch, line, client_id AS client, posting FROM exception WHERE id = ?'),
  file: raw.prepare('SELECT file FROM batch WHERE id = ?').pluck(),
  held: raw.prepare('SELECT client_id FROM held_row WHERE batch_id = @batch AND line = @line').pluck(),
  account: raw.prepare(`SELECT ${accountColumns} FROM account WHERE id = ?`),
  expected: raw.prepare('SELECT coalesce(entry, withdrawal) AS entry, account FROM expected_payment WHERE id = ?'),
  request: raw.prepare(`
    SELECT coalesce(undone_entry, settled_entry, paid_entry) AS entry, wallet AS account FROM fund_request WHERE id = ?`),
  proposal: raw.prepare(`
    SELECT result ->> '$.transaction' AS entry, client_id AS client FROM proposal WHERE id = ?`),
}))
