/** Everything that happens to an expected payment goes through here: its state, its version and its history in one. */
import type { Database } from 'better-sqlite3'
import { invariant } from '../invariant.ts'
import type { Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { type ExpectedRecord, getExpected } from './record.ts'

export type ExpectedChange = Readonly<{
  by: string
  /** What its history calls it. */
  kind: string
  entry?: number | null
  detail?: Readonly<Record<string, Json>>
  to: Partial<Readonly<Pick<ExpectedRecord, 'state' | 'paid' | 'back' | 'entry' | 'postedDay'>>>
}>

export function changeExpected(
  raw: Database,
  at: number,
  record: ExpectedRecord,
  { by, kind, entry = null, detail = {}, to }: ExpectedChange,
): ExpectedRecord {
  const { state, paid, back, entry: posted, postedDay } = { ...record, ...to }
  const { id, version } = record
  const { changes } = statementsOf(raw).change.run({ id, version, state, paid, back, posted, postedDay })
  invariant(changes === 1, 'an expected payment moved under the command', { id })
  noteHistory(raw, { id, at, by, kind, entry, detail })
  return getExpected(raw, id)
}

export function noteHistory(
  raw: Database,
  {
    id,
    detail,
    ...note
  }: Readonly<{
    id: number
    at: number
    by: string
    kind: string
    entry: number | null
    detail: Readonly<Record<string, Json>>
  }>,
): void {
  statementsOf(raw).note.run({ ...note, id, detail: JSON.stringify(detail) })
}

const statementsOf = perConnection((raw) => ({
  change: raw.prepare(`
    UPDATE expected_payment SET state = @state, paid = @paid, back = @back, entry = @posted, posted_day = @postedDay, version = version + 1
    WHERE id = @id AND version = @version`),
  note: raw.prepare(`
    INSERT INTO expected_history (expected, at, by, kind, entry, detail) VALUES (@id, @at, @by, @kind, @entry, @detail)`),
}))
