/** The tables of the store as Kysely sees them. The migrations are the truth; a test holds the two together. */
import type { ColumnType, Generated, Kysely } from 'kysely'

/** Written once: the update type is `never`, so history can't be rewritten through the query builder. */
type Once<T> = ColumnType<T, T, never>

export type Tables = {
  workspace: {
    id: number
    uid: string
    name: string
    zone: string
    currency: string
    created_at: number
    demo: number
  }
  currency: { code: string; digits: number }
  signing_key: { generation: Once<number>; public_key: Once<Buffer>; since: Once<number> }
  user: {
    id: Generated<number>
    name: string
    display_name: string
    state: 'active' | 'removed'
    must_change_passphrase: number
    created_at: number
    last_sign_in_at: number | null
  }
  user_role: { user_id: number; role: string }
  preference: { user_id: number; name: string; value: string }
  audit_record: {
    seq: Once<number>
    at: Once<number>
    actor: Once<string>
    action: Once<string>
    subject: Once<string>
    outcome: Once<string>
    detail: Once<string>
    prev: Once<Buffer>
    hash: Once<Buffer>
  }
  audit_head: { id: number; seq: number; hash: Buffer; mac: Buffer }
  job: { name: string; next_run_at: number | null }
  job_run: {
    id: Generated<number>
    job: string
    started_at: number
    ended_at: number | null
    outcome: 'running' | 'done' | 'problems' | 'failed' | 'interrupted'
    by: string
    detail: string
  }
  producer: {
    id: number
    code: string
    name: string
    state: 'active' | 'suspended'
    document: string
    created_at: number
  }
  producer_location: { producer_id: number; name: string }
  client: { id: string; state: 'active' | 'frozen' | 'closed'; wallet: number; created_at: number }
  account: {
    id: Generated<number>
    code: string
    kind: string
    currency: string
    /** Credits less debits: positive is what we owe. */
    balance: number
    overdraft: number
  }
  posting: {
    seq: ColumnType<number, number | undefined, never>
    debit: Once<number>
    credit: Once<number>
    amount: Once<number>
    kind: Once<'TopUp' | 'Payment'>
    batch_id: Once<number>
    line: Once<number>
    producer_id: Once<number>
    tx_id: Once<string>
    location: Once<string>
    occurred_at: Once<number>
    posted_at: Once<number>
    business_day: Once<string>
    wallet_balance: Once<number>
  }
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
  }
  batch_row: {
    batch_id: Once<number>
    line: Once<number>
    outcome: Once<'fault' | 'conflict' | 'repeat'>
    code: Once<string>
    field: Once<string | null>
    found: Once<string | null>
    raw: Once<string>
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
    state: 'held' | 'posted'
  }
  identity: {
    producer_id: Once<number>
    tx_id: Once<string>
    batch_id: Once<number>
    line: Once<number>
  }
}

/** Can only select, so a function that asks for it can't write. */
export type Reader = Pick<Kysely<Tables>, 'selectFrom' | 'with'>

declare const inTransaction: unique symbol
/** The writer's connection inside an open transaction, so a function that asks for it can't write outside one. */
export type Writer = Kysely<Tables> & { readonly [inTransaction]: true }
