/** The tables of expected money as Kysely sees them: a part of `Tables`. */
import type { Generated } from 'kysely'
import type { EventOutcome, FundState, GatewayEventType } from '../contract/funding.ts'
import type { Once } from './tables.ts'

export type FundingTables = {
  fund_move: { came_from: Once<string>; goes_to: Once<string> }
  fund_request: {
    id: Generated<number>
    reference: Once<string>
    client_id: Once<string>
    wallet: Once<number>
    currency: Once<string>
    amount: Once<number>
    gateway: Once<string>
    gateway_account: Once<number>
    agreement: Once<number>
    available_when_paid: Once<number>
    caller_reference: Once<string | null>
    created_at: Once<number>
    created_by: Once<string>
    initiated_by: Once<string | null>
    expires_at: Once<number>
    caller: Once<string>
    counted_day: Once<string>
    counted: number
    state: FundState
    stands_since: number | null
    payment: string | null
    holder: number | null
    paid_at: number | null
    paid_late: Generated<number>
    settled_at: number | null
    settled_day: string | null
    bank_reference: string | null
    received: number | null
    fee: number | null
    reconciled_at: number | null
    undone_at: number | null
    paid_entry: number | null
    settled_entry: number | null
    released_entry: number | null
    undone_entry: number | null
    version: Generated<number>
  }
  fund_history: {
    id: Generated<number>
    request_id: Once<number>
    at: Once<number>
    by: Once<string>
    kind: Once<string>
    state: Once<FundState>
    entry: Once<number | null>
    detail: Once<string>
  }
  fund_event: {
    id: Generated<number>
    gateway: Once<string>
    event_id: Once<string>
    body_hash: Once<Buffer>
    type: Once<GatewayEventType>
    reference: Once<string>
    request_id: Once<number | null>
    payment: Once<string>
    amount: Once<number>
    currency: Once<string>
    fee: Once<number | null>
    occurred_at: Once<number>
    received_at: Once<number>
    answer: Once<EventOutcome>
    outcome: EventOutcome
  }
  gateway_secret: {
    id: Generated<number>
    gateway: string
    secret: string
    set_at: number
    set_by: string
    ends_at: number | null
  }
  virtual_iban: { country: Once<string>; bank_code: Once<string>; number: Once<string>; iban: Once<string> }
}
