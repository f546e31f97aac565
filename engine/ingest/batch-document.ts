/** A batch as it is shown: its record, what the rules said of it, and what was decided about it. */
import { isoOf } from '../calendar/instant.ts'
import type { Batch, BatchDifference } from '../contract/batches.ts'
import type { Reader } from '../store/tables.ts'
import { readVerdict } from './check/stored-verdict.ts'

export function selectBatches(db: Reader) {
  return db
    .selectFrom('batch')
    .innerJoin('producer', 'producer.id', 'batch.producer_id')
    .innerJoin('workspace', (join) => join.onTrue())
    .leftJoin('batch_reversal', 'batch_reversal.batch_id', 'batch.id')
    .leftJoin('batch_verification as verified', 'verified.id', 'batch.verification')
    .selectAll('batch')
    .select([
      'producer.code as producer_code',
      'producer.name as producer_name',
      'workspace.currency',
      'batch_reversal.proposal as reversed_by',
      'batch_reversal.rows as rows_to_undo',
      'batch_reversal.rows_done as rows_undone',
      'verified.at as verified_at',
      'verified.by as verified_by',
      'verified.outcome as verified_outcome',
      'verified.rows as verified_rows',
      'verified.differences',
      'verified.told',
    ])
    .select((each) =>
      each
        .selectFrom('held_row')
        .whereRef('held_row.batch_id', '=', 'batch.id')
        .where('held_row.state', '=', 'held')
        .select((count) => count.fn.countAll<number>().as('n'))
        .as('held_now'),
    )
}

type BatchRecord = Awaited<ReturnType<ReturnType<typeof selectBatches>['execute']>>[number]

export function batchOf(row: BatchRecord): Batch {
  return {
    id: row.id,
    producer: row.producer_id,
    producerCode: row.producer_code,
    producerName: row.producer_name,
    file: row.file,
    state: row.state,
    rows: row.rows,
    posted: row.posted,
    repeats: row.repeats,
    conflicts: row.conflicts,
    faults: row.faults,
    held: row.held,
    unposted: row.unposted,
    heldNow: row.held_now ?? 0,
    sum: row.sum,
    currency: row.currency,
    reasons: JSON.parse(row.reasons) as string[],
    receivedAt: isoOf(row.received_at),
    sealedAt: isoOrNull(row.sealed_at),
    root: row.root_hash === null ? null : Buffer.from(row.root_hash).toString('hex'),
    bytes: row.bytes,
    bytesDone: row.bytes_done,
    sha256: Buffer.from(row.sha256).toString('hex'),
    ...checkOf(row),
    postingSince: isoOrNull(row.posting_since),
    releasedBy: row.released_by,
    reversal: reversalOf(row),
    ...verificationOf(row),
  }
}

/** What checking the file found. */
const checkOf = (row: BatchRecord) => ({
  format: row.format,
  encoding: row.encoding,
  agreement: row.agreement_version,
  verdict: verdictOf(row.verdict),
  warnings: JSON.parse(row.warnings) as Batch['warnings'],
  fileSum: row.file_sum,
  firstAt: isoOrNull(row.first_at),
  lastAt: isoOrNull(row.last_at),
  checkedAt: isoOrNull(row.checked_at),
})

const verdictOf = (stored: string): Batch['verdict'] =>
  readVerdict(stored).map((each) => ({ ...each, facts: [...each.facts] }))

function reversalOf({ reversed_by: proposal, rows_to_undo: rows, rows_undone: rowsDone }: BatchRecord) {
  return proposal === null || rows === null || rowsDone === null ? null : { proposal, rows, rowsDone }
}

function verificationOf(row: BatchRecord): Pick<Batch, 'verifiedAt' | 'verification'> {
  const { verification: id, verified_at, verified_by: by, verified_outcome: outcome, verified_rows: rows } = row
  const { differences, told } = row
  // They come together from one record.
  if (id === null || verified_at === null || by === null || outcome === null)
    return { verifiedAt: null, verification: null }
  const at = isoOf(verified_at)
  const first = JSON.parse(told ?? '[]') as BatchDifference[]
  return {
    verifiedAt: at,
    verification: { id, at, by, outcome, rows: rows ?? 0, differences: differences ?? 0, first },
  }
}

const isoOrNull = (at: number | null): string | null => (at === null ? null : isoOf(at))
