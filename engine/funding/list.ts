/** Fund requests, what happened to each, and what gateways told, newest first. */
import type { Database } from 'better-sqlite3'
import { dayAfter } from '../calendar/day.ts'
import { isoOf } from '../calendar/instant.ts'
import type {
  EventOutcome,
  FundHistoryItem,
  FundRequest,
  FundRequestDetail,
  FundState,
  GatewayEvent,
} from '../contract/funding.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { readReference } from './reference.ts'
import { documentOf, type FundRecord, fundColumns, recordById } from './request.ts'

type Context = Pick<QueryContext, 'raw'>
type Page<T> = Readonly<{ items: T[]; more: boolean }>

export type FundPage = Readonly<{
  state?: FundState | undefined
  client?: string | undefined
  gateway?: string | undefined
  reference?: string | undefined
  from?: string | undefined
  to?: string | undefined
  before: number | null
  limit: number
}>

export function listFundRequests({ raw }: Context, page: FundPage): Page<FundRequest> {
  const { state, client, gateway, reference, from, to, before, limit } = page
  const conditions = ['id < @before']
  if (state !== undefined) conditions.push('state = @state')
  if (client !== undefined) conditions.push('client_id = @client')
  if (gateway !== undefined) conditions.push('gateway = @gateway')
  if (reference !== undefined) conditions.push('(reference = @ours OR caller_reference = @reference)')
  if (from !== undefined) conditions.push('created_at >= @first')
  if (to !== undefined) conditions.push('created_at < @past')
  const { zone } = homeOf(raw)
  const rows = raw
    .prepare(`SELECT ${fundColumns} WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT @limit`)
    .all({
      before: before ?? Number.MAX_SAFE_INTEGER,
      state,
      client,
      gateway,
      reference,
      ours: reference === undefined ? undefined : readReference(reference),
      first: from === undefined ? undefined : zone.readInstant(from),
      past: to === undefined ? undefined : zone.readInstant(dayAfter(to)),
      limit: limit + 1,
    }) as FundRecord[]
  return { items: rows.slice(0, limit).map(documentOf), more: rows.length > limit }
}

export function findFundDetail({ raw }: Context, { id }: Readonly<{ id: number }>): FundRequestDetail | null {
  const record = recordById(raw, id)
  if (record === null) return null
  const { history, events } = statementsOf(raw)
  return {
    ...documentOf(record),
    history: (history.all(id) as HistoryRow[]).map(({ at, detail, ...row }) => ({
      ...row,
      at: isoOf(at),
      detail: JSON.parse(detail),
    })),
    events: (events.all(id) as EventRow[]).map(eventOf),
  }
}

export type EventPage = Readonly<{
  gateway?: string | undefined
  outcome?: EventOutcome | undefined
  before: number | null
  limit: number
}>

export function listGatewayEvents(
  { raw }: Context,
  { gateway, outcome, before, limit }: EventPage,
): Page<GatewayEvent> {
  const conditions = ['id < @before']
  if (gateway !== undefined) conditions.push('gateway = @gateway')
  if (outcome !== undefined) conditions.push('outcome = @outcome')
  const rows = raw
    .prepare(`SELECT ${eventColumns} WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT @limit`)
    .all({ before: before ?? Number.MAX_SAFE_INTEGER, gateway, outcome, limit: limit + 1 }) as EventRow[]
  return { items: rows.slice(0, limit).map(eventOf), more: rows.length > limit }
}

type HistoryRow = Omit<FundHistoryItem, 'at' | 'detail'> & Readonly<{ at: number; detail: string }>
type EventRow = Omit<GatewayEvent, 'occurredAt' | 'receivedAt'> & Readonly<{ occurredAt: number; receivedAt: number }>

const eventOf = ({ occurredAt, receivedAt, ...row }: EventRow): GatewayEvent => ({
  ...row,
  occurredAt: isoOf(occurredAt),
  receivedAt: isoOf(receivedAt),
})

const eventColumns = `
  id, gateway, event_id AS event, type, reference, request_id AS request, payment, amount, currency, fee,
  occurred_at AS occurredAt, received_at AS receivedAt, outcome FROM fund_event`

const statementsOf = perConnection((raw: Database) => ({
  history: raw.prepare(`
    SELECT at, by, kind, state, entry AS "transaction", detail FROM fund_history WHERE request_id = ? ORDER BY id`),
  events: raw.prepare(`SELECT ${eventColumns} WHERE request_id = ? ORDER BY id`),
}))
