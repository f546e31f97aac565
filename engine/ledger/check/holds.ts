/** What a wallet has set aside is what its open holds have left, and what a hold captured is what its captures moved. */
import type { Database } from 'better-sqlite3'
import type { Chart } from './chart.ts'
import type { Findings } from './findings.ts'

export function checkHolds(raw: Database, chart: Chart, findings: Findings): void {
  checkHeld(raw, chart, findings)
  checkCaptured(raw, findings)
  checkCaptures(raw, findings)
}

function checkHeld(raw: Database, chart: Chart, findings: Findings): void {
  const rows = raw
    .prepare(`
      WITH open AS (SELECT wallet, sum(amount - captured) AS left FROM hold WHERE state = 'open' GROUP BY wallet)
      SELECT account.code, account.currency, coalesce(open.left, 0), account.held
      FROM account LEFT JOIN open ON open.wallet = account.id
      WHERE account.held <> coalesce(open.left, 0)`)
    .safeIntegers()
    .raw()
    .iterate() as IterableIterator<[string, string, bigint, bigint]>
  for (const [code, currency, expected, found] of rows)
    findings.add('held_differs', chart.name(code, currency), { expected, found })
}

function checkCaptured(raw: Database, findings: Findings): void {
  const rows = raw
    .prepare(`
      SELECT hold.id, coalesce(sum(entry.amount), 0) AS moved, hold.captured
      FROM hold LEFT JOIN entry ON entry.hold = hold.id AND entry.kind = 'capture'
      GROUP BY hold.id HAVING moved <> hold.captured`)
    .safeIntegers()
    .raw()
    .iterate() as IterableIterator<[bigint, bigint, bigint]>
  for (const [hold, expected, found] of rows) findings.add('hold_captured_differs', `hold:${hold}`, { expected, found })
}

/** A capture takes from the wallet of its hold. */
function checkCaptures(raw: Database, findings: Findings): void {
  const rows = raw
    .prepare(`
      SELECT entry.id, coalesce('hold:' || entry.hold, 'a hold'), iif(hold.id IS NULL, 'none', 'of another wallet')
      FROM entry JOIN movement AS posting ON posting.seq = entry.id LEFT JOIN hold ON hold.id = entry.hold
      WHERE entry.kind = 'capture' AND hold.wallet IS NOT posting.debit`)
    .raw()
    .iterate() as IterableIterator<[number, string, string]>
  for (const [entry, expected, found] of rows)
    findings.add('capture_without_hold', `entry:${entry}`, { expected, found })
}
