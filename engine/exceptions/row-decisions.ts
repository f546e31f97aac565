/** What people decided about single rows: one decision in force for each, and every earlier one kept. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { DecidedRow, RowDecision } from '../contract/exceptions.ts'
import type { RowFields } from '../contract/row-fields.ts'
import { perConnection } from '../store/compiled.ts'

export type DecisionDraft = Readonly<{
  exception: number
  batch: number
  line: number
  decision: RowDecision
  by: string
  reason: string
  proposal?: number
  posting?: number
  original?: RowFields
  corrected?: RowFields
}>

export function decideRow(raw: Database, at: number, draft: DecisionDraft): void {
  const { proposal = null, posting = null, original, corrected, ...of } = draft
  const json = (row: RowFields | undefined): string | null => (row === undefined ? null : JSON.stringify(row))
  statementsOf(raw).insert.run({
    ...of,
    at,
    proposal,
    posting,
    original: json(original),
    corrected: json(corrected),
  })
}

/** The decision in force on a row; null where nobody decided on it alone. */
export function decisionOn(raw: Database, batch: number, line: number): DecidedRow | null {
  const row = statementsOf(raw).inForce.get(batch, line) as Stored | undefined
  if (row === undefined) return null
  const { at, original, corrected, ...rest } = row
  return { ...rest, at: isoOf(at), original: rowOf(original), corrected: rowOf(corrected) }
}

/** Those that posted nothing are taken back; answers how many were. */
export const undoDecisions = (raw: Database, at: number, exception: number, by: string): number =>
  statementsOf(raw).undo.run({ exception, at, by }).changes

type Stored = Omit<DecidedRow, 'at' | 'original' | 'corrected'> &
  Readonly<{ at: number; original: string | null; corrected: string | null }>

const rowOf = (json: string | null): RowFields | null => (json === null ? null : (JSON.parse(json) as RowFields))

const statementsOf = perConnection((raw) => ({
  insert: raw.prepare(`
    INSERT INTO row_decision (exception_id, batch_id, line, decision, at, by, reason, proposal, posting, original,
      corrected)
    VALUES (@exception, @batch, @line, @decision, @at, @by, @reason, @proposal, @posting, @original, @corrected)`),
  inForce: raw.prepare(`
    SELECT decision, at, by, reason, proposal, posting AS "transaction", original, corrected FROM row_decision
    WHERE batch_id = ? AND line = ? AND undone_at IS NULL`),
  undo: raw.prepare(`
    UPDATE row_decision SET undone_at = @at, undone_by = @by
    WHERE exception_id = @exception AND undone_at IS NULL AND posting IS NULL`),
}))
