/**
 * A held row names the posting that it became and is posted by none before; and a wallet knows how many payments wait for
 * its money, because whoever credits it looks for them only then.
 */
import type { Database } from 'better-sqlite3'
import type { Chart } from './chart.ts'
import type { Findings } from './findings.ts'

export function checkHeldRows(raw: Database, findings: Findings): void {
  const rows = raw
    .prepare(`
      SELECT held_row.batch_id, held_row.line, held_row.state, movement.seq
      FROM held_row LEFT JOIN movement ON movement.seq = held_row.posting
      WHERE (held_row.state = 'posted') <> (held_row.posting IS NOT NULL)
        OR (held_row.state = 'posted' AND (movement.batch_id, movement.line, movement.amount, movement.kind)
          IS NOT (held_row.batch_id, held_row.line, held_row.amount, held_row.kind))`)
    .raw()
    .iterate() as IterableIterator<[number, number, string, number | null]>
  for (const [batch, line, state, seq] of rows)
    findings.add('held_row_differs', `batch:${batch} line:${line}`, {
      expected: state === 'posted' ? 'posted as it was held' : 'not posted',
      found: seq === null ? 'not posted' : `posting:${seq}`,
    })
}

/** Batches post in the workspace's own currency, so only wallets in it have rows that wait. */
export function checkWaiting(raw: Database, chart: Chart, findings: Findings): void {
  const rows = raw
    .prepare(`
      WITH wait AS (SELECT client_id, count(*) AS rows FROM held_row
        WHERE state = 'held' AND code = 'INSUFFICIENT_FUNDS' GROUP BY client_id)
      SELECT account.code, account.currency, coalesce(wait.rows, 0), account.waiting FROM account
      LEFT JOIN wait ON account.kind = 'wallet' AND wait.client_id = account.client_id
        AND account.currency = (SELECT currency FROM workspace)
      WHERE account.waiting <> coalesce(wait.rows, 0)`)
    .raw()
    .iterate() as IterableIterator<[string, string, number, number]>
  for (const [code, currency, expected, found] of rows)
    findings.add('waiting_differs', chart.name(code, currency), { expected, found })
}
