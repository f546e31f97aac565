/** A transaction that happened, with what refunds, payouts, chargebacks and reversals have left of it. */
import type { Database } from 'better-sqlite3'
import type { Account } from '../ledger/account.ts'
import type { Books } from '../ledger/books.ts'
import { perConnection } from '../store/compiled.ts'

export type PastTransaction = Readonly<{
  id: number
  kind: string
  currency: string
  amount: number
  /** What could still be undone of it. */
  left: number
  orderId: string | null
  /** The transaction that it undoes, pays out or refunds. */
  related: number | null
  bankTransactionId: string | null
  /** Its postings in order; the first one is what most operations are about. */
  postings: readonly PastPosting[]
  first: PastPosting
}>

export type PastPosting = Readonly<{ debit: Account; credit: Account; amount: number }>

export function findTransaction(raw: Database, books: Books, id: number): PastTransaction | null {
  const statements = statementsOf(raw)
  const rows = statements.postings.all({ id }) as PostingRow[]
  const [row] = rows
  // A number in the middle of an entry is that of a posting, not of a transaction.
  if (row === undefined || (row.entry !== null && row.entry !== id)) return null
  const postings = rows.map(({ debit, credit, amount }) => ({
    debit: books.get(debit),
    credit: books.get(credit),
    amount,
  }))
  const [first] = postings
  if (first === undefined) return null
  const amount = row.total ?? row.amount
  const { kind, currency, orderId, related, bankTransactionId } = row
  const left = amount - usedOf(raw, id)
  return { id, kind, currency, amount, left, orderId, related, bankTransactionId, postings, first }
}

type PostingRow = Readonly<{
  entry: number | null
  kind: string
  currency: string
  debit: number
  credit: number
  amount: number
  total: number | null
  orderId: string | null
  related: number | null
  bankTransactionId: string | null
}>

/** What was undone of a transaction, less what was undone of the undoing. */
export function usedOf(raw: Database, id: number): number {
  const related = statementsOf(raw).related.all(id) as { id: number; amount: number }[]
  return related.reduce((sum, entry) => sum + entry.amount - usedOf(raw, entry.id), 0)
}

/** The transaction that stands for a bank's own number of a movement: one that was taken back whole stands for nothing. */
export function findOfBank(
  raw: Database,
  books: Books,
  { kind, bankTransactionId }: Readonly<{ kind: string; bankTransactionId: string }>,
): number | null {
  const told = statementsOf(raw).ofBank.all(bankTransactionId, kind) as number[]
  return told.find((id) => findTransaction(raw, books, id)?.left !== 0) ?? null
}

const statementsOf = perConnection((raw) => ({
  ofBank: raw.prepare('SELECT id FROM entry WHERE bank_transaction_id = ? AND kind = ?').pluck(),
  postings: raw.prepare(`
    SELECT posting.entry, posting.kind, posting.currency, posting.debit, posting.credit, posting.amount,
      entry.amount AS total, entry.order_id AS orderId, entry.related, entry.bank_transaction_id AS bankTransactionId
    FROM movement AS posting LEFT JOIN entry ON entry.id = posting.entry
    WHERE posting.seq >= @id AND posting.seq < @id + coalesce((SELECT postings FROM entry WHERE id = @id), 1)
    ORDER BY posting.seq`),
  related: raw.prepare('SELECT id, amount FROM entry WHERE related = ?'),
}))
