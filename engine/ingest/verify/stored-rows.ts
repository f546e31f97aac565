/** What the store holds of some lines of a batch: notes, held rows with their postings, and what people decided. */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../../calendar/day.ts'
import type { RowFields } from '../../contract/row-fields.ts'
import { perConnection } from '../../store/compiled.ts'
import type { RowContent } from '../posting/claimed-row.ts'
import type { HeldRow, RowPosting, StoredRow } from './compare-row.ts'
import { type PostingRow, postingColumns, postingOf } from './piece-postings.ts'

export type Lines = Readonly<{ batch: number; after: number; upTo: number }>
type Known = Omit<StoredRow, 'posting' | 'isKnown'>

/** By line; lines of which only a posting tells, or nothing at all, are not among them. */
export function storedRows(raw: Database, of: Lines, clearing: number): ReadonlyMap<number, Known> {
  const { notes, held, decisions } = statementsOf(raw)
  const rows = new Map<number, Known>()
  const add = (line: number, part: Partial<Known>): void => {
    rows.set(line, { note: null, held: null, decided: null, ...rows.get(line), ...part })
  }
  for (const { line, ...note } of notes.all(of) as NoteRecord[]) add(line, { note })
  const waited = held.all(of) as HeldRecord[]
  for (const record of waited) add(record.line, { held: heldOf(raw, record, { batch: of.batch, clearing }) })
  // Whoever decides about a row that posts makes it one that was held.
  if (waited.length > 0)
    for (const { line, original, corrected } of decisions.all(of) as DecisionRecord[])
      if (rows.has(line)) add(line, { decided: { original: contentOf(original), corrected: contentOf(corrected) } })
  return rows
}

type NoteRecord = Readonly<{ line: number; outcome: 'fault' | 'repeat' | 'conflict'; code: string }>
type HeldRecord = RowContent &
  Readonly<{ line: number; day: string; code: string; state: HeldRow['state']; posting: number | null }>
type DecisionRecord = Readonly<{ line: number; original: string | null; corrected: string | null }>

function heldOf(
  raw: Database,
  { line, day, ...held }: HeldRecord,
  of: Readonly<{ batch: number; clearing: number }>,
): HeldRow {
  return { ...held, day: dayNumberOf(day), posted: held.posting === null ? null : rowPosting(raw, held.posting, of) }
}

/** Null when no posting of a row of this batch has that number. */
function rowPosting(
  raw: Database,
  seq: number,
  { batch, clearing }: Readonly<{ batch: number; clearing: number }>,
): RowPosting | null {
  const row = statementsOf(raw).posting.get(seq, batch) as PostingRow | undefined
  return row === undefined ? null : postingOf(row, clearing)
}

function contentOf(stored: string | null): RowContent | null {
  if (stored === null) return null
  const { occurredAt, ...fields } = JSON.parse(stored) as RowFields
  return { ...fields, occurredAt: Date.parse(occurredAt) }
}

const within = 'batch_id = @batch AND line > @after AND line <= @upTo'

const statementsOf = perConnection((raw) => ({
  notes: raw.prepare(`SELECT line, outcome, code FROM batch_row WHERE ${within} ORDER BY line`),
  held: raw.prepare(`
    SELECT line, tx_id AS txId, client_id AS client, kind AS type, amount, location, occurred_at AS occurredAt,
      business_day AS day, code, state, posting
    FROM held_row WHERE ${within} ORDER BY line`),
  decisions: raw.prepare(`
    SELECT line, original, corrected FROM row_decision
    WHERE ${within} AND undone_at IS NULL AND posting IS NOT NULL ORDER BY line`),
  posting: raw.prepare(`${postingColumns} WHERE movement.seq = ? AND movement.batch_id = ?`).raw(),
}))
