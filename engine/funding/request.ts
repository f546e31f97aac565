/** A fund request as the store has it, and as it is shown. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { FundRequest, FundState } from '../contract/funding.ts'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import { readReference } from './reference.ts'

export type FundRecord = Readonly<{
  id: number
  reference: string
  client: string
  wallet: number
  currency: string
  amount: number
  gateway: string
  gatewayAccount: number
  availableWhenPaid: number
  callerReference: string | null
  createdAt: number
  createdBy: string
  expiresAt: number
  caller: string
  countedDay: string
  counted: number
  state: FundState
  standsSince: number | null
  payment: string | null
  holder: number | null
  paidAt: number | null
  paidLate: number
  settledAt: number | null
  settledDay: string | null
  bankReference: string | null
  received: number | null
  fee: number | null
  reconciledAt: number | null
  undoneAt: number | null
  paidEntry: number | null
  settledEntry: number | null
  releasedEntry: number | null
  undoneEntry: number | null
  version: number
}>

export const fundColumns = `
  fund_request.id, fund_request.reference, fund_request.client_id AS client, fund_request.wallet, fund_request.currency,
  fund_request.amount, fund_request.gateway, fund_request.gateway_account AS gatewayAccount,
  fund_request.available_when_paid AS availableWhenPaid, fund_request.caller_reference AS callerReference,
  fund_request.created_at AS createdAt, fund_request.created_by AS createdBy, fund_request.expires_at AS expiresAt,
  fund_request.caller, fund_request.counted_day AS countedDay, fund_request.counted, fund_request.state,
  fund_request.stands_since AS standsSince, fund_request.payment, fund_request.holder, fund_request.paid_at AS paidAt,
  fund_request.paid_late AS paidLate, fund_request.settled_at AS settledAt, fund_request.settled_day AS settledDay,
  fund_request.bank_reference AS bankReference, fund_request.received, fund_request.fee,
  fund_request.reconciled_at AS reconciledAt, fund_request.undone_at AS undoneAt, fund_request.paid_entry AS paidEntry,
  fund_request.settled_entry AS settledEntry, fund_request.released_entry AS releasedEntry,
  fund_request.undone_entry AS undoneEntry, fund_request.version
  FROM fund_request`

export const recordById = (raw: Database, id: number): FundRecord | null =>
  (statementsOf(raw).byId.get(id) as FundRecord | undefined) ?? null

export function getRecord(raw: Database, id: number): FundRecord {
  const record = recordById(raw, id)
  invariant(record !== null, 'a fund request is gone', { id })
  return record
}

/** By its reference, however a bank or a gateway wrote it. */
export function findFundRequest(raw: Database, reference: string): FundRecord | null {
  const read = readReference(reference)
  return read === null ? null : ((statementsOf(raw).byReference.get(read) as FundRecord | undefined) ?? null)
}

const orNull = (at: number | null): string | null => (at === null ? null : isoOf(at))

export function documentOf(record: FundRecord): FundRequest {
  const { id, client, amount, currency, gateway, state, reference, callerReference, createdBy, payment } = record
  const { settledDay, received, fee, bankReference, version } = record
  return {
    id,
    client,
    amount,
    currency,
    gateway,
    state,
    reference,
    callerReference,
    availableWhenPaid: record.availableWhenPaid === 1,
    createdAt: isoOf(record.createdAt),
    createdBy,
    expiresAt: isoOf(record.expiresAt),
    payment,
    paidAt: orNull(record.paidAt),
    paidLate: record.paidLate === 1,
    settledAt: orNull(record.settledAt),
    settledDay,
    received,
    fee,
    bankReference,
    reconciledAt: orNull(record.reconciledAt),
    undoneAt: orNull(record.undoneAt),
    version,
  }
}

const statementsOf = perConnection((raw) => ({
  byId: raw.prepare(`SELECT ${fundColumns} WHERE id = ?`),
  byReference: raw.prepare(`SELECT ${fundColumns} WHERE reference = ?`),
}))
