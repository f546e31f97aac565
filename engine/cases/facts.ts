/** How a case stands: everything that decides what may be done about it, read at once for as many as are asked about. */
import type { Database } from 'better-sqlite3'
import type { BatchState } from '../contract/batches.ts'
import type {
  Awaited,
  ExceptionCode,
  ExceptionScope,
  ExceptionStatus,
  Resolution,
  Severity,
} from '../contract/exceptions.ts'
import { rowCodeSql } from '../exceptions/held-drafts.ts'
import { perConnection } from '../store/compiled.ts'

export type CaseFacts = Readonly<{
  id: number
  code: ExceptionCode
  scope: ExceptionScope
  severity: Severity
  status: ExceptionStatus
  waitingFor: Awaited | null
  resolution: Resolution | null
  version: number
  rows: number
  /** Rows that nobody has decided on yet; of a resolved case none. */
  left: number
  amount: number | null
  owner: number | null
  ownerName: string | null
  producer: number | null
  isSuspended: boolean
  batch: number | null
  batchState: BatchState | null
  /** Something of the batch was posted, held or passed over. */
  isBegun: boolean
  client: string | null
  line: number | null
  /** The transaction that it is about. */
  posting: number | null
  awaitsApproval: boolean
  /** A payment of it is held. */
  hasHeldPayment: boolean
  snoozedUntil: number | null
  touchedAt: number | null
  touchedBy: string | null
}>

/** Null when there is no such case. */
export function factsOf(raw: Database, id: number): CaseFacts | null {
  return factsOfMany(raw, [id])[0] ?? null
}

/** In the order of their numbers; those that are not there are left out. */
export function factsOfMany(raw: Database, ids: readonly number[]): readonly CaseFacts[] {
  const rows = statement(raw).all(JSON.stringify(ids)) as Row[]
  return rows.map(({ isSuspended, isBegun, awaitsApproval, hasHeldPayment, ...row }) => ({
    ...row,
    isSuspended: isSuspended === 1,
    isBegun: isBegun === 1,
    awaitsApproval: awaitsApproval === 1,
    hasHeldPayment: hasHeldPayment === 1,
  }))
}

type Flags = 'isSuspended' | 'isBegun' | 'awaitsApproval' | 'hasHeldPayment'
type Row = Omit<CaseFacts, Flags> & Readonly<Record<Flags, number | null>>

const statement = perConnection((raw) =>
  raw.prepare(`
    SELECT exception.id, exception.code, exception.scope, exception.severity, exception.status, exception.waiting_for AS waitingFor,
      exception.resolution, exception.version, exception.rows, exception.amount, exception.owner,
      owner.name AS ownerName, exception.producer_id AS producer, producer.state = 'suspended' AS isSuspended,
      exception.batch_id AS batch, batch.state AS batchState, batch.lines_done > 0 AS isBegun,
      exception.client_id AS client, exception.line, exception.posting, exception.snoozed_until AS snoozedUntil,
      exception.touched_at AS touchedAt, exception.touched_by AS touchedBy,
      CASE WHEN exception.status = 'resolved' THEN 0
        WHEN exception.scope = 'hold' THEN exception.rows
        WHEN exception.scope IN ('fault', 'conflict') THEN exception.rows - exception.decided ELSE 0 END AS left,
      EXISTS (SELECT 1 FROM exception_proposal AS link JOIN proposal ON proposal.id = link.proposal
        WHERE link.exception_id = exception.id AND proposal.state = 'open') AS awaitsApproval,
      exception.scope = 'hold' AND EXISTS (SELECT 1 FROM held_row WHERE held_row.batch_id = exception.batch_id
        AND held_row.code = ${rowCodeSql} AND held_row.state = 'held' AND held_row.kind = 'Payment') AS hasHeldPayment
    FROM json_each(?) AS asked JOIN exception ON exception.id = asked.value
    LEFT JOIN producer ON producer.id = exception.producer_id
    LEFT JOIN batch ON batch.id = exception.batch_id
    LEFT JOIN user AS owner ON owner.id = exception.owner
    ORDER BY exception.id`),
)
