/**
 * Held rows that a person let go. They claim their identity no longer: the producer may send the same row again, and it is
 * a row like any other. What was written off is settled and stays claimed, as does everything of a batch that was reversed.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'
import type { Place } from './entries.ts'

/** Of a `held_row` that is never posted, in a batch that may have been reversed. */
export const isRefusedSql = `held_row.state = 'rejected' AND NOT EXISTS (SELECT 1 FROM row_decision AS decision
  WHERE decision.batch_id = held_row.batch_id AND decision.line = held_row.line AND decision.undone_at IS NULL
    AND decision.posting IS NOT NULL)`

export const isLetGo = (raw: Database, place: Place): boolean => statementsOf(raw).one.get(place) !== undefined

/** Those of one producer, for whoever asks about very many places: of most batches nothing was let go. */
export class LetGoRows {
  readonly #raw: Database
  readonly #producer: number
  /** Looked up only once it is asked for: of most files nothing is known. */
  #batches: ReadonlySet<number> | undefined

  constructor(raw: Database, producer: number) {
    this.#raw = raw
    this.#producer = producer
  }

  has(place: Place): boolean {
    return this.isOfSome(place.batch) && isLetGo(this.#raw, place)
  }

  /** Whether some row of the batch was. */
  isOfSome(batch: number): boolean {
    this.#batches ??= new Set(statementsOf(this.#raw).batches.all(this.#producer) as number[])
    return this.#batches.has(batch)
  }
}

export type LetGoRow = Readonly<{
  client: string
  type: 'TopUp' | 'Payment'
  amount: number
  occurredAt: number
  location: string
}>

export const letGoRowsOf = (raw: Database, batch: number): readonly LetGoRow[] =>
  statementsOf(raw).rows.all(batch) as LetGoRow[]

const isLetGoSql = `batch.state <> 'reversed' AND ${isRefusedSql}`

const statementsOf = perConnection((raw) => ({
  one: raw.prepare(`
    SELECT 1 FROM held_row JOIN batch ON batch.id = held_row.batch_id
    WHERE held_row.batch_id = @batch AND held_row.line = @line AND ${isLetGoSql}`),
  // From one batch with such rows to the next, so that it takes as long as there are such batches and not such rows.
  batches: raw
    .prepare(`
      WITH RECURSIVE refused (batch) AS (
        SELECT min(batch_id) FROM held_row WHERE state = 'rejected'
        UNION ALL
        SELECT (SELECT min(batch_id) FROM held_row WHERE state = 'rejected' AND batch_id > refused.batch)
        FROM refused WHERE refused.batch IS NOT NULL)
      SELECT batch.id FROM refused JOIN batch ON batch.id = refused.batch
      WHERE batch.producer_id = ? AND batch.state <> 'reversed'`)
    .pluck(),
  rows: raw.prepare(`
    SELECT client_id AS client, kind AS type, amount, occurred_at AS occurredAt, location
    FROM held_row JOIN batch ON batch.id = held_row.batch_id WHERE held_row.batch_id = ? AND ${isLetGoSql}`),
}))
