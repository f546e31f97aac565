/**
 * Telling other systems what happens here. An event is noted in the transaction of what it tells, and only where an address
 * wants to know: what is rolled back was never told, and what is committed is told even if the program ends at once. From
 * there the deliverer takes it (`deliverer.ts`), in order and until it is taken or given up. Wallets are told of by their
 * state and not by each posting, behind a mark that each address has (`tell-wallets.ts`), so that taking in millions of rows
 * costs nothing for them.
 */
import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { ToldType } from '../contract/webhook-events.ts'
import type { Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { noteTopic } from '../store/noted-topics.ts'

export type EventDraft = Readonly<{
  type: ToldType
  subject: string
  /** What is told of one of these is told in its order; the subject, unless it is said. */
  orderedBy?: string
  data: Readonly<Record<string, Json>>
}>

/** Whether any address wants to know. Asked first where the facts cost something to find. */
export const isWanted = (raw: Database, type: ToldType): boolean => statementsOf(raw).anyWants.get(type) !== undefined

/** Tells every address that wants to know. */
export function noteEvent(raw: Database, at: number, draft: EventDraft): void {
  const endpoints = statementsOf(raw).wanting.all(draft.type) as number[]
  if (endpoints.length > 0) noteEventFor(raw, at, endpoints, draft)
}

export function noteEventFor(raw: Database, at: number, endpoints: readonly number[], draft: EventDraft): number {
  const { type, subject, orderedBy = subject, data } = draft
  const uid = `evt_${randomBytes(16).toString('hex')}`
  const body = JSON.stringify({ id: uid, type, timestamp: isoOf(at), data })
  const { lastInsertRowid } = statementsOf(raw).event.run({ uid, type, subject, orderedBy, body, at })
  const event = Number(lastInsertRowid)
  let last = 0
  for (const endpoint of endpoints) last = putInLine(raw, at, { endpoint, event, orderedBy })
  noteTopic(raw, 'webhooks')
  return last
}

export type DeliveryDraft = Readonly<{
  endpoint: number
  event: number
  orderedBy: string
  again?: Readonly<{ repeats: number; by: string }>
}>

/** It goes at once where nothing about the same thing is under way to that address, else behind it. */
export function putInLine(raw: Database, at: number, { endpoint, event, orderedBy, again }: DeliveryDraft): number {
  const { underWay, delivery } = statementsOf(raw)
  const queues = underWay.get(endpoint, orderedBy) !== undefined
  const { lastInsertRowid } = delivery.run({
    endpoint,
    event,
    orderedBy,
    repeats: again?.repeats ?? null,
    by: again?.by ?? null,
    state: queues ? 'queued' : 'waiting',
    nextAt: queues ? null : at,
    at,
  })
  return Number(lastInsertRowid)
}

const statementsOf = perConnection((raw) => ({
  anyWants: raw.prepare(`
    SELECT 1 FROM webhook_endpoint, json_each(webhook_endpoint.events) AS wants
    WHERE webhook_endpoint.state <> 'removed' AND wants.value = ? LIMIT 1`),
  wanting: raw
    .prepare(`
      SELECT webhook_endpoint.id FROM webhook_endpoint, json_each(webhook_endpoint.events) AS wants
      WHERE webhook_endpoint.state <> 'removed' AND wants.value = ? ORDER BY webhook_endpoint.id`)
    .pluck(),
  event: raw.prepare(`
    INSERT INTO webhook_event (uid, type, subject, ordered_by, body, at)
    VALUES (@uid, @type, @subject, @orderedBy, @body, @at)`),
  underWay: raw.prepare(`
    SELECT 1 FROM webhook_delivery WHERE endpoint = ? AND ordered_by = ? AND state IN ('waiting', 'sending')`),
  delivery: raw.prepare(`
    INSERT INTO webhook_delivery (endpoint, event, ordered_by, repeats, asked_by, state, next_at, created_at)
    VALUES (@endpoint, @event, @orderedBy, @repeats, @by, @state, @nextAt, @at)`),
}))
