/**
 * Held payments are nobody's work for as many days as was agreed; a job looks every minute for those that waited longer,
 * and for exceptions whose held rows went through since, whoever sent the money.
 */
import type { Database } from 'better-sqlite3'
import type { ExceptionCode } from '../contract/exceptions.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { heldDraft, rowCodeSql } from './held-drafts.ts'
import { raise, settle } from './raise.ts'

type Looked = Readonly<{ raised: number; changed: number; settled: number; more: boolean }>
const exceptionsMax = 200

/** A bounded piece, so that nobody waits long behind it; `more` says that some are left. */
export const expireHeld = command({
  isLong: true,
  topics: ['exceptions'],
  record: (_: null, { raised, changed, settled }: Looked) => ({
    action: 'exceptions.expire_held',
    subject: 'exceptions',
    outcome: 'done',
    detail: { raised, changed, settled },
  }),
  run: ({ raw, at }): Looked => {
    const { due, stale } = statementsOf(raw)
    const tooLong = due.all({ at, limit: exceptionsMax }) as Stale[]
    const moved = stale.all({ limit: exceptionsMax }) as Stale[]
    const raised = tooLong.map((each) => lookAgain(raw, at, each)).length
    const settled = moved.map((each) => lookAgain(raw, at, each)).filter((each) => each === 'settled').length
    const more = tooLong.length === exceptionsMax || moved.length === exceptionsMax
    return { raised, changed: moved.length - settled, settled, more }
  },
})

export const anyHeldDue = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): boolean => {
  const { due, stale } = statementsOf(raw)
  return due.get({ at, limit: 1 }) !== undefined || stale.get({ limit: 1 }) !== undefined
}

type Stale = Readonly<{ batch: number; producer: number; code: ExceptionCode }>

function lookAgain(raw: Database, at: number, { batch, producer, code }: Stale): 'raised' | 'settled' {
  const draft = heldDraft(raw, { id: batch, producer }, code)
  if (draft !== null) raise(raw, at, draft)
  else settle(raw, at, { code, scope: 'hold', producer, batch, cause: '' }, 'posted')
  return draft === null ? 'settled' : 'raised'
}

const statementsOf = perConnection((raw) => ({
  // From one batch with held rows to the next, so that it takes as long as there are such batches and not such rows.
  due: raw.prepare(`
    WITH RECURSIVE waiting (batch) AS (
      SELECT min(batch_id) FROM held_row WHERE state = 'held'
      UNION ALL
      SELECT (SELECT min(batch_id) FROM held_row WHERE state = 'held' AND batch_id > waiting.batch)
      FROM waiting WHERE waiting.batch IS NOT NULL)
    SELECT batch.id AS batch, batch.producer_id AS producer, 'HELD_TOO_LONG' AS code
    FROM waiting JOIN batch ON batch.id = waiting.batch
    LEFT JOIN agreement
      ON agreement.producer_id = batch.producer_id AND agreement.version = batch.agreement_version
    WHERE batch.sealed_at + 86400000 * coalesce(agreement.document ->> '$.limits.heldPaymentDays', 7) <= @at
      AND EXISTS (SELECT 1 FROM held_row
        WHERE held_row.batch_id = batch.id AND held_row.code = 'INSUFFICIENT_FUNDS' AND held_row.state = 'held')
      AND NOT EXISTS (SELECT 1 FROM exception WHERE exception.batch_id = batch.id AND exception.code = 'HELD_TOO_LONG')
    LIMIT @limit`),
  stale: raw.prepare(`
    SELECT batch_id AS batch, producer_id AS producer, code FROM exception
    WHERE status <> 'resolved' AND scope = 'hold' AND rows <> (SELECT count(*) FROM held_row
      WHERE held_row.batch_id = exception.batch_id AND held_row.code = ${rowCodeSql} AND held_row.state = 'held')
    LIMIT @limit`),
}))
