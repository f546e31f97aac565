/**
 * Everything that happens to a fund request goes through here: its state, what it knows of its money, its version, and the
 * record in its history, in the transaction of whatever caused it.
 */
import type { Database } from 'better-sqlite3'
import type { FundState } from '../contract/funding.ts'
import { invariant } from '../invariant.ts'
import type { Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { type FundRecord, getRecord } from './request.ts'

/** What may change of it; what is left out stays. */
const columnOf = {
  state: 'state',
  standsSince: 'stands_since',
  counted: 'counted',
  payment: 'payment',
  holder: 'holder',
  paidAt: 'paid_at',
  paidLate: 'paid_late',
  settledAt: 'settled_at',
  settledDay: 'settled_day',
  bankReference: 'bank_reference',
  received: 'received',
  fee: 'fee',
  reconciledAt: 'reconciled_at',
  undoneAt: 'undone_at',
  paidEntry: 'paid_entry',
  settledEntry: 'settled_entry',
  releasedEntry: 'released_entry',
  undoneEntry: 'undone_entry',
} as const satisfies Readonly<Partial<Record<keyof FundRecord, string>>>
type Changeable = keyof typeof columnOf

export type FundChange = Readonly<{
  by: string
  /** What its history calls it; null for what is no news, such as the time of a payment that was known. */
  kind: string | null
  entry?: number | null
  detail?: Readonly<Record<string, Json>>
  to: Partial<Readonly<Pick<FundRecord, Changeable>>>
}>

/** Answers the request as it then stands. */
export function changeRequest(
  raw: Database,
  at: number,
  request: FundRecord,
  { by, kind, entry = null, detail = {}, to }: FundChange,
): FundRecord {
  const fields = Object.keys(to) as Changeable[]
  const sets = [...fields.map((field) => `${columnOf[field]} = @${field}`), 'version = version + 1'].join(', ')
  const { changes } = raw
    .prepare(`UPDATE fund_request SET ${sets} WHERE id = @id AND version = @version`)
    .run({ ...to, id: request.id, version: request.version })
  invariant(changes === 1, 'a fund request moved under the command', { id: request.id })
  const changed = getRecord(raw, request.id)
  if (kind !== null) noteHistory(raw, at, { request: request.id, by, kind, state: changed.state, entry, detail })
  return changed
}

type HistoryNote = Readonly<{
  request: number
  by: string
  kind: string
  state: FundState
  entry: number | null
  detail: Readonly<Record<string, Json>>
}>

export function noteHistory(raw: Database, at: number, { detail, ...note }: HistoryNote): void {
  statementsOf(raw).note.run({ ...note, at, detail: JSON.stringify(detail) })
}

const statementsOf = perConnection((raw) => ({
  note: raw.prepare(`
    INSERT INTO fund_history (request_id, at, by, kind, state, entry, detail)
    VALUES (@request, @at, @by, @kind, @state, @entry, @detail)`),
}))
