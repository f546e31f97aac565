/**
 * What a gateway told by its webhook, once its signature is proven: kept as it came, and carried out. The same event again
 * gets the same answer and changes nothing, however many come at once: the writer takes one after the other.
 */
import type { Database } from 'better-sqlite3'
import type { EventOutcome, GatewayEventAnswer, GatewayEventType } from '../contract/funding.ts'
import { command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import type { At } from './fund-postings.ts'
import { happen } from './happen.ts'
import { requestOf } from './note.ts'
import { type Claim, raiseContradicted, raiseUnknown } from './raise.ts'

export type GatewayTelling = Claim &
  Readonly<{
    /** The gateway's own number of the event. */
    event: string
    bodyHash: Uint8Array
    type: GatewayEventType
    fee: number | null
    occurredAt: number
  }>

export type Taken =
  | Readonly<{ status: 'done'; answer: GatewayEventAnswer; request: number | null }>
  | Readonly<{ status: 'replayed'; answer: GatewayEventAnswer; request: number | null }>
  | Readonly<{ status: 'event_known_with_other_content'; event: string }>

export const takeGatewayEvent = command({
  topics: ['clients', 'ledger', 'exceptions', 'funding'],
  record: ({ gateway, event, type, reference, payment, amount, currency }: GatewayTelling, taken: Taken) => ({
    action: 'funding.take_event',
    subject: 'request' in taken && taken.request !== null ? `fund:${taken.request}` : `gateway:${gateway}`,
    outcome: taken.status,
    detail: {
      gateway,
      event,
      type,
      reference,
      payment,
      amount,
      currency,
      ...('answer' in taken ? { cameTo: taken.answer.outcome } : {}),
    },
  }),
  run: (context, telling): Taken => {
    const { raw } = context
    const earlier = statementsOf(raw).find.get(telling.gateway, telling.event) as Earlier | undefined
    if (earlier !== undefined) return again(context, telling, earlier)
    const request = requestOf(context, telling)
    const outcome = request === null ? unknownTo(context, telling) : happen(context, request, toldBy(telling))
    statementsOf(raw).keep.run({
      ...telling,
      request: request?.id ?? null,
      at: context.at,
      outcome,
    })
    return { status: 'done', answer: { event: telling.event, outcome }, request: request?.id ?? null }
  },
})

type Earlier = Readonly<{ id: number; bodyHash: Buffer; answer: EventOutcome; request: number | null }>

function again(context: At, telling: GatewayTelling, { bodyHash, answer, request }: Earlier): Taken {
  if (bodyHash.equals(telling.bodyHash))
    return { status: 'replayed', answer: { event: telling.event, outcome: answer }, request }
  const { raw, at } = context
  raiseContradicted(raw, at, requestOf(context, telling), { ...telling, why: 'event_changed' })
  return { status: 'event_known_with_other_content', event: telling.event }
}

function unknownTo({ raw, at }: At, telling: GatewayTelling): EventOutcome {
  raiseUnknown(raw, at, telling)
  return 'unknown_reference'
}

const toldBy = (telling: GatewayTelling) => ({ ...telling, by: `gateway:${telling.gateway}` })

const statementsOf = perConnection((raw: Database) => ({
  find: raw.prepare(`
    SELECT id, body_hash AS bodyHash, answer, request_id AS request FROM fund_event
    WHERE gateway = ? AND event_id = ?`),
  keep: raw.prepare(`
    INSERT INTO fund_event (gateway, event_id, body_hash, type, reference, request_id, payment, amount, currency, fee,
      occurred_at, received_at, answer, outcome)
    VALUES (@gateway, @event, @bodyHash, @type, @reference, @request, @payment, @amount, @currency, @fee, @occurredAt,
      @at, @outcome, @outcome)`),
}))
