/** The tables of batches as Kysely sees them: a part of `Tables`. */
import type { Generated } from 'kysely'
import type { Once } from './tables.ts'

export type BatchTables = {
  batch: {
    id: Generated<number>
    producer_id: number
    file: string
    path: string
    inode: string
    bytes: number
    modified_at: number
    sha256: Buffer
    archive: string
    state: 'received' | 'checking' | 'held' | 'rejected' | 'posting' | 'posted' | 'reconciled' | 'reversed'
    reasons: string
    rows: number
    posted: number
    repeats: number
    conflicts: number
    faults: number
    held: number
    unposted: number
    sum: number
    bytes_done: number
    lines_done: number
    drop_removed: number
    root_hash: Buffer | null
    /** The last posting there was when the batch was sealed: what came later is not in its counts. */
    sealed_seq: number | null
    received_at: number
    sealed_at: number | null
    agreement_version: number | null
    control: string | null
    format: string | null
    encoding: string | null
    verdict: Generated<string>
    warnings: Generated<string>
    faults_checked: Generated<number>
    rows_checked: number | null
    file_sum: string | null
    first_at: number | null
    last_at: number | null
    checked_at: number | null
    posting_since: number | null
    released_by: number | null
    valid_sum: string | null
    verification: number | null
  }
  batch_verification: {
    id: Generated<number>
    batch_id: Once<number>
    at: Once<number>
    by: Once<string>
    outcome: Once<'agrees' | 'differs'>
    rows: Once<number>
    differences: Once<number>
    told: Once<string>
  }
  batch_reversal: {
    batch_id: number
    proposal: number
    initiator: string
    initiated_by: string | null
    reason: string
    rows: number
    rows_done: Generated<number>
    below: number
  }
  batch_row: {
    batch_id: Once<number>
    line: Once<number>
    outcome: Once<'fault' | 'conflict' | 'repeat'>
    code: Once<string>
    field: Once<string | null>
    found: Once<string | null>
    raw: Once<string>
    client_id: Once<string | null>
    amount: Once<number | null>
  }
  held_row: {
    batch_id: number
    line: number
    client_id: string
    kind: 'TopUp' | 'Payment'
    amount: number
    tx_id: string
    location: string
    occurred_at: number
    business_day: string
    code: string
    raw: string
    state: 'held' | 'posted' | 'rejected'
    posting: number | null
  }
  batch_sketch: { id: Generated<number>; batch_id: number; every: number; contents: Buffer }
}
