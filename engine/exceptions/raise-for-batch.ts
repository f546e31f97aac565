/**
 * The exceptions of a batch, from what the store holds of it: one for each code of its faults, its conflicts and its held
 * rows, and one for each batch rule that held or rejected it. Counted by index, so a million faults take one short look.
 */
import type { Database } from 'better-sqlite3'
import type { BatchEffect, BatchRule } from '../contract/agreements.ts'
import type { ExceptionCode, Resolution } from '../contract/exceptions.ts'
import type { RuleFact } from '../contract/rule-facts.ts'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import { heldDrafts } from './held-drafts.ts'
import { type Cause, type ExceptionDraft, raise, settle } from './raise.ts'
import { amountOf, type SumInHalves, sumInHalves } from './sum-in-halves.ts'

/** What a batch rule said of a batch, whatever it did about it. */
export type BatchFact = Readonly<{ code: BatchRule; effect: BatchEffect; facts: readonly RuleFact[] }>

type Anew = Readonly<{
  /** What was only just found, so that an earlier end of it counts no more; without it what was ended stays so. */
  anew?: 'all' | readonly BatchRule[]
}>

/**
 * Brings the exceptions of a batch to what is so now, and may be asked again at each step of its life: what is new is
 * raised, what is so no more is settled. The facts of all its batch rules come from whoever judged it.
 */
export function raiseForBatch(
  raw: Database,
  at: number,
  batchId: number,
  facts: readonly BatchFact[],
  { anew = [] }: Anew = {},
): void {
  const batch = statementsOf(raw).batch.get(batchId) as BatchRecord | undefined
  invariant(batch !== undefined, 'exceptions of a batch that is not there', { batch: batchId })
  const drafts = [...rowDrafts(raw, batch), ...heldDrafts(raw, batch), ...ruleDrafts(batch, facts)]
  const isAnew = ({ scope, code }: ExceptionDraft): boolean =>
    anew === 'all' || (scope === 'batch' && anew.some((each) => each === code))
  for (const draft of drafts) raise(raw, at, draft, { anew: isAnew(draft) })
  const isSo = new Set(drafts.map(nameOf))
  const resolution = batch.state === 'posted' ? 'posted' : 'not_a_problem'
  for (const cause of unresolvedOf(raw, batch)) if (!isSo.has(nameOf(cause))) settle(raw, at, cause, resolution)
}

type BatchEnd = Readonly<{ resolution: Resolution; by: string }>

/** Somebody decided about the batch as a whole: what its rules had asked is answered. */
export function settleBatchRules(raw: Database, at: number, batchId: number, { resolution, by }: BatchEnd): void {
  const batch = statementsOf(raw).batch.get(batchId) as BatchRecord | undefined
  invariant(batch !== undefined, 'exceptions of a batch that is not there', { batch: batchId })
  const asked = unresolvedOf(raw, batch).filter(({ scope }) => scope === 'batch')
  for (const cause of asked) settle(raw, at, cause, resolution, by)
}

/** Somebody decided that nothing of the batch stays, or is ever posted: then nothing about it waits for anybody. */
export function settleBatch(raw: Database, at: number, batchId: number, { resolution, by }: BatchEnd): void {
  for (const cause of statementsOf(raw).everyUnresolved.all(batchId) as Cause[]) settle(raw, at, cause, resolution, by)
}

export const hasExceptions = (raw: Database, batchId: number): boolean =>
  statementsOf(raw).any.get(batchId) !== undefined

type BatchRecord = Readonly<{ id: number; producer: number; state: string; reasons: string; rows: number }>

type RowCount = SumInHalves & Readonly<{ scope: 'fault' | 'conflict'; code: ExceptionCode; rows: number; line: number }>
type NotedRow = Readonly<{ found: string | null; client: string | null }>

function rowDrafts(raw: Database, { id, producer }: BatchRecord): readonly ExceptionDraft[] {
  const { counts, row } = statementsOf(raw)
  return (counts.all(id) as RowCount[]).map(({ scope, code, rows, line, ...sum }) => {
    const single = rows === 1
    const { found, client } = single ? (row.get(id, line) as NotedRow) : { found: null, client: null }
    return {
      code,
      scope,
      producer,
      batch: id,
      cause: '',
      rows,
      // Of rows whose amount could not be read nobody knows what they are about.
      amount: amountOf(sum),
      client,
      line: single ? line : null,
      found,
      facts: [],
      detail: {},
    }
  })
}

/**
 * Of a batch that was stopped. One that was posted all the same has its answer, and a warning is not a question; a reason
 * whose rule nobody reports is one, with nothing expected and nothing found.
 */
function ruleDrafts(
  { id, producer, state, reasons, rows }: BatchRecord,
  facts: readonly BatchFact[],
): readonly ExceptionDraft[] {
  if (state !== 'held' && state !== 'rejected') return []
  const reported = new Set<string>(facts.map(({ code }) => code))
  const unreported = (JSON.parse(reasons) as BatchRule[])
    .filter((code) => !reported.has(code))
    .map((code) => ({ code, facts: [] }))
  return [...facts.filter(({ effect }) => effect !== 'warn'), ...unreported].map(({ code, facts: compared }) => ({
    code,
    scope: 'batch',
    producer,
    batch: id,
    cause: '',
    rows,
    found: null,
    facts: compared,
    amount: null,
    client: null,
    line: null,
    detail: {},
  }))
}

/** Holds are left out: whether rows are still held changes with every credit, and has a look of its own. */
const unresolvedOf = (raw: Database, { id }: BatchRecord): readonly Cause[] =>
  statementsOf(raw).unresolved.all(id) as Cause[]

const nameOf = ({ scope, code }: Pick<Cause, 'scope' | 'code'>): string => `${scope} ${code}`

const statementsOf = perConnection((raw) => ({
  batch: raw.prepare('SELECT id, producer_id AS producer, state, reasons, rows FROM batch WHERE id = ?'),
  counts: raw.prepare(`
    SELECT outcome AS scope, code, count(*) AS rows, min(line) AS line, ${sumInHalves} FROM batch_row
    WHERE batch_id = ? AND outcome <> 'repeat' GROUP BY outcome, code`),
  row: raw.prepare('SELECT found, client_id AS client FROM batch_row WHERE batch_id = ? AND line = ?'),
  any: raw.prepare('SELECT 1 FROM exception WHERE batch_id = ? LIMIT 1'),
  everyUnresolved: raw.prepare(`
    SELECT code, scope, producer_id AS producer, batch_id AS batch, cause FROM exception
    WHERE batch_id = ? AND status <> 'resolved'`),
  unresolved: raw.prepare(`
    SELECT code, scope, producer_id AS producer, batch_id AS batch, cause FROM exception
    WHERE batch_id = ? AND status <> 'resolved' AND scope <> 'hold'`),
}))
