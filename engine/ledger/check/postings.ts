/**
 * One pass over all postings in order, for every law that has to see each of them. They come in small blocks: reading on
 * from a number costs less than half of what an open cursor does, and memory stays bounded.
 */
import type { Database } from 'better-sqlite3'
import type { CheckProgress } from '../../contract/workspace.ts'
import type { Findings } from './findings.ts'
import type { Whole } from './sums.ts'

export type PostingRow = [
  seq: number,
  debit: number,
  credit: number,
  amount: Whole,
  debitAfter: Whole,
  creditAfter: Whole,
  entry: number | null,
  batch: number | null,
  kind: string,
  currency: string,
  line: number | null,
  txId: string | null,
  debitPrevious: number,
  creditPrevious: number,
  /** Counted from 1970-01-01. */
  day: number,
]

/** A law that sees every posting, and says at the end what the rest of the store holds against it. */
export type PostingLaw = Readonly<{
  take: (row: PostingRow, findings: Findings) => void
  close: (findings: Findings) => void
}>

type Pass = Readonly<{
  laws: readonly PostingLaw[]
  findings: Findings
  report: (progress: CheckProgress) => void
}>

const blockRows = 1_000
const reports = 20

/** Answers how many postings there are. */
export function passPostings(raw: Database, { laws, findings, report }: Pass): number {
  const block = raw
    .prepare(`
      SELECT seq, debit, credit, amount, debit_after, credit_after, entry, batch_id, kind, currency, line, tx_id,
        debit_previous, credit_previous, day
      FROM movement WHERE seq > ? ORDER BY seq LIMIT ${blockRows}`)
    .raw()
  const exact = raw.prepare('SELECT amount, debit_after, credit_after FROM movement WHERE seq = ?').safeIntegers().raw()
  const total = (raw.prepare('SELECT max(seq) FROM movement').pluck().get() as number | null) ?? 0
  const reportEvery = Math.max(blockRows, Math.ceil(total / reports / blockRows) * blockRows)
  let postings = 0
  let last = 0
  let rows: PostingRow[]
  let from = Number.MIN_SAFE_INTEGER
  do {
    rows = block.all(from) as PostingRow[]
    for (const row of rows) {
      // Numbers are given in order and none is left out: what is missing was there.
      if (row[0] !== last + 1)
        findings.add('postings_missing', `posting:${last + 1}`, { expected: last + 1, found: row[0] })
      last = row[0]
      if (isInexact(row)) row.splice(3, 3, ...(exact.get(row[0]) as [bigint, bigint, bigint]))
      for (const law of laws) law.take(row, findings)
    }
    from = last
    postings += rows.length
    const isLast = rows.length < blockRows
    if (rows.length > 0 && (isLast || postings % reportEvery === 0)) report({ postings, total })
  } while (rows.length === blockRows)
  for (const law of laws) law.close(findings)
  return postings
}

const isInexact = (row: PostingRow): boolean =>
  !(Number.isSafeInteger(row[3]) && Number.isSafeInteger(row[4]) && Number.isSafeInteger(row[5]))
