/**
 * A sealed batch that is not what its archived file says: one exception, however often it is found. That both agree again
 * later does not explain what it was, so a person has to.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { BatchDifference } from '../contract/batches.ts'
import type { Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { type Cause, findCause, raise } from './raise.ts'

type Detail = Readonly<{ differences: number; first: readonly Json[]; agreesSince?: string }> &
  Readonly<Record<string, Json>>

export type Differing = Readonly<{ batch: number; differences: number; told: readonly BatchDifference[] }>

export function raiseBatchDiffers(raw: Database, at: number, { batch, differences, told }: Differing): void {
  const cause = causeOf(raw, batch)
  const known = findCause(raw, cause)
  const before = known === undefined ? 0 : (JSON.parse(known.detail) as Detail).differences
  const detail: Detail = { differences, first: told }
  raise(raw, at, draftOf(raw, cause, detail), { anew: true, worse: differences > before, told: { differences } })
}

/** Said once, and again only when something was found in between. */
export function noteBatchAgrees(
  raw: Database,
  at: number,
  { batch, rows }: Readonly<{ batch: number; rows: number }>,
): void {
  if (statementsOf(raw).open.get(batch) === undefined) return
  const cause = causeOf(raw, batch)
  const known = findCause(raw, cause)
  const detail = known === undefined ? null : (JSON.parse(known.detail) as Detail)
  if (detail === null || detail.agreesSince !== undefined) return
  const agrees = { ...detail, agreesSince: isoOf(at) }
  raise(raw, at, draftOf(raw, cause, agrees), { told: { differences: 0, rowsCompared: rows } })
}

const causeOf = (raw: Database, batch: number): Cause => ({
  code: 'BATCH_DIFFERS',
  scope: 'batch',
  producer: statementsOf(raw).producer.get(batch) as number,
  batch,
  cause: '',
})

const draftOf = (raw: Database, cause: Cause, detail: Detail) => ({
  ...cause,
  rows: statementsOf(raw).rows.get(cause.batch) as number,
  amount: null,
  client: null,
  line: null,
  found: null,
  facts: [],
  detail,
})

const statementsOf = perConnection((raw) => ({
  producer: raw.prepare('SELECT producer_id FROM batch WHERE id = ?').pluck(),
  rows: raw.prepare('SELECT rows FROM batch WHERE id = ?').pluck(),
  open: raw.prepare(`
    SELECT 1 FROM exception WHERE batch_id = ? AND code = 'BATCH_DIFFERS' AND status <> 'resolved'`),
}))
