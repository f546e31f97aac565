/**
 * The root hash of a period: SHA-256 over one line for each of its postings, day by day in the order of their numbers.
 * Where a day's postings stand is known by buckets, which are read in their order, so nothing of a month of any size is
 * kept. A line is a JSON array, so no two contents write the same text; accounts are named by their codes, because ids are
 * the store's business.
 */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../calendar/day.ts'
import { bucketSize } from '../ledger/posting-writer.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { type Span, spanOf } from './period.ts'

export type Reckoned = Readonly<{ postings: number; root: string }>

export const reckonPeriod = ({ raw }: Pick<QueryContext, 'raw'>, { name }: Readonly<{ name: string }>): Reckoned =>
  rootOf(raw, spanOf(name))

export function rootOf(raw: Database, { kind, firstDay, lastDay }: Span): Reckoned {
  const hash = createHash('sha256')
  // What is hashed and how: were the lines ever written otherwise, this number says which ones a root is over.
  hash.update(`${JSON.stringify(['period', 1, kind, firstDay, lastDay])}\n`)
  let postings = 0
  const { buckets, lines } = statementsOf(raw)
  for (const [day, bucket] of buckets.all(dayNumberOf(firstDay), dayNumberOf(lastDay)) as [number, number][]) {
    const found = lines.all({ day, first: bucket * bucketSize, behind: (bucket + 1) * bucketSize })
    for (const line of found) hash.update(`${JSON.stringify(line)}\n`)
    postings += found.length
  }
  return { postings, root: hash.digest('hex') }
}

const statementsOf = perConnection((raw) => ({
  buckets: raw.prepare('SELECT day, bucket FROM posting_day WHERE day BETWEEN ? AND ? ORDER BY day, bucket').raw(),
  lines: raw
    .prepare(`
      SELECT posting.seq, posting.entry, posting.batch_id, posting.line, posting.producer_id, posting.tx_id,
        posting.location, debited.code, credited.code, posting.currency, posting.amount, posting.kind,
        posting.occurred_at, posting.posted_at, posting.business_day
      FROM posting
      CROSS JOIN account AS debited ON debited.id = posting.debit
      CROSS JOIN account AS credited ON credited.id = posting.credit
      WHERE posting.seq >= @first AND posting.seq < @behind AND posting.day = @day ORDER BY posting.seq`)
    .raw(),
}))
