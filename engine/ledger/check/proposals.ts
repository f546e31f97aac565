/**
 * Four eyes, looked at from both sides: what was approved is in the books, and what is in the books under a proposal was
 * approved by somebody else than who proposed it.
 */
import type { Database } from 'better-sqlite3'
import type { Findings } from './findings.ts'

type Lost = Readonly<{ id: number; expected: string }>
type Unapproved = Readonly<{ subject: string; proposal: number; state: string | null }>

/** A proposal's result names what it made, and that names the proposal again. A wallet's terms and currencies name none. */
const madeNothing = `
  SELECT id, CASE
      WHEN result ->> 'transaction' IS NOT NULL THEN 'transaction:' || (result ->> 'transaction')
      WHEN result ->> 'hold' IS NOT NULL THEN 'hold:' || (result ->> 'hold')
      WHEN result ->> 'setting' IS NOT NULL THEN 'setting:' || (result ->> 'setting') || ' ' || (result ->> 'version')
      WHEN result ->> 'period' IS NOT NULL THEN 'period:' || (result ->> 'period')
      WHEN result ->> 'agreement' IS NOT NULL THEN 'agreement:' || (result ->> 'agreement')
      WHEN result ->> 'caller' IS NOT NULL THEN 'caller:' || (result ->> 'caller') || ' ' || (result ->> 'version')
      WHEN result ->> 'match' IS NOT NULL THEN 'match:' || (result ->> 'match')
      WHEN result ->> 'batch' IS NOT NULL THEN 'batch:' || (result ->> 'batch')
      WHEN result ->> 'webhook' IS NOT NULL THEN 'webhook:' || (result ->> 'webhook')
      ELSE 'a transaction or a hold' END AS expected
  FROM proposal WHERE state = 'approved' AND CASE
    WHEN result ->> 'transaction' IS NOT NULL
      THEN NOT EXISTS (SELECT 1 FROM entry WHERE entry.id = result ->> 'transaction' AND entry.proposal = proposal.id)
    WHEN result ->> 'hold' IS NOT NULL
      THEN NOT EXISTS (SELECT 1 FROM hold WHERE hold.id = result ->> 'hold' AND hold.proposal = proposal.id)
    WHEN result ->> 'setting' IS NOT NULL
      THEN NOT EXISTS (SELECT 1 FROM setting WHERE setting.name = result ->> 'setting'
        AND setting.version = result ->> 'version' AND setting.proposal = proposal.id)
    WHEN result ->> 'period' IS NOT NULL THEN NOT EXISTS (SELECT 1 FROM period WHERE period.proposal = proposal.id)
    WHEN result ->> 'agreement' IS NOT NULL
      THEN NOT EXISTS (SELECT 1 FROM agreement WHERE agreement.id = result ->> 'agreement'
        AND agreement.proposal = proposal.id)
    WHEN result ->> 'caller' IS NOT NULL
      THEN NOT EXISTS (SELECT 1 FROM caller_terms WHERE caller_terms.caller_id = result ->> 'caller'
        AND caller_terms.version = result ->> 'version' AND caller_terms.proposal = proposal.id)
    -- A batch that was stopped once more names the later one of those that released it.
    WHEN kind = 'batch_release' THEN NOT EXISTS (SELECT 1 FROM batch
      WHERE batch.id = result ->> 'batch' AND batch.released_by >= proposal.id)
    WHEN kind = 'batch_reverse' THEN NOT EXISTS (SELECT 1 FROM batch_reversal
      WHERE batch_reversal.batch_id = result ->> 'batch' AND batch_reversal.proposal = proposal.id)
    WHEN kind IN ('rows_post', 'rows_correct', 'rows_write_off')
      THEN (SELECT count(*) FROM row_decision WHERE row_decision.proposal = proposal.id) IS NOT result ->> 'rows'
    WHEN kind = 'match_residue' THEN NOT EXISTS (SELECT 1 FROM item_match
      WHERE item_match.id = result ->> 'match' AND item_match.proposal = proposal.id)
    WHEN kind = 'match_undo' THEN NOT EXISTS (SELECT 1 FROM item_match
      WHERE item_match.id = result ->> 'match' AND item_match.state = 'undone')
    -- An address that was changed since names the last one.
    WHEN kind = 'webhook_endpoint'
      THEN NOT EXISTS (SELECT 1 FROM webhook_endpoint WHERE webhook_endpoint.id = result ->> 'webhook')
    ELSE moves_money = 1 AND kind <> 'wallet_terms' END`

const madeUnapproved = `
  WITH made AS (
    SELECT 'entry:' || id AS subject, proposal, 1 AS money FROM entry WHERE proposal IS NOT NULL
    UNION ALL SELECT 'hold:' || id, proposal, 1 FROM hold WHERE proposal IS NOT NULL
    UNION ALL SELECT 'setting:' || name || ' ' || version, proposal, 0 FROM setting
    UNION ALL SELECT 'period:' || id, proposal, 0 FROM period
    UNION ALL SELECT 'batch:' || id, released_by, 1 FROM batch WHERE released_by IS NOT NULL
    UNION ALL SELECT 'batch:' || batch_id, proposal, 1 FROM batch_reversal
    UNION ALL SELECT 'row:' || batch_id || ':' || line, proposal, 1 FROM row_decision WHERE proposal IS NOT NULL
    UNION ALL SELECT 'match:' || id, proposal, 1 FROM item_match WHERE proposal IS NOT NULL
    UNION ALL SELECT 'caller:' || caller_id || ' ' || version, proposal, 1 FROM caller_terms
    UNION ALL SELECT 'webhook:' || id, proposal, 0 FROM webhook_endpoint
    UNION ALL SELECT 'agreement:' || id, proposal, 0 FROM agreement WHERE proposal IS NOT NULL)
  SELECT made.subject, made.proposal, proposal.state
  FROM made LEFT JOIN proposal ON proposal.id = made.proposal
  WHERE proposal.state IS NOT 'approved'
    OR (proposal.decided_by = proposal.proposed_by AND (made.money = 1 OR proposal.in_set_up = 0))`

export function checkProposals(raw: Database, findings: Findings): void {
  for (const { id, expected } of raw.prepare(madeNothing).iterate() as IterableIterator<Lost>)
    findings.add('proposal_without_result', `proposal:${id}`, { expected, found: 'none' })
  for (const { subject, proposal, state } of raw.prepare(madeUnapproved).iterate() as IterableIterator<Unapproved>) {
    const expected = `proposal:${proposal} approved by another`
    if (state === 'approved')
      findings.add('approved_by_proposer', subject, { expected, found: 'approved by its proposer' })
    else findings.add('done_without_approval', subject, { expected, found: state ?? 'no such proposal' })
  }
}
