/**
 * What needed a person has its exception, and an exception stands for exactly the rows that there are: nothing is worked
 * on that is not so, and nothing waits unseen.
 */
import type { Database } from 'better-sqlite3'
import type { Findings } from '../ledger/check/findings.ts'
import { checkDecisions } from './check-decisions.ts'
import { rowCodeSql } from './held-drafts.ts'

export function checkExceptions(raw: Database, findings: Findings): void {
  for (const [batch, what, expected, found] of raw.prepare(law).raw().iterate() as IterableIterator<Difference>)
    findings.add('exception_rows_differ', `batch:${batch} ${what}`, { expected, found: found ?? 'none' })
  const unseen = raw.prepare(stoppedUnseen).raw().iterate() as IterableIterator<[number, string]>
  for (const [batch, state] of unseen)
    findings.add('batch_without_exception', `batch:${batch}`, {
      expected: `an exception, being ${state}`,
      found: 'none',
    })
  checkDecisions(raw, findings)
}

type Difference = [batch: number, what: string, expected: number, found: number | null]

// While a batch is checked anew its exceptions are those of the check before, until the new verdict. Of held rows some may
// have gone through since the last look, so that an exception may still count them; those that wait for money are nobody's
// work before their time.
const law = `
  SELECT noted.batch_id, noted.outcome || ' ' || noted.code, noted.rows, exception.rows
  FROM (SELECT batch_id, outcome, code, count(*) AS rows FROM batch_row
    WHERE outcome <> 'repeat' GROUP BY batch_id, outcome, code) AS noted
  JOIN batch ON batch.id = noted.batch_id AND batch.sealed_at IS NOT NULL
  LEFT JOIN exception ON exception.batch_id = noted.batch_id AND exception.scope = noted.outcome
    AND exception.code = noted.code
  WHERE exception.rows IS NOT noted.rows
  UNION ALL
  SELECT exception.batch_id, exception.scope || ' ' || exception.code, 0, exception.rows FROM exception
  JOIN batch ON batch.id = exception.batch_id AND batch.state NOT IN ('received', 'checking')
  WHERE exception.scope IN ('fault', 'conflict') AND exception.status <> 'resolved'
    AND NOT EXISTS (SELECT 1 FROM batch_row WHERE batch_row.batch_id = exception.batch_id
      AND batch_row.outcome = exception.scope AND batch_row.code = exception.code AND batch_row.outcome <> 'repeat')
  UNION ALL
  SELECT held.batch_id, 'hold ' || held.code, held.rows, exception.rows
  FROM (SELECT batch_id, code, count(*) AS rows FROM held_row
    WHERE state = 'held' AND code <> 'INSUFFICIENT_FUNDS' GROUP BY batch_id, code) AS held
  JOIN batch ON batch.id = held.batch_id AND batch.sealed_at IS NOT NULL
  LEFT JOIN exception ON exception.batch_id = held.batch_id AND exception.scope = 'hold' AND exception.code = held.code
  WHERE exception.rows IS NULL OR (exception.status <> 'resolved' AND exception.rows < held.rows)
  UNION ALL
  SELECT batch_id, 'hold ' || code, every, rows
  FROM (SELECT exception.batch_id, exception.code, exception.rows, (SELECT count(*) FROM held_row
      WHERE held_row.batch_id = exception.batch_id AND held_row.code = ${rowCodeSql}) AS every
    FROM exception WHERE exception.scope = 'hold')
  WHERE rows > every`

// Further copies of a file have joined the exception of the first.
const stoppedUnseen = `
  SELECT batch.id, batch.state FROM batch
  WHERE batch.state IN ('held', 'rejected')
    AND NOT EXISTS (SELECT 1 FROM exception WHERE exception.batch_id = batch.id AND exception.scope = 'batch')
    AND NOT EXISTS (SELECT 1 FROM batch AS first JOIN exception ON exception.batch_id = first.id
      WHERE first.sha256 = batch.sha256 AND first.producer_id = batch.producer_id AND first.id < batch.id
        AND exception.code = 'FILE_REPEATED' AND batch.reasons = '["FILE_REPEATED"]')`
