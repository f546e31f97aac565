/** The rows of an exception that nobody has decided on yet, and the batch that they belong to. */
import type { Database } from 'better-sqlite3'
import type { BatchState } from '../../contract/batches.ts'
import type { ExceptionCode, ExceptionScope, ExceptionStatus } from '../../contract/exceptions.ts'
import type { LineRanges } from '../../contract/row-fields.ts'
import { rowsAtOnceMax } from '../../contract/row-fields.ts'
import { invariant } from '../../invariant.ts'
import type { RefusalOf } from '../../operations/refusal.ts'
import { perConnection } from '../../store/compiled.ts'
import { rowCodeOf } from '../held-drafts.ts'

export type CaseOfRows = Readonly<{
  id: number
  code: ExceptionCode
  scope: ExceptionScope
  status: ExceptionStatus
  batch: number
  batchState: BatchState
  producer: number
  producerCode: string
  /** Null while the producer sends as usual. */
  suspendedBy: string | null
  suspendedAt: number | null
}>

export type HeldRow = Readonly<{
  line: number
  client: string
  type: 'TopUp' | 'Payment'
  amount: number
  txId: string
  location: string
  occurredAt: number
  day: string
  code: string
}>

type NoSuchRows = RefusalOf<'exception_unknown'> | RefusalOf<'exception_resolved'> | RefusalOf<'batch_undecided'>

/** An exception whose rows may be decided on one by one: their batch itself waits for nobody. */
export function openCaseOfRows(raw: Database, exception: number): CaseOfRows | NoSuchRows {
  const found = statementsOf(raw).find.get(exception) as CaseOfRows | undefined
  if (found === undefined || !hasRows(found.scope)) return { status: 'exception_unknown', exception }
  if (found.status === 'resolved') return { status: 'exception_resolved', exception }
  const { batch, batchState } = found
  if (batchState !== 'posted' && batchState !== 'reconciled')
    return { status: 'batch_undecided', batch, state: batchState }
  return found
}

export const isCase = (found: CaseOfRows | NoSuchRows): found is CaseOfRows => 'id' in found

const hasRows = (scope: ExceptionScope): boolean => scope === 'fault' || scope === 'conflict' || scope === 'hold'

/** Those that are still held, in line order: on the lines that are named, or all. */
export function heldRowsOf(
  raw: Database,
  { id, batch, code }: Pick<CaseOfRows, 'id' | 'batch' | 'code'>,
  lines: LineRanges | undefined,
): readonly HeldRow[] | RefusalOf<'nothing_left'> | RefusalOf<'rows_too_many'> {
  const of = { batch, code: rowCodeOf(code) }
  const { held, heldCount } = statementsOf(raw)
  const ranges = lines ?? [[1, Number.MAX_SAFE_INTEGER]]
  const rows: HeldRow[] = []
  for (const [from, to] of joined(ranges)) {
    const more = held.all({ ...of, from, to, limit: rowsAtOnceMax + 1 - rows.length }) as HeldRow[]
    rows.push(...more)
    if (rows.length > rowsAtOnceMax) {
      const all = lines === undefined ? (heldCount.get(of) as number) : rows.length
      return { status: 'rows_too_many', rows: all, rowsMax: rowsAtOnceMax }
    }
  }
  return rows.length === 0 ? { status: 'nothing_left', exception: id } : rows
}

export function heldRowOf(
  raw: Database,
  { batch, code }: Pick<CaseOfRows, 'batch' | 'code'>,
  line: number,
): HeldRow | null {
  const of = { batch, code: rowCodeOf(code), from: line, to: line, limit: 1 }
  return (statementsOf(raw).held.get(of) as HeldRow | undefined) ?? null
}

/** Lines of refused rows that nobody has decided on one by one, as far as they are named. */
export function refusedLinesOf(
  raw: Database,
  { batch, code, scope }: Pick<CaseOfRows, 'batch' | 'code' | 'scope'>,
  lines: LineRanges,
): readonly number[] {
  const { refused } = statementsOf(raw)
  const found: number[] = []
  for (const [from, to] of joined(lines)) {
    const limit = rowsAtOnceMax + 1 - found.length
    found.push(...(refused.all({ batch, code, scope, from, to, limit }) as number[]))
  }
  return found
}

/** The raw text of a refused row that is left; null when there is none on that line. */
export function refusedRowOf(
  raw: Database,
  { batch, code, scope }: Pick<CaseOfRows, 'batch' | 'code' | 'scope'>,
  line: number,
): Readonly<{ raw: string }> | null {
  return (statementsOf(raw).refusedRow.get({ batch, code, scope, line }) as { raw: string } | undefined) ?? null
}

/** Ranges in order, none of which meets another: a line that is named twice is one line. */
export function joined(ranges: LineRanges): LineRanges {
  const inOrder = ranges.toSorted(([a], [b]) => a - b)
  const apart: [number, number][] = []
  for (const [from, to] of inOrder) {
    const last = apart.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else apart.push([from, to])
  }
  invariant(apart.length > 0, 'lines without a line')
  return apart
}

const heldColumns = `
  SELECT line, client_id AS client, kind AS type, amount, tx_id AS txId, location, occurred_at AS occurredAt,
    business_day AS day, code
  FROM held_row`
const undecided = `
  NOT EXISTS (SELECT 1 FROM row_decision AS decision WHERE decision.batch_id = batch_row.batch_id
    AND decision.line = batch_row.line AND decision.undone_at IS NULL)`

const statementsOf = perConnection((raw) => ({
  find: raw.prepare(`
    SELECT exception.id, exception.code, exception.scope, exception.status, exception.batch_id AS batch,
      batch.state AS batchState, producer.id AS producer, producer.code AS producerCode,
      producer.suspended_by AS suspendedBy, producer.suspended_at AS suspendedAt
    FROM exception LEFT JOIN batch ON batch.id = exception.batch_id
    LEFT JOIN producer ON producer.id = exception.producer_id WHERE exception.id = ?`),
  held: raw.prepare(`
    ${heldColumns} WHERE batch_id = @batch AND code = @code AND state = 'held' AND line BETWEEN @from AND @to
    ORDER BY line LIMIT @limit`),
  heldCount: raw
    .prepare(`SELECT count(*) FROM held_row WHERE batch_id = @batch AND code = @code AND state = 'held'`)
    .pluck(),
  refused: raw
    .prepare(`
      SELECT line FROM batch_row
      WHERE batch_id = @batch AND outcome = @scope AND outcome <> 'repeat' AND code = @code
        AND line BETWEEN @from AND @to AND ${undecided}
      ORDER BY line LIMIT @limit`)
    .pluck(),
  refusedRow: raw.prepare(`
    SELECT raw FROM batch_row
    WHERE batch_id = @batch AND outcome = @scope AND outcome <> 'repeat' AND code = @code AND line = @line
      AND ${undecided}`),
}))
