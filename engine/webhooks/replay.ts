/**
 * Sending once more: one delivery, or everything that an address was told since an instant. It is the same event with the
 * same id and body, as a delivery of its own behind whatever waits about the same thing.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { DeliveryState, WebhookDelivery, WebhookEndpoint } from '../contract/webhooks.ts'
import { invariant } from '../invariant.ts'
import { command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { findDelivery } from './deliveries.ts'
import { findEndpoint } from './endpoint.ts'
import { recordOf, type Unusable, usable } from './endpoint-commands.ts'
import { putInLine } from './note-event.ts'

type Which = Readonly<{ id: number }>
type Replayed =
  | Readonly<{ status: 'done'; delivery: WebhookDelivery }>
  | Readonly<{ status: 'no_such_delivery' }>
  | Readonly<{ status: 'delivery_under_way'; state: DeliveryState }>
  | Unusable

export const replayDelivery = command({
  topics: ['webhooks'],
  record: ({ id }: Which, outcome: Replayed) => ({
    action: 'webhooks.replay',
    subject: `webhook_delivery:${id}`,
    outcome: outcome.status,
    detail: outcome.status === 'done' ? { delivery: outcome.delivery.id } : {},
  }),
  run: ({ raw, at, actor }, { id }): Replayed => {
    const found = statementsOf(raw).delivery.get(id) as DeliveryRow | undefined
    if (found === undefined) return { status: 'no_such_delivery' }
    const endpoint = usable(raw, found.endpoint)
    if ('status' in endpoint) return endpoint
    if (found.endedAt === null) return { status: 'delivery_under_way', state: found.state }
    const again = { repeats: found.repeats ?? id, by: actor }
    const delivery = findDelivery({ raw }, { id: putInLine(raw, at, { ...found, again }) })
    invariant(delivery !== null, 'a delivery that was just made is gone', { repeats: id })
    return { status: 'done', delivery }
  },
})

type Since = Which & Readonly<{ since: string }>
type Asked =
  | Readonly<{ status: 'done'; events: number; endpoint: WebhookEndpoint }>
  | Readonly<{ status: 'replay_under_way'; since: string }>
  | Unusable

export const replaySince = command({
  topics: ['webhooks'],
  record: (input: Since, outcome: Asked) =>
    recordOf('webhooks.replay_since', input, outcome, {
      since: input.since,
      ...(outcome.status === 'done' ? { events: outcome.events } : {}),
    }),
  run: ({ raw, at, actor }, { id, since }): Asked => {
    const endpoint = usable(raw, id)
    if ('status' in endpoint) return endpoint
    const { underWay, range, add } = statementsOf(raw)
    const before = underWay.get(id) as number | undefined
    if (before !== undefined) return { status: 'replay_under_way', since: isoOf(before) }
    const from = Date.parse(since)
    const { events, mark, last } = range.get({ id, from }) as Range
    if (events > 0) add.run({ id, from, mark: mark - 1, last, by: actor, at })
    const now = findEndpoint({ raw }, { id, at })
    invariant(now !== null, 'an address that was just found is gone', { id })
    return { status: 'done', events, endpoint: now }
  },
})

type Range = Readonly<{ events: number; mark: number; last: number }>

const pieceSize = 500

type Piece = Readonly<{ deliveries: number; more: boolean }>

/** The next of those that were asked for. What is not sent yet goes out anyway, and is not doubled. */
export const replayPiece = command({
  isLong: true,
  topics: ['webhooks'],
  // Somebody asked for it, and that is recorded.
  record: null,
  run: ({ raw, at }, { id }: Which): Piece => {
    const { open, next, move } = statementsOf(raw)
    const replay = open.get(id) as Open | undefined
    if (replay === undefined) return { deliveries: 0, more: false }
    const { endpoint, mark, last, by } = replay
    const piece = next.all({ endpoint, mark, last, limit: pieceSize }) as (DeliveryRow & Readonly<{ id: number }>)[]
    for (const each of piece) putInLine(raw, at, { ...each, again: { repeats: each.id, by } })
    const more = piece.length === pieceSize
    move.run({ id, mark: piece.at(-1)?.id ?? mark, deliveries: piece.length, endedAt: more ? null : at })
    return { deliveries: piece.length, more }
  },
})

type Open = Readonly<{ endpoint: number; mark: number; last: number; by: string }>
type DeliveryRow = Readonly<{
  endpoint: number
  event: number
  orderedBy: string
  repeats: number | null
  state: DeliveryState
  endedAt: number | null
}>

// The first delivery of each event stands for it, however often it was sent.
const toRepeat = 'endpoint = @endpoint AND repeats IS NULL AND ended_at IS NOT NULL'

const statementsOf = perConnection((raw: Database) => ({
  delivery: raw.prepare(`
    SELECT endpoint, event, ordered_by AS orderedBy, repeats, state, ended_at AS endedAt FROM webhook_delivery
    WHERE id = ?`),
  underWay: raw.prepare('SELECT since FROM webhook_replay WHERE endpoint = ? AND ended_at IS NULL').pluck(),
  range: raw.prepare(`
    SELECT count(*) AS events, coalesce(min(id), 1) AS mark, coalesce(max(id), 0) AS last FROM webhook_delivery
    WHERE endpoint = @id AND repeats IS NULL AND ended_at IS NOT NULL AND created_at >= @from`),
  add: raw.prepare(`
    INSERT INTO webhook_replay (endpoint, since, last, mark, asked_by, asked_at)
    VALUES (@id, @from, @last, @mark, @by, @at)`),
  open: raw.prepare(`
    SELECT endpoint, mark, last, asked_by AS by FROM webhook_replay WHERE id = ? AND ended_at IS NULL`),
  next: raw.prepare(`
    SELECT id, endpoint, event, ordered_by AS orderedBy, repeats, state, ended_at AS endedAt FROM webhook_delivery
    WHERE ${toRepeat} AND id > @mark AND id <= @last ORDER BY id LIMIT @limit`),
  move: raw.prepare(`
    UPDATE webhook_replay SET mark = @mark, deliveries = deliveries + @deliveries, ended_at = @endedAt WHERE id = @id`),
}))
