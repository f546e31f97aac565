/**
 * The root hash of a period: SHA-256 over one line for each of its postings, day by day in the order of their numbers.
 * That is the order of an index, so a month of any size is read in one pass and nothing of it is kept. A line is a JSON
 * array, so no two contents write the same text; accounts are named by their codes, because ids are the store's business.
 */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { QueryContext } from '../store/command.ts'
import { type Span, spanOf } from './period.ts'

export type Reckoned = Readonly<{ postings: number; root: string }>

export const reckonPeriod = ({ raw }: Pick<QueryContext, 'raw'>, { name }: Readonly<{ name: string }>): Reckoned =>
  rootOf(raw, spanOf(name))

export function rootOf(raw: Database, { kind, firstDay, lastDay }: Span): Reckoned {
  const hash = createHash('sha256')
  // What is hashed and how: were the lines ever written otherwise, this number says which ones a root is over.
  hash.update(`${JSON.stringify(['period', 1, kind, firstDay, lastDay])}\n`)
  let postings = 0
  for (const line of lines(raw).iterate(firstDay, lastDay)) {
    hash.update(`${JSON.stringify(line)}\n`)
    postings += 1
  }
  return { postings, root: hash.digest('hex') }
}

// The index is named because without it the planner may sort, which would hold the whole period in memory. Not kept for
// the connection: a statement that is being read is busy until it ends.
const lines = (raw: Database) =>
  raw
    .prepare(`
      SELECT posting.seq, posting.entry, posting.batch_id, posting.line, posting.producer_id, posting.tx_id,
        posting.location, debited.code, credited.code, posting.currency, posting.amount, posting.kind,
        posting.occurred_at, posting.posted_at, posting.business_day
      FROM posting INDEXED BY posting_by_day
      CROSS JOIN account AS debited ON debited.id = posting.debit
      CROSS JOIN account AS credited ON credited.id = posting.credit
      WHERE posting.business_day BETWEEN ? AND ?
      ORDER BY posting.business_day, posting.seq`)
    .raw()
