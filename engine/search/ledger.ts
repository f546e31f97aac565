/** Transactions by their number, by a producer's TxId or by any reference that they carry; accounts of the house by code. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import { accountKinds } from '../contract/accounts.ts'
import type { SearchHit } from '../contract/search.ts'
import { type PostingRow, readPostings } from '../ledger/posting-rows.ts'
import { behindPrefix } from '../ledger/prefix.ts'
import { placesOfTxId, postingOfRow } from '../ledger/row-posting.ts'
import { perConnection } from '../store/compiled.ts'
import { type Asked, firstOfEach, wanted } from './asked.ts'

export function findTransactions({ raw, typed: { number, spellings } }: Asked): readonly SearchHit[] {
  const { exists, named } = statementsOf(raw)
  const byNumber = number !== null && (number.noun ?? 'transaction') === 'transaction' ? [number.value] : []
  const there = byNumber.filter((seq) => exists.get(seq) !== undefined)
  const rows = spellings.flatMap((text) => rowsNamed(raw, text))
  const entries = spellings.flatMap((text) => named.all({ text, wanted }) as number[])
  // How something begins says less than what it is, so those come last.
  const beginning = spellings.flatMap((text) => entriesBeginning(raw, text))
  const seqs = firstOfEach([...there, ...rows, ...entries, ...beginning])
  return oncePerTransaction(readPostings(raw, seqs)).map(hitOf)
}

/**
 * A row that was refused and posted by a person afterwards is known by that decision, which is asked first: such a row may be
 * of a batch that posted none by itself.
 */
function rowsNamed(raw: Database, txId: string): readonly number[] {
  const { decided, txIdOf } = statementsOf(raw)
  const seqs = placesOfTxId(raw, txId).flatMap(
    (place) => (decided.get(place) as number | undefined) ?? postingOfRow(raw, place) ?? [],
  )
  // The hash only finds; the row's own text decides.
  return seqs.filter((seq) => txIdOf.get(seq) === txId)
}

function entriesBeginning(raw: Database, text: string): readonly number[] {
  const range = { text, behind: behindPrefix(text), wanted }
  return statementsOf(raw).beginning.flatMap((statement) => statement.all(range) as number[])
}

function oncePerTransaction(rows: readonly PostingRow[]): readonly PostingRow[] {
  const known = new Set<number>()
  return rows.filter(({ transaction }) => !known.has(transaction) && known.add(transaction))
}

function hitOf(row: PostingRow): SearchHit {
  const { transaction, kind, amount, currency, postedAt } = row
  return {
    kind: 'transaction',
    transaction,
    what: kind,
    name: row.txId ?? row.reference ?? row.orderId ?? row.bankTransactionId,
    amount,
    currency,
    client: clientOfCode(row.creditCode) ?? clientOfCode(row.debitCode),
    at: isoOf(postedAt),
  }
}

const clientOfCode = (code: string): string | null => /^(?:wallet|pending|receivable):(.+)$/s.exec(code)?.[1] ?? null

/** A client's accounts are found by the client. There are as many of them as of clients, and few of all others. */
const houseKinds = accountKinds.filter((kind) => !['wallet', 'pending', 'receivable'].includes(kind))

export function findAccounts({ raw, typed: { text } }: Asked): readonly SearchHit[] {
  const code = text.toLowerCase()
  const { whole, ofKind } = statementsOf(raw)
  const found = whole.all(text) as AccountRow[]
  for (const kind of houseKinds) {
    // By all of the code, `clearing:nine`, or by what it says behind the kind.
    for (const first of new Set([code, `${kind}:${code}`]))
      found.push(...(ofKind.all({ kind, first, behind: behindPrefix(first), wanted }) as AccountRow[]))
  }
  const once = new Map(found.map(({ id, ...row }) => [id, row]))
  return [...once.values()].slice(0, wanted).map((row) => ({ kind: 'account', ...row }))
}

type AccountRow = Readonly<{ id: number; account: string; currency: string; balance: number }>

const references = ['reference', 'order_id', 'bank_transaction_id'] as const

const statementsOf = perConnection((raw) => ({
  exists: raw.prepare('SELECT 1 FROM movement WHERE seq = ?'),
  decided: raw
    .prepare(`
      SELECT posting FROM row_decision
      WHERE batch_id = @batch AND line = @line AND undone_at IS NULL AND posting IS NOT NULL`)
    .pluck(),
  txIdOf: raw.prepare('SELECT tx_id FROM movement WHERE seq = ?').pluck(),
  named: raw
    .prepare(
      `${references
        .map((column) => `SELECT * FROM (SELECT id FROM entry WHERE ${column} = @text ORDER BY id DESC LIMIT @wanted)`)
        .join(' UNION ')} ORDER BY id DESC LIMIT @wanted`,
    )
    .pluck(),
  beginning: references.map((column) =>
    raw
      .prepare(
        `SELECT id FROM entry WHERE ${column} > @text AND ${column} < @behind ORDER BY ${column}, id LIMIT @wanted`,
      )
      .pluck(),
  ),
  whole: raw.prepare('SELECT id, code AS account, currency, balance FROM account WHERE code = ? ORDER BY id'),
  ofKind: raw.prepare(`
    SELECT id, code AS account, currency, balance FROM account
    WHERE kind = @kind AND kind <> 'wallet' AND code >= @first AND code < @behind ORDER BY code, currency LIMIT @wanted`),
}))
