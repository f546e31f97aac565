/**
 * What people decided about rows and what is posted say the same, from both sides; and a case that waits, or is over, does
 * so for a reason that is there.
 */
import type { Database } from 'better-sqlite3'
import type { Findings } from '../ledger/check/findings.ts'
import { rowCodeSql } from './held-drafts.ts'

type Difference = [subject: string, expected: string | number, found: string | number | null]

export function checkDecisions(raw: Database, findings: Findings): void {
  for (const [code, law] of Object.entries(laws))
    for (const [subject, expected, found] of raw.prepare(law).raw().iterate() as IterableIterator<Difference>)
      findings.add(code, subject, { expected, found: found ?? 'none' })
}

const row = `'batch:' || decision.batch_id || ' line:' || decision.line`

// Of each decision that moved money: the row became that posting with what was said of it, or was given up for as much.
const rowDecisionDiffers = `
  SELECT ${row}, decision.decision || ' by posting:' || decision.posting,
    coalesce(held.state || coalesce(' by posting:' || held.posting, ''), 'no such row')
  FROM row_decision AS decision
  LEFT JOIN held_row AS held ON held.batch_id = decision.batch_id AND held.line = decision.line
  WHERE decision.posting IS NOT NULL AND CASE decision.decision
    WHEN 'written_off' THEN held.state IS NOT 'rejected' OR NOT EXISTS (SELECT 1 FROM entry
      WHERE entry.id = decision.posting AND entry.kind = 'write_off' AND entry.amount = held.amount
        AND entry.proposal = decision.proposal)
    ELSE held.state IS NOT 'posted' OR held.posting IS NOT decision.posting OR (decision.corrected IS NOT NULL
      AND (held.client_id, held.kind, held.amount, held.tx_id, held.location) IS NOT (decision.corrected ->> 'client',
        decision.corrected ->> 'type', decision.corrected ->> 'amount', decision.corrected ->> 'txId',
        decision.corrected ->> 'location')) END
  UNION ALL
  SELECT ${row}, 'a row of exception:' || decision.exception_id, 'a row of another batch'
  FROM row_decision AS decision JOIN exception ON exception.id = decision.exception_id
  WHERE exception.batch_id IS NOT decision.batch_id
  UNION ALL
  SELECT ${row}, 'a proposal of exception:' || decision.exception_id || ' to have it ' || decision.decision,
    proposal.kind || ' of exception:' || coalesce(proposal.change ->> 'exception', 'none')
  FROM row_decision AS decision JOIN proposal ON proposal.id = decision.proposal
  WHERE proposal.change ->> 'exception' IS NOT decision.exception_id
    OR proposal.kind <> CASE decision.decision WHEN 'written_off' THEN 'rows_write_off' WHEN 'corrected' THEN 'rows_correct'
      ELSE iif(decision.corrected IS NULL, 'rows_post', 'rows_correct') END`

// Beside what waits for money, a row that a batch did not post itself is posted because two people agreed.
const rowPostedUndecided = `
  SELECT 'batch:' || held.batch_id || ' line:' || held.line, 'a decision', 'posting:' || held.posting
  FROM held_row AS held
  WHERE held.state = 'posted' AND held.posting IS NOT NULL AND held.code <> 'INSUFFICIENT_FUNDS' AND NOT EXISTS (SELECT 1 FROM row_decision
    WHERE row_decision.batch_id = held.batch_id AND row_decision.line = held.line
      AND row_decision.posting = held.posting)`

const exceptionDecidedDiffers = `
  SELECT 'exception:' || id, decisions, decided FROM (SELECT id, decided, iif(scope IN ('fault', 'conflict'),
      (SELECT count(*) FROM row_decision WHERE exception_id = exception.id AND undone_at IS NULL), 0) AS decisions
    FROM exception)
  WHERE decided <> decisions`

const heldRowsUnseen = `
  SELECT 'exception:' || id, 'no rows held, being resolved', rows FROM (SELECT exception.id,
      (SELECT count(*) FROM held_row WHERE held_row.batch_id = exception.batch_id AND held_row.code = ${rowCodeSql}
        AND held_row.state = 'held') AS rows
    FROM exception JOIN batch ON batch.id = exception.batch_id AND batch.sealed_at IS NOT NULL
    WHERE exception.scope = 'hold' AND exception.status = 'resolved')
  WHERE rows > 0`

// A proposal whose time is over is open until the job that ends it runs, and its case waits so long.
const approvalWaitDiffers = `
  SELECT 'exception:' || id, iif(proposals > 0, 'waiting for approval', 'not waiting for approval'),
    status || coalesce(' for ' || waiting_for, '')
  FROM (SELECT id, status, waiting_for, (SELECT count(*) FROM exception_proposal AS link
      JOIN proposal ON proposal.id = link.proposal AND proposal.state = 'open' WHERE link.exception_id = exception.id
      ) AS proposals
    FROM exception WHERE status <> 'resolved')
  WHERE (waiting_for IS 'approval') <> (proposals > 0)`

/** By the code of what they find. */
const laws: Readonly<Record<string, string>> = {
  row_decision_differs: rowDecisionDiffers,
  row_posted_undecided: rowPostedUndecided,
  exception_decided_differs: exceptionDecidedDiffers,
  held_rows_unseen: heldRowsUnseen,
  approval_wait_differs: approvalWaitDiffers,
}
