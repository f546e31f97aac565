/** The tables of the store as Kysely sees them. The migrations are the truth; a test holds the two together. */
import type { ColumnType, Generated, Kysely } from 'kysely'
import type { AccountKind, WalletState } from '../contract/accounts.ts'
import type { ProducerKind } from '../contract/producers.ts'
import type { BatchTables } from './batch-tables.ts'
import type { CallerTables } from './caller-tables.ts'
import type { ContactTables } from './contact-tables.ts'
import type { ExceptionTables } from './exception-tables.ts'
import type { ExpectedTables } from './expected-tables.ts'
import type { ExportTables } from './export-tables.ts'
import type { FundingTables } from './funding-tables.ts'
import type { NotificationTables } from './notification-tables.ts'
import type { OwnWalletTables } from './own-wallet-tables.ts'
import type { ReconcileTables } from './reconcile-tables.ts'
import type { ReportTables } from './report-tables.ts'
import type { StatementTables } from './statement-tables.ts'
import type { WebhookTables } from './webhook-tables.ts'

/** Written once: the update type is `never`, so history can't be rewritten through the query builder. */
export type Once<T> = ColumnType<T, T, never>

export type Tables = BatchTables &
  CallerTables &
  ExceptionTables &
  ContactTables &
  ExpectedTables &
  ExportTables &
  ReportTables &
  FundingTables &
  ReconcileTables &
  NotificationTables &
  OwnWalletTables &
  StatementTables &
  WebhookTables & {
    workspace: {
      id: number
      uid: string
      name: string
      zone: string
      currency: string
      created_at: number
      demo: number
      hash_seed: Generated<number>
      verify_through: number | null
    }
    currency: { code: string; digits: number }
    policy: { id: number; file: string; sha256: Buffer; since: number }
    managed_setting: { name: string; fields: string }
    first_setting: { name: string; value: string }
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
      created_at: number
      kind: ColumnType<ProducerKind, ProducerKind | undefined, ProducerKind>
      contacts: string
      schedule: string | null
      expected_after: number | null
      version: ColumnType<number, number | undefined, number>
      suspended_at: number | null
      suspended_by: string | null
      suspended_for: string | null
      retry_after: string | null
    }
    agreement: {
      id: ColumnType<number, number | undefined, never>
      producer_id: Once<number>
      version: Once<number>
      document: Once<string>
      proposal: Once<number | null>
      by: Once<string | null>
      at: Once<number>
    }
    expected_batch: {
      producer_id: number
      expected_at: number
      opens_at: number
      closes_at: number
      due_at: number
      day: string
      state: 'met' | 'late' | 'missed'
      batch_id: number | null
      decided_at: number
    }
    client: { id: string; wallet: number; created_at: number }
    account: {
      id: Generated<number>
      code: string
      kind: AccountKind
      currency: string
      /** Credits less debits: positive is what we owe. */
      balance: ColumnType<number, number | undefined, number>
      /** Set aside by open holds; a part of the balance. */
      held: ColumnType<number, number | undefined, number>
      overdraft: ColumnType<number, number | undefined, number>
      /** Moves with everything that happens to the account. */
      version: ColumnType<number, number | undefined, number>
      /** How many postings moved it, and the number of the last one. */
      postings: Generated<number>
      last_posting: Generated<number>
      /** Payments that are held because it has too little. */
      waiting: Generated<number>
      client_id: string | null
      state: ColumnType<WalletState, WalletState | undefined, WalletState>
      tier: ColumnType<string, string | undefined, string>
      opened_at: ColumnType<number, number | undefined, number>
    }
    posting_kind: { name: string }
    entry: {
      id: Once<number>
      kind: Once<string>
      postings: Once<number>
      currency: Once<string>
      amount: Once<number>
      related: Once<number | null>
      hold: Once<number | null>
      proposal: Once<number | null>
      order_id: Once<string | null>
      bank_transaction_id: Once<string | null>
      reference: Once<string | null>
      reason: Once<string | null>
      initiator: Once<string>
      initiated_by: Once<string | null>
      at: Once<number>
    }
    place: { id: number; name: string }
    /** The postings; the view `posting` says the same in words. */
    movement: {
      seq: ColumnType<number, number | undefined, never>
      entry: Once<number | null>
      debit: Once<number>
      credit: Once<number>
      currency: Once<string>
      amount: Once<number>
      kind: Once<string>
      batch_id: Once<number | null>
      line: Once<number | null>
      tx_id: Once<string | null>
      place: Once<number | null>
      occurred_at: Once<number>
      posted_at: Once<number>
      /** Business days are counted from 1970-01-01. */
      day: Once<number>
      debit_after: Once<number>
      credit_after: Once<number>
      debit_previous: Once<number>
      credit_previous: Once<number>
    }
    account_mark: { account: Once<number>; posting: Once<number> }
    posting_day: { day: Once<number>; bucket: Once<number>; postings: number }
    batch_piece: {
      batch_id: Once<number>
      first_line: Once<number>
      last_line: Once<number>
      first: Once<number>
      last: Once<number>
      root: Once<Buffer>
    }
    volume: {
      day: number
      hour: number
      producer_id: number
      place: number
      kind: string
      tier: string
      currency: string
      rows: number
      amount: number
    }
    volume_sum: {
      grain: number
      day: number
      hour: number
      producer_id: number
      place: number
      kind: string
      tier: string
      currency: string
      rows: number
      amount: number
    }
    kind_total: { kind: string; currency: string; postings: number; added: number; taken: number }
    operation_key: {
      caller: Once<string>
      key: Once<string>
      content: Once<Buffer>
      answer: Once<string>
      at: Once<number>
    }
    spent: { subject: string; operation: string; currency: string; day: string; amount: number }
    hold: {
      id: Generated<number>
      wallet: number
      amount: number
      captured: number
      state: 'open' | 'captured' | 'released' | 'expired'
      producer_id: number | null
      order_id: string | null
      reference: string | null
      reason: string | null
      proposal: number | null
      initiator: string
      initiated_by: string | null
      placed_at: number
      expires_at: number
      ended_at: number | null
    }
    auto_top_up: {
      wallet: number
      threshold: number
      amount: number
      source: number
      armed: number
      set_by: string
      set_at: number
    }
    virtual_account: {
      number: string
      wallet: number
      omnibus: number
      state: 'active' | 'closed'
      opened_at: number
    }
    proposal: {
      id: Generated<number>
      kind: Once<string>
      moves_money: Once<number>
      change: Once<string>
      hash: Once<Buffer>
      effect: Once<string>
      effect_hash: Once<Buffer>
      currency: Once<string | null>
      amount: Once<number | null>
      client_id: Once<string | null>
      reason: Once<string>
      proposed_by: Once<number>
      on_behalf_of: Once<string | null>
      proposed_at: Once<number>
      expires_at: Once<number>
      state: 'open' | 'approved' | 'declined' | 'withdrawn' | 'expired'
      decided_by: number | null
      decided_at: number | null
      decision: string | null
      in_set_up: ColumnType<number, number | undefined, number>
      result: string | null
    }
    proposal_comment: {
      id: Generated<number>
      proposal: Once<number>
      at: Once<number>
      by: Once<number>
      text: Once<string>
    }
    setting: {
      name: Once<string>
      version: Once<number>
      value: Once<string>
      proposal: Once<number>
      at: Once<number>
    }
    period: {
      id: Generated<number>
      kind: 'day' | 'month'
      first_day: string
      last_day: string
      state: 'closing' | 'closed'
      postings: number | null
      root: Buffer | null
      proposal: number
      closed_at: number
    }
    close_pack: {
      id: Generated<number>
      from_day: Once<string>
      to_day: Once<string>
      include_clients: Once<number>
      asked_at: Once<number>
      asked_by: Once<string>
      state: 'asked' | 'made' | 'failed'
      ended_at: number | null
      archive: string | null
      bytes: number | null
      sha256: Buffer | null
      generation: number | null
      is_closed: number | null
      proves: string | null
      problem: string | null
    }
    closed_days: { id: number; through: string; through_day: number | null }
    identity_run: {
      id: Generated<number>
      producer_id: number
      batch_id: number | null
      level: number
      identities: number
      state: 'ready' | 'growing' | 'dead'
      inputs: Generated<string>
      up_to: Generated<number>
    }
    identity_block: { id: Generated<number>; run: number; first: number; entries: Buffer }
  }

/** Can only select, so a function that asks for it can't write. */
export type Reader = Pick<Kysely<Tables>, 'selectFrom' | 'with'>

declare const inTransaction: unique symbol
/** The writer's connection inside an open transaction, so a function that asks for it can't write outside one. */
export type Writer = Kysely<Tables> & { readonly [inTransaction]: true }
