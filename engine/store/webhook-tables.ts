/** The tables of webhooks as Kysely sees them: a part of `Tables`. */
import type { Generated } from 'kysely'
import type { DeliveryState, EndpointState, WebhookProblem } from '../contract/webhooks.ts'
import type { Once } from './tables.ts'

export type WebhookTables = {
  webhook_endpoint: {
    id: Generated<number>
    name: string
    url: string
    events: string
    state: EndpointState
    paused_by: string | null
    paused_at: number | null
    created_at: Once<number>
    proposal: number
    failing_since: number | null
    failing_told: Generated<number>
    rests_until: number | null
    posting_mark: Generated<number>
    note_mark: Generated<number>
  }
  webhook_secret: {
    id: Generated<number>
    endpoint: Once<number>
    secret: Once<string>
    made_at: Once<number>
    made_by: Once<string>
    ends_at: number | null
  }
  wallet_note: { id: Generated<number>; account: Once<number> }
  webhook_wallet: { endpoint: Once<number>; account: Once<number>; version: number }
  webhook_event: {
    id: Generated<number>
    uid: Once<string>
    type: Once<string>
    subject: Once<string>
    ordered_by: Once<string>
    body: Once<string>
    at: Once<number>
  }
  webhook_delivery: {
    id: Generated<number>
    endpoint: Once<number>
    event: Once<number>
    ordered_by: Once<string>
    repeats: Once<number | null>
    asked_by: Once<string | null>
    state: DeliveryState
    attempts: Generated<number>
    next_at: number | null
    last_status: number | null
    last_problem: WebhookProblem | null
    created_at: Once<number>
    ended_at: number | null
  }
  webhook_attempt: {
    delivery: Once<number>
    attempt: Once<number>
    at: Once<number>
    url: Once<string>
    status: Once<number | null>
    problem: Once<WebhookProblem | null>
    took_ms: Once<number | null>
    answer: Once<string | null>
  }
  webhook_replay: {
    id: Generated<number>
    endpoint: Once<number>
    since: Once<number>
    last: Once<number>
    mark: number
    asked_by: Once<string>
    asked_at: Once<number>
    deliveries: Generated<number>
    ended_at: number | null
  }
}
