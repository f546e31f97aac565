/** What a batch was sealed with: what its file is held against. */
import type { Database } from 'better-sqlite3'
import type { BatchState } from '../../contract/batches.ts'
import { perConnection } from '../../store/compiled.ts'
import type { CountedAs } from './compare-row.ts'

export type SealedBatch = Readonly<{
  id: number
  state: BatchState
  counts: Readonly<Record<CountedAs | 'rows' | 'sum', number>>
  sha256: Buffer
  root: Buffer | null
  /** The last posting there was when it was sealed: what was held then and posted later is no part of its counts. */
  sealedSeq: number
  linesDone: number
  /** No agreement was kept with it. */
  isOld: boolean
  currency: string
  /** The producer's clearing account; none was opened yet where nothing was ever posted. */
  clearing: number
}>

export type Standing =
  | Readonly<{ status: 'sealed'; batch: SealedBatch }>
  | Readonly<{ status: 'not_sealed'; state: BatchState }>
  | Readonly<{ status: 'not_found' }>

export function sealedBatch(raw: Database, id: number): Standing {
  const row = find(raw).get(id) as Row | undefined
  if (row === undefined) return { status: 'not_found' }
  const { state, isSealed, sha256, root, sealedSeq, linesDone, version, currency, clearing, ...counts } = row
  if (isSealed === 0) return { status: 'not_sealed', state }
  const batch = { id, state, counts, sha256, root, sealedSeq, linesDone, currency }
  return { status: 'sealed', batch: { ...batch, isOld: version === null, clearing: clearing ?? 0 } }
}

type Row = SealedBatch['counts'] &
  Omit<SealedBatch, 'id' | 'counts' | 'isOld' | 'clearing'> &
  Readonly<{ isSealed: number; version: number | null; clearing: number | null }>

const find = perConnection((raw) =>
  raw.prepare(`
    SELECT batch.state, batch.sealed_at IS NOT NULL AS isSealed, batch.sha256, batch.root_hash AS root,
      batch.sealed_seq AS sealedSeq, batch.lines_done AS linesDone, batch.agreement_version AS version,
      workspace.currency, account.id AS clearing,
      batch.rows, batch.posted, batch.repeats, batch.conflicts, batch.faults, batch.held, batch.unposted, batch.sum
    FROM batch JOIN producer ON producer.id = batch.producer_id JOIN workspace
    LEFT JOIN account ON account.code = 'clearing:' || producer.code AND account.currency = workspace.currency
    WHERE batch.id = ?`),
)
