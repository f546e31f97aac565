/**
 * An expected payment as the store has it. What is kept ends where the books do; whether a bank's line explains its postings
 * is read from the matches, so that it is never told twice.
 */
import type { Database } from 'better-sqlite3'
import type { ExpectedKind, ExpectedPart } from '../contract/expected.ts'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import { readReference } from './reference.ts'

export type KeptState = 'requested' | 'pending' | 'paid' | 'posted' | 'failed' | 'cancelled' | 'refunded'

export type ExpectedRecord = Readonly<{
  id: number
  kind: ExpectedKind
  part: ExpectedPart
  /** The account that it clears. */
  account: number
  currency: string
  producer: number | null
  client: string | null
  amount: number
  topUps: number
  payments: number
  feeExpense: number
  feeIncome: number
  cleared: number
  bank: string
  batch: number | null
  throughDay: number | null
  withdrawal: number | null
  dueDay: number | null
  createdAt: number
  state: KeptState
  /** What was posted of it, and what of a withdrawal the client has again. */
  paid: number
  back: number
  entry: number | null
  postedDay: number | null
  version: number
}>

export const expectedColumns = `
  expected_payment.id, expected_payment.kind, expected_payment.part, expected_payment.account, expected_payment.currency,
  expected_payment.producer_id AS producer, expected_payment.client_id AS client, expected_payment.amount,
  expected_payment.top_ups AS topUps, expected_payment.payments, expected_payment.fee_expense AS feeExpense,
  expected_payment.fee_income AS feeIncome, expected_payment.cleared, expected_payment.bank,
  expected_payment.batch_id AS batch, expected_payment.through_day AS throughDay, expected_payment.withdrawal,
  expected_payment.due_day AS dueDay, expected_payment.created_at AS createdAt, expected_payment.state,
  expected_payment.paid, expected_payment.back, expected_payment.entry, expected_payment.posted_day AS postedDay, expected_payment.version`

/** Nobody has paid it yet, or not all of it. */
const open: ReadonlySet<KeptState> = new Set(['requested', 'pending', 'paid', 'failed'])

/** A settlement that was given back is over: what it was for is part of the next one. */
export const isOpen = ({ kind, state }: Pick<ExpectedRecord, 'kind' | 'state'>): boolean =>
  open.has(state) && (kind === 'withdrawal' || state !== 'failed')

/** What is still to come or go, as the bank sees it. */
export const leftOf = ({ amount, paid, back }: Pick<ExpectedRecord, 'amount' | 'paid' | 'back'>): number =>
  amount - paid + back

export const findExpected = (raw: Database, id: number): ExpectedRecord | null =>
  (statementsOf(raw).byId.get(id) as ExpectedRecord | undefined) ?? null

export function getExpected(raw: Database, id: number): ExpectedRecord {
  const record = findExpected(raw, id)
  invariant(record !== null, 'an expected payment is gone', { id })
  return record
}

/** By its reference, however a bank wrote it. */
export function expectedOfReference(raw: Database, text: string): ExpectedRecord | null {
  const read = readReference(text)
  const record = read === null ? null : findExpected(raw, read.id)
  return record !== null && record.kind === read?.kind ? record : null
}

const statementsOf = perConnection((raw) => ({
  byId: raw.prepare(`SELECT ${expectedColumns} FROM expected_payment WHERE id = ?`),
}))
