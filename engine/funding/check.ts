/** What fund requests say of their money is what was posted for them, and nothing was posted for none. */
import type { Database } from 'better-sqlite3'
import type { Findings } from '../ledger/check/findings.ts'

export function checkFunding(raw: Database, findings: Findings): void {
  for (const [subject, expected, found] of raw.prepare(unlikeEntries).raw().iterate() as IterableIterator<Difference>)
    findings.add('fund_entry_differs', subject, { expected, found: found ?? 'none' })
  for (const [kind, expected, found] of raw.prepare(unlikeCounts).raw().iterate() as IterableIterator<Count>)
    findings.add('fund_entries_differ', kind, { expected, found })
}

type Difference = [subject: string, expected: string, found: string | null]
type Count = [kind: string, expected: number, found: number]

// A correction may have taken of what was pending, so that less was released than was asked for.
const unlikeEntries = `
  WITH claim AS (
    SELECT id, 'paid' AS part, paid_entry AS entry,
      'fund_paid ' || amount || ' ' || currency || ' ' || reference AS said FROM fund_request
    UNION ALL SELECT id, 'settled', settled_entry,
      'fund_settled ' || (received + fee) || ' ' || currency || ' ' || reference FROM fund_request
    UNION ALL SELECT id, 'released', released_entry, 'fund_released ' || currency || ' ' || reference FROM fund_request
    UNION ALL SELECT id, 'undone', undone_entry,
      'fund_undone ' || amount || ' ' || currency || ' ' || reference || ' of ' || paid_entry FROM fund_request)
  SELECT 'fund:' || claim.id || ' ' || part, said, made FROM (
    SELECT claim.id, part, said, entry.kind || iif(part = 'released', '', ' ' || entry.amount) || ' ' || entry.currency || ' '
      || entry.reference || iif(part = 'undone', ' of ' || entry.related, '') AS made
    FROM claim LEFT JOIN entry ON entry.id = claim.entry WHERE claim.entry IS NOT NULL) AS claim
  WHERE made IS NOT said`

const unlikeCounts = `
  WITH said AS (
    SELECT 'fund_paid' AS kind, count(paid_entry) AS requests FROM fund_request
    UNION ALL SELECT 'fund_settled', count(settled_entry) FROM fund_request
    UNION ALL SELECT 'fund_released', count(released_entry) FROM fund_request
    UNION ALL SELECT 'fund_undone', count(undone_entry) FROM fund_request),
  made AS (SELECT kind, count(*) AS entries FROM entry GROUP BY kind)
  SELECT said.kind, requests, coalesce(entries, 0) FROM said LEFT JOIN made ON made.kind = said.kind
  WHERE requests <> coalesce(entries, 0)`
