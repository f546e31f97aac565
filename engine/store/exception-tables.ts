/** The tables of exceptions, of what people decide about them, and of deeds for many, as Kysely sees them: a part of `Tables`. */
import type { Generated } from 'kysely'
import type {
  Awaited,
  ExceptionCode,
  ExceptionScope,
  ExceptionStatus,
  Resolution,
  RowDecision,
  Severity,
} from '../contract/exceptions.ts'
import type { Once } from './tables.ts'

export type ExceptionTables = {
  exception_code: { code: ExceptionCode; severity: Severity }
  exception: {
    id: Generated<number>
    code: Once<ExceptionCode>
    scope: Once<ExceptionScope>
    cause: Once<string>
    severity: Severity
    status: ExceptionStatus
    waiting_for: Awaited | null
    resolution: Resolution | null
    producer_id: Once<number | null>
    batch_id: Once<number | null>
    client_id: string | null
    line: number | null
    rows: number
    amount: number | null
    currency: string | null
    expected: string | null
    found: string | null
    detail: string
    owner: number | null
    version: number
    raised_at: Once<number>
    due_at: number
    resolved_at: number | null
    snoozed_until: number | null
    first_touched_at: number | null
    touched_at: number | null
    touched_by: string | null
    resolved_by: string | null
    reopened: Generated<number>
    decided: Generated<number>
    posting: number | null
  }
  row_decision: {
    id: Generated<number>
    exception_id: Once<number>
    batch_id: Once<number>
    line: Once<number>
    decision: Once<RowDecision>
    at: Once<number>
    by: Once<string>
    reason: Once<string>
    proposal: Once<number | null>
    posting: Once<number | null>
    original: Once<string | null>
    corrected: Once<string | null>
    undone_at: number | null
    undone_by: string | null
  }
  exception_proposal: { exception_id: number; proposal: number }
  exception_event_kind: { name: string }
  exception_event: {
    id: Generated<number>
    exception_id: Once<number>
    at: Once<number>
    by: Once<string>
    kind: Once<string>
    detail: Once<string>
  }
  bulk: {
    id: Generated<number>
    deed: Once<string>
    user: Once<number>
    state: 'running' | 'stopped' | 'done'
    as_of: Once<number>
    started_at: Once<number>
    ended_at: number | null
    cases: Once<number>
    done: Generated<number>
    proposed: Generated<number>
    refused: Generated<number>
  }
  bulk_item: {
    bulk_id: Once<number>
    seq: Once<number>
    exception_id: Once<number>
    outcome: Generated<'pending' | 'done' | 'proposed' | 'refused'>
    code: string | null
    facts: Generated<string>
    proposal: number | null
  }
}
