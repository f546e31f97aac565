/** What belongs together from a balance to the line of a file: whichever of it one begins with, the rest is found. */
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

/** Null where what it begins with is not there. */
export function findTrace({ raw }: Pick<QueryContext, 'raw'>, { of }: Readonly<{ of: TraceFrom }>): Trace | null {
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
    default:
      return assertNever(of)
  }
}

const nothing: Trace = { balance: null, posting: null, entry: null, row: null, file: null }

type CaseRow = Readonly<{ batch: number | null; line: number | null; client: string | null; posting: number | null }>

/** What it is about as far as it is one thing: the client's money even where nothing was posted. */
function ofCase(raw: Database, id: number): Trace | null {
  const found = statementsOf(raw).exception.get(id) as CaseRow | undefined
  if (found === undefined) return null
  const { client, posting } = found
  const posted = posting === null ? null : readOne(raw, posting)
  const traced = { ...placeOf(raw, found), ...(posted === null ? {} : ofPosting(raw, posted)) }
  return { ...traced, balance: traced.balance ?? (client === null ? null : balanceOf(walletOf(raw, client))) }
}

function placeOf(raw: Database, { batch, line }: Pick<CaseRow, 'batch' | 'line'>): Trace {
  if (batch === null) return nothing
  return (line === null ? ofBatch(raw, { batch, line }) : ofRow(raw, { batch, line })) ?? nothing
}

type Line = Readonly<{ batch: number; line: number | null }>

function ofBatch(raw: Database, { batch, line }: Line): Trace | null {
  const file = statementsOf(raw).file.get(batch) as string | undefined
  if (file === undefined) return null
  return { ...nothing, row: line === null ? null : { batch, line }, file: { batch, file, line } }
}

function ofRow(raw: Database, { batch, line }: Readonly<{ batch: number; line: number }>): Trace | null {
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
): Trace | null {
  const found = readTransaction({ raw }, of)
  const { seq } = found?.postings.find(({ seq }) => seq === of.posting) ?? found?.postings[0] ?? {}
  const posted = seq === undefined ? null : readOne(raw, seq)
  return posted === null ? null : ofPosting(raw, posted)
}

function ofAccount(
  raw: Database,
  { account: code, currency }: Readonly<{ account: string; currency?: string | undefined }>,
): Trace | null {
  const account = findAccount(raw, { code, currency })
  if (account === null) return null
  const [last] = postingsOf(raw, [account.id], { order: 'newestFirst', edge: Number.MAX_SAFE_INTEGER, count: 1 })
  const posted = last === undefined ? null : readOne(raw, last)
  return { ...(posted === null ? nothing : ofPosting(raw, posted, account)), balance: balanceOf(account) }
}

const readOne = (raw: Database, seq: number): PostingRow | null => readPostings(raw, [seq])[0] ?? null

function ofPosting(raw: Database, posting: PostingRow, seenFrom?: AccountRow): Trace {
  const { seq, transaction, kind, batch, line, file } = posting
  const account = seenFrom ?? clientsSide(raw, posting)
  return {
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

function balanceOf(account: AccountRow | null): Trace['balance'] {
  if (account === null) return null
  const { code, currency, client, balance } = account
  return { account: code, currency, client, balance }
}

const statementsOf = perConnection((raw) => ({
  exception: raw.prepare('SELECT batch_id AS batch, line, client_id AS client, posting FROM exception WHERE id = ?'),
  file: raw.prepare('SELECT file FROM batch WHERE id = ?').pluck(),
  held: raw.prepare('SELECT client_id FROM held_row WHERE batch_id = @batch AND line = @line').pluck(),
  account: raw.prepare(`SELECT ${accountColumns} FROM account WHERE id = ?`),
}))
