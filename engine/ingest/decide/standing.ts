/** How a batch stands when somebody wants to decide about it. */
import type { Database } from 'better-sqlite3'
import type { BatchState } from '../../contract/batches.ts'
import { perConnection } from '../../store/compiled.ts'
import { readVerdict } from '../check/stored-verdict.ts'
import type { Spoken } from '../check/verdict.ts'

export type Standing = Readonly<{
  batch: number
  state: BatchState
  /** Set once a row of it was posted, held or passed over: such a batch can be released or reversed, and nothing else. */
  isBegun: boolean
  rows: number
  posted: number
  unposted: number
  verdict: readonly Spoken[]
  producer: number
  producerCode: string
  suspension: Readonly<{ by: string; at: number }> | null
}>

/** Null when there is no such batch. */
export function standingOf(raw: Database, batch: number): Standing | null {
  const row = find(raw).get(batch) as Row | undefined
  if (row === undefined) return null
  const { verdict, linesDone, suspendedAt, suspendedBy, ...rest } = row
  return {
    ...rest,
    isBegun: linesDone > 0,
    verdict: readVerdict(verdict),
    suspension: suspendedAt === null ? null : { at: suspendedAt, by: suspendedBy ?? '' },
  }
}

type Row = Omit<Standing, 'isBegun' | 'verdict' | 'suspension'> &
  Readonly<{ verdict: string; linesDone: number; suspendedAt: number | null; suspendedBy: string | null }>

const find = perConnection((raw) =>
  raw.prepare(`
    SELECT batch.id AS batch, batch.state, batch.lines_done AS linesDone, batch.rows, batch.posted, batch.unposted,
      batch.verdict, producer.id AS producer, producer.code AS producerCode,
      producer.suspended_at AS suspendedAt, producer.suspended_by AS suspendedBy
    FROM batch JOIN producer ON producer.id = batch.producer_id WHERE batch.id = ?`),
)
