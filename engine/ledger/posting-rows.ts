/** Postings as they are shown: with the names of their accounts, and where they came from. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { Posting, Source } from '../contract/accounts.ts'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'

type FromBatch = Readonly<{
  batch: number
  line: number
  file: string
  producer: number
  producerName: string
  txId: string
  location: string
  sealedAt: number | null
  batchState: string
}>
type NoBatch = Readonly<Record<keyof FromBatch, null>>

export type PostingRow = Readonly<{
  seq: number
  transaction: number
  kind: string
  debit: number
  credit: number
  debitCode: string
  creditCode: string
  currency: string
  amount: number
  occurredAt: number
  postedAt: number
  businessDay: string
  debitAfter: number
  creditAfter: number
  initiator: string | null
  initiatedBy: string | null
  reference: string | null
  orderId: string | null
  bankTransactionId: string | null
  reason: string | null
  related: number | null
  hold: number | null
  proposal: number | null
  late: boolean
}> &
  (FromBatch | NoBatch)

/** In the order of the numbers. */
export function readPostings(raw: Database, seqs: readonly number[]): readonly PostingRow[] {
  const { zone } = homeOf(raw)
  const rows = bySeqs(raw).all(JSON.stringify(seqs)) as Omit<PostingRow, 'late'>[]
  invariant(rows.length === seqs.length, 'a posting is gone', { wanted: seqs.length, found: rows.length })
  // Its own day was closed already, so it stands in the first open one behind it.
  return rows.map((row) => ({ ...row, late: zone.dayOf(row.occurredAt) < row.businessDay }) as PostingRow)
}

export const postingOf = (row: PostingRow): Posting => ({
  seq: row.seq,
  transaction: row.transaction,
  kind: row.kind,
  debit: row.debitCode,
  credit: row.creditCode,
  currency: row.currency,
  amount: row.amount,
  occurredAt: isoOf(row.occurredAt),
  postedAt: isoOf(row.postedAt),
  businessDay: row.businessDay,
  late: row.late,
  debitAfter: row.debitAfter,
  creditAfter: row.creditAfter,
  source: sourceOf(row),
})

export function sourceOf(row: PostingRow): Source {
  if (row.batch !== null) {
    const { batch, line, file, producer, producerName, txId, location } = row
    return { from: 'batch', batch, line, file, producer, producerName, txId, location }
  }
  const { initiator, initiatedBy, reference, orderId, bankTransactionId, reason, related, hold, proposal } = row
  invariant(initiator !== null, 'a posting from nowhere', { seq: row.seq })
  const asked = { initiator, initiatedBy, reference, orderId, bankTransactionId, reason }
  return { from: 'entry', ...asked, related, hold, proposal }
}

/** The posting as the account sees it: signed, with the balance that it left there and the account on the other side. */
export function sideOf(
  row: PostingRow,
  account: number,
): Readonly<{ amount: number; balance: number; counter: string }> {
  return row.credit === account
    ? { amount: row.amount, balance: row.creditAfter, counter: row.debitCode }
    : { amount: 0 - row.amount, balance: row.debitAfter, counter: row.creditCode }
}

const bySeqs = perConnection((raw) =>
  raw.prepare(`
    SELECT posting.seq, coalesce(posting.entry, posting.seq) AS "transaction", posting.kind, posting.debit,
      posting.credit, debit.code AS debitCode, credit.code AS creditCode, posting.currency, posting.amount,
      posting.occurred_at AS occurredAt, posting.posted_at AS postedAt, posting.business_day AS businessDay,
      posting.debit_after AS debitAfter, posting.credit_after AS creditAfter, posting.batch_id AS batch, posting.line,
      posting.tx_id AS txId, posting.location, batch.file, batch.sealed_at AS sealedAt, batch.state AS batchState,
      posting.producer_id AS producer, producer.name AS producerName, entry.initiator,
      entry.initiated_by AS initiatedBy, entry.reference, entry.order_id AS orderId,
      entry.bank_transaction_id AS bankTransactionId, entry.reason, entry.related, entry.hold, entry.proposal
    FROM json_each(?) AS wanted CROSS JOIN posting ON posting.seq = wanted.value
    JOIN account AS debit ON debit.id = posting.debit
    JOIN account AS credit ON credit.id = posting.credit
    LEFT JOIN batch ON batch.id = posting.batch_id
    LEFT JOIN producer ON producer.id = posting.producer_id
    LEFT JOIN entry ON entry.id = posting.entry
    ORDER BY wanted.key`),
)
