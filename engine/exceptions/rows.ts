/** The rows that an exception stands for, found where they are kept. */
import type { Database } from 'better-sqlite3'
import type { ExceptionCode, ExceptionRow, ExceptionScope, ExceptionStatus, KnownRow } from '../contract/exceptions.ts'
import { maskCards } from '../ingest/card.ts'
import { assertNever } from '../invariant.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { rowCodeOf } from './held-drafts.ts'
import { knownRow } from './known-row.ts'
import { decisionOn } from './row-decisions.ts'

export type RowPage = Readonly<{ id: number; after: number; limit: number }>

/** A page in line order, behind a line; null when there is no such exception. */
export function listExceptionRows(
  { raw }: Pick<QueryContext, 'raw'>,
  { id, after, limit }: RowPage,
): Readonly<{ items: ExceptionRow[]; more: boolean }> | null {
  const of = statementsOf(raw).of.get(id) as RowsOf | undefined
  if (of === undefined) return null
  const rows = rowsOf(raw, of, { after, limit: limit + 1 })
  // They were masked before they were stored; shown is where it would matter that one was not.
  const items = rows.slice(0, limit).map((row) => ({
    ...row,
    found: row.found === null ? null : maskCards(row.found),
    raw: maskCards(row.raw),
    decided: of.batch === null ? null : decisionOn(raw, of.batch, row.line),
    known: knownOf(raw, of.batch, row),
  }))
  return { items, more: rows.length > limit }
}

/** The batch of a row that an exception stands for; null when there is no such exception, or none of its rows is there. */
export function batchOfRow(
  { raw }: Pick<QueryContext, 'raw'>,
  { id, line }: Readonly<{ id: number; line: number }>,
): number | null {
  const of = statementsOf(raw).of.get(id) as RowsOf | undefined
  if (of === undefined) return null
  return rowsOf(raw, of, { after: line - 1, limit: 1 })[0]?.line === line ? of.batch : null
}

/** What a conflict says it found is the TxId. */
const knownOf = (raw: Database, batch: number | null, { outcome, line, found }: StoredRow): KnownRow | null =>
  outcome !== 'conflict' || batch === null || found === null ? null : knownRow(raw, { batch, line, txId: found })

type StoredRow = Omit<ExceptionRow, 'decided' | 'known'>
type RowsOf = Readonly<{ scope: ExceptionScope; code: ExceptionCode; batch: number | null; status: ExceptionStatus }>

function rowsOf(
  raw: Database,
  { scope, code, batch, status }: RowsOf,
  page: Readonly<{ after: number; limit: number }>,
): readonly StoredRow[] {
  const { noted, held, wasHeld, whole } = statementsOf(raw)
  switch (scope) {
    case 'fault':
    case 'conflict':
      return noted.all({ ...page, batch, code, scope }) as StoredRow[]
    case 'hold': {
      // What is settled was about rows that are not held any more.
      const rows = status === 'resolved' ? wasHeld : held
      return rows.all({ ...page, batch, code: rowCodeOf(code) }) as StoredRow[]
    }
    case 'batch':
      // Of all its rows those are kept one by one that were not simply posted.
      return whole.all({ ...page, batch }) as StoredRow[]
    case 'producer':
    case 'client':
    case 'engine':
      return []
    default:
      return assertNever(scope)
  }
}

const noted = 'SELECT line, outcome, code, field, found, client_id AS client, amount, raw FROM batch_row'
const held = `
  SELECT line, state AS outcome, code, NULL AS field, NULL AS found, client_id AS client, amount, raw FROM held_row`

const statementsOf = perConnection((raw) => ({
  of: raw.prepare('SELECT scope, code, batch_id AS batch, status FROM exception WHERE id = ?'),
  noted: raw.prepare(`
    ${noted} WHERE batch_id = @batch AND outcome = @scope AND outcome <> 'repeat' AND code = @code AND line > @after
    ORDER BY line LIMIT @limit`),
  held: raw.prepare(`
    ${held} WHERE batch_id = @batch AND code = @code AND state = 'held' AND line > @after
    ORDER BY line LIMIT @limit`),
  wasHeld: raw.prepare(`
    ${held} WHERE batch_id = @batch AND code = @code AND line > @after ORDER BY line LIMIT @limit`),
  whole: raw.prepare(`
    ${noted} WHERE batch_id = @batch AND outcome <> 'repeat' AND line > @after
    UNION ALL
    ${held} WHERE batch_id = @batch AND state = 'held' AND line > @after
    ORDER BY line LIMIT @limit`),
}))
