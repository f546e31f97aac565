/** The log of deliveries, newest first, and one of them with what is sent and every try. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type {
  DeliveryState,
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookProblem,
} from '../contract/webhooks.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

type Context = Pick<QueryContext, 'raw'>

export type DeliveryPage = Readonly<{
  endpoint?: number | undefined
  state?: DeliveryState | undefined
  type?: string | undefined
  subject?: string | undefined
  before: number | null
  limit: number
}>

export function listDeliveries(
  { raw }: Context,
  { endpoint, state, type, subject, before, limit }: DeliveryPage,
): Readonly<{ items: WebhookDelivery[]; more: boolean }> {
  const conditions = ['delivery.id < @before']
  if (endpoint !== undefined) conditions.push('delivery.endpoint = @endpoint')
  if (state !== undefined) conditions.push('delivery.state = @state')
  if (type !== undefined) conditions.push('event.type = @type')
  // Few events are about one thing: they are found first, and their deliveries by them.
  if (subject !== undefined)
    conditions.push(`delivery.event IN (SELECT id FROM webhook_event WHERE subject = @subject OR uid = @subject)`)
  const rows = raw
    .prepare(`SELECT ${columns} WHERE ${conditions.join(' AND ')} ORDER BY delivery.id DESC LIMIT @limit`)
    .all({ before: before ?? Number.MAX_SAFE_INTEGER, endpoint, state, type, subject, limit: limit + 1 }) as Row[]
  return { items: rows.slice(0, limit).map(documentOf), more: rows.length > limit }
}

export function findDelivery({ raw }: Context, { id }: Readonly<{ id: number }>): WebhookDelivery | null {
  const row = statementsOf(raw).find.get(id) as Row | undefined
  return row === undefined ? null : documentOf(row)
}

export function findDeliveryDetail({ raw }: Context, { id }: Readonly<{ id: number }>): WebhookDeliveryDetail | null {
  const delivery = findDelivery({ raw }, { id })
  if (delivery === null) return null
  const { body, tries } = statementsOf(raw)
  return {
    ...delivery,
    body: body.get(id) as string,
    headers: [
      { name: 'content-type', value: 'application/json' },
      { name: 'user-agent', value: 'Countinghouse' },
      { name: 'webhook-id', value: delivery.event },
    ],
    tries: (tries.all(id) as AttemptRow[]).map(({ at, ...each }) => ({ ...each, at: isoOf(at) })),
  }
}

type AttemptRow = Omit<WebhookAttempt, 'at'> & Readonly<{ at: number }>

type Row = Readonly<{
  id: number
  endpoint: number
  endpointName: string
  event: string
  type: string
  subject: string
  state: DeliveryState
  attempts: number
  nextAt: number | null
  lastStatus: number | null
  lastProblem: WebhookProblem | null
  happenedAt: number
  createdAt: number
  endedAt: number | null
  repeats: number | null
  askedBy: string | null
}>

const documentOf = ({ nextAt, happenedAt, createdAt, endedAt, ...row }: Row): WebhookDelivery => ({
  ...row,
  nextAt: nextAt === null ? null : isoOf(nextAt),
  happenedAt: isoOf(happenedAt),
  createdAt: isoOf(createdAt),
  endedAt: endedAt === null ? null : isoOf(endedAt),
})

const columns = `
  delivery.id, delivery.endpoint, endpoint.name AS endpointName, event.uid AS event, event.type, event.subject,
  delivery.state, delivery.attempts, delivery.next_at AS nextAt, delivery.last_status AS lastStatus,
  delivery.last_problem AS lastProblem, event.at AS happenedAt, delivery.created_at AS createdAt,
  delivery.ended_at AS endedAt, delivery.repeats, delivery.asked_by AS askedBy
  FROM webhook_delivery AS delivery
  JOIN webhook_event AS event ON event.id = delivery.event
  JOIN webhook_endpoint AS endpoint ON endpoint.id = delivery.endpoint`

const statementsOf = perConnection((raw: Database) => ({
  find: raw.prepare(`SELECT ${columns} WHERE delivery.id = ?`),
  body: raw
    .prepare(`
      SELECT event.body FROM webhook_delivery AS delivery JOIN webhook_event AS event ON event.id = delivery.event
      WHERE delivery.id = ?`)
    .pluck(),
  tries: raw.prepare(`
    SELECT attempt, at, url, status, problem, took_ms AS tookMs, answer FROM webhook_attempt WHERE delivery = ?
    ORDER BY attempt`),
}))
