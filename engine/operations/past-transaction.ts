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
  const { kind, currency, orderId } = row
  return { id, kind, currency, amount, left: amount - usedOf(raw, id), orderId, postings, first }
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
}>

/** What was undone of a transaction, less what was undone of the undoing. */
export function usedOf(raw: Database, id: number): number {
  const related = statementsOf(raw).related.all(id) as { id: number; amount: number }[]
  return related.reduce((sum, entry) => sum + entry.amount - usedOf(raw, entry.id), 0)
}

const statementsOf = perConnection((raw) => ({
  postings: raw.prepare(`
    SELECT posting.entry, posting.kind, posting.currency, posting.debit, posting.credit, posting.amount,
      entry.amount AS total, entry.order_id AS orderId
    FROM posting LEFT JOIN entry ON entry.id = posting.entry
    WHERE posting.seq >= @id AND posting.seq < @id + coalesce((SELECT postings FROM entry WHERE id = @id), 1)
    ORDER BY posting.seq`),
  related: raw.prepare('SELECT id, amount FROM entry WHERE related = ?'),
}))
