/** An address that is told what happens, as it stands; and how a proposal makes or changes one. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { WebhookEventType } from '../contract/webhook-events.ts'
import type { EndpointState, WebhookEndpoint } from '../contract/webhooks.ts'
import { canonical } from '../operations/keys.ts'
import type { RefusalOf } from '../operations/refusal.ts'
import { settingInForce } from '../settings/in-force.ts'
import type { Json, QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { listedOrigin, readUrl } from './address.ts'
import { beginTelling } from './tell-wallets.ts'

type Proposed = Readonly<{
  endpoint?: number | undefined
  name: string
  url: string
  events: readonly WebhookEventType[]
}>

export type EndpointSet =
  | Readonly<{ status: 'done'; id: number; before: Json; after: Json }>
  | RefusalOf<'webhook_unknown'>
  | RefusalOf<'webhook_url_unusable'>
  | RefusalOf<'webhook_not_listed'>
  | RefusalOf<'webhook_name_taken'>
  | RefusalOf<'webhook_unchanged'>

export function setEndpoint(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  { endpoint: id, name, url: text, events: asked }: Proposed,
  proposal: number,
): EndpointSet {
  const known = id === undefined ? null : findEndpointRow(raw, id)
  if (id !== undefined && (known === null || known.state === 'removed'))
    return { status: 'webhook_unknown', endpoint: id }
  const url = readUrl(text)
  if (typeof url === 'string') return { status: 'webhook_url_unusable', problem: url }
  if (!isListed(raw, url)) return { status: 'webhook_not_listed', origin: url.origin }
  if (statementsOf(raw).named.get(name, id ?? 0) !== undefined) return { status: 'webhook_name_taken', name }
  const after = { name, url: url.href, events: [...new Set(asked)].toSorted() }
  const before = known === null ? null : { name: known.name, url: known.url, events: eventsOf(known) }
  if (known !== null && canonical(before) === canonical(after))
    return { status: 'webhook_unchanged', endpoint: known.id }
  const row = { ...after, events: JSON.stringify(after.events), proposal, at }
  const { insert, change } = statementsOf(raw)
  const made = known === null ? Number(insert.run(row).lastInsertRowid) : known.id
  if (known !== null) change.run({ ...row, id: known.id })
  const wants = (events: readonly string[]): boolean => events.includes('wallet.changed')
  if (wants(after.events) && !(before !== null && wants(before.events))) beginTelling(raw, made)
  return { status: 'done', id: made, before, after }
}

export const isListed = (raw: Database, url: URL): boolean =>
  listedOrigin(url, settingInForce(raw, 'webhooks').value.origins) !== null

export type EndpointRow = Readonly<{
  id: number
  name: string
  url: string
  events: string
  state: EndpointState
  pausedBy: string | null
  pausedAt: number | null
  createdAt: number
  proposal: number
  failingSince: number | null
  postingMark: number
}>

export const findEndpointRow = (raw: Database, id: number): EndpointRow | null =>
  (statementsOf(raw).find.get(id) as EndpointRow | undefined) ?? null

export function listEndpoints(
  { raw }: Pick<QueryContext, 'raw'>,
  { state, at }: Readonly<{ state?: EndpointState | undefined; at: number }>,
): readonly WebhookEndpoint[] {
  const rows = statementsOf(raw).all.all() as EndpointRow[]
  return rows.filter((row) => state === undefined || row.state === state).map((row) => documentOf(raw, row, at))
}

export function findEndpoint(
  { raw }: Pick<QueryContext, 'raw'>,
  { id, at }: Readonly<{ id: number; at: number }>,
): WebhookEndpoint | null {
  const row = findEndpointRow(raw, id)
  return row === null ? null : documentOf(raw, row, at)
}

const eventsOf = ({ events }: EndpointRow): WebhookEventType[] => JSON.parse(events) as WebhookEventType[]

function documentOf(raw: Database, row: EndpointRow, at: number): WebhookEndpoint {
  const { id, name, url, state, pausedBy, proposal } = row
  const { secret, oldSecret, standing, replay } = statementsOf(raw)
  const { waiting, deliveredAt, lastPosting } = standing.get({ id }) as Standing
  const events = eventsOf(row)
  const again = replay.get(id) as Readonly<{ since: number; deliveries: number }> | undefined
  return {
    id,
    name,
    url,
    events,
    state,
    isListed: isListed(raw, new URL(url)),
    pausedBy,
    pausedAt: isoOrNull(row.pausedAt),
    createdAt: isoOf(row.createdAt),
    proposal,
    secretMadeAt: isoOrNull(secret.get(id) as number | undefined),
    oldSecretUntil: isoOrNull(oldSecret.get(id, at) as number | undefined),
    failingSince: isoOrNull(row.failingSince),
    waiting,
    lastDeliveredAt: isoOrNull(deliveredAt),
    postingsBehind:
      state !== 'removed' && events.includes('wallet.changed') ? Math.max(0, lastPosting - row.postingMark) : 0,
    replay: again === undefined ? null : { since: isoOf(again.since), deliveries: again.deliveries },
  }
}

type Standing = Readonly<{ waiting: number; deliveredAt: number | null; lastPosting: number }>

const isoOrNull = (at: number | null | undefined): string | null => (at === null || at === undefined ? null : isoOf(at))

const columns = `
  id, name, url, events, state, paused_by AS pausedBy, paused_at AS pausedAt, created_at AS createdAt, proposal,
  failing_since AS failingSince, posting_mark AS postingMark FROM webhook_endpoint`

const statementsOf = perConnection((raw) => ({
  find: raw.prepare(`SELECT ${columns} WHERE id = ?`),
  all: raw.prepare(`SELECT ${columns} ORDER BY state = 'removed', name, id`),
  named: raw.prepare(`SELECT 1 FROM webhook_endpoint WHERE name = ? AND state <> 'removed' AND id <> ?`),
  insert: raw.prepare(`
    INSERT INTO webhook_endpoint (name, url, events, state, created_at, proposal)
    VALUES (@name, @url, @events, 'active', @at, @proposal)`),
  // What kept it from being reached may be over with its old address.
  change: raw.prepare(`
    UPDATE webhook_endpoint SET name = @name, url = @url, events = @events, proposal = @proposal, failing_since = NULL,
      rests_until = NULL
    WHERE id = @id`),
  secret: raw.prepare('SELECT made_at FROM webhook_secret WHERE endpoint = ? AND ends_at IS NULL').pluck(),
  oldSecret: raw.prepare('SELECT max(ends_at) FROM webhook_secret WHERE endpoint = ? AND ends_at > ?').pluck(),
  standing: raw.prepare(`
    SELECT (SELECT count(*) FROM webhook_delivery WHERE endpoint = @id AND ended_at IS NULL) AS waiting,
      (SELECT ended_at FROM webhook_delivery WHERE endpoint = @id AND state = 'delivered'
        ORDER BY id DESC LIMIT 1) AS deliveredAt,
      coalesce((SELECT max(seq) FROM movement), 0) AS lastPosting`),
  replay: raw.prepare('SELECT since, deliveries FROM webhook_replay WHERE endpoint = ? AND ended_at IS NULL'),
}))
