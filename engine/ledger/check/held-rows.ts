/** A held row waits until it is posted: one that waits has no posting, and one that was posted has its own. */
import type { Database } from 'better-sqlite3'
import type { Findings } from './findings.ts'

export function checkHeldRows(raw: Database, findings: Findings): void {
  const rows = raw
    .prepare(`
      SELECT held_row.batch_id, held_row.line, held_row.state, posting.seq
      FROM held_row LEFT JOIN posting ON posting.batch_id = held_row.batch_id AND posting.line = held_row.line
      WHERE (held_row.state = 'held') = (posting.seq IS NOT NULL)
        OR posting.amount <> held_row.amount OR posting.kind <> held_row.kind`)
    .raw()
    .iterate() as IterableIterator<[number, number, string, number | null]>
  for (const [batch, line, state, seq] of rows)
    findings.add('held_row_differs', `batch:${batch} line:${line}`, {
      expected: state === 'held' ? 'not posted' : 'posted as it was held',
      found: seq === null ? 'not posted' : `posting:${seq}`,
    })
}
