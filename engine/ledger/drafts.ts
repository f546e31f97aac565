/** What is to be posted, before the books have given it its numbers. */
import type { Account } from './account.ts'

/** A row of a batch, as a posting of its own. */
export type RowDraft = Readonly<{
  batch: number
  producer: number
  line: number
  txId: string
  /** The place's number. */
  place: number
  kind: 'TopUp' | 'Payment'
  occurredAt: number
  /** The zone's day of `occurredAt`, counted from 1970-01-01. */
  day: number
}>

export type Leg = Readonly<{ debit: Account; credit: Account; amount: number }>

export type EntryDraft = Readonly<{
  kind: string
  currency: string
  amount: number
  legs: readonly Leg[]
  related?: number | undefined
  hold?: number | undefined
  proposal?: number | undefined
  orderId?: string | undefined
  bankTransactionId?: string | undefined
  reference?: string | undefined
  reason?: string | undefined
  initiator: string
  initiatedBy?: string | undefined
  occurredAt: number
  /** Of a batch that is undone, which is told of as a whole. */
  isPartOfBatch?: true
  /** The zone's day of `occurredAt`; the entry stands on it, or on the first open day. */
  day: string
}>
