/**
 * What one person does to an address at once: stopping it needs nobody else, and neither does going on with what two have
 * agreed to. Its secret is made here, told once, and never again.
 */
import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { testEventType } from '../contract/webhook-events.ts'
import type { WebhookDelivery, WebhookEndpoint } from '../contract/webhooks.ts'
import { invariant } from '../invariant.ts'
import { type AuditNote, type CommandContext, command, type Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { findDelivery } from './deliveries.ts'
import { type EndpointRow, findEndpoint, findEndpointRow } from './endpoint.ts'
import { noteEventFor } from './note-event.ts'

type Which = Readonly<{ id: number }>
export type Unusable =
  | Readonly<{ status: 'not_found'; noun: 'webhook'; id: string }>
  | Readonly<{ status: 'webhook_removed'; endpoint: number }>
type Changed = Readonly<{ status: 'done'; endpoint: WebhookEndpoint }>

/** An address that there is and that was not removed. */
export function usable(raw: Database, id: number): EndpointRow | Unusable {
  const row = findEndpointRow(raw, id)
  if (row === null) return { status: 'not_found', noun: 'webhook', id: String(id) }
  return row.state === 'removed' ? { status: 'webhook_removed', endpoint: id } : row
}

export const recordOf = (
  action: string,
  { id }: Which,
  { status }: Readonly<{ status: string }>,
  detail: Readonly<Record<string, Json>> = {},
): AuditNote => ({ action, subject: `webhook:${id}`, outcome: status, detail })

export const pauseEndpoint = command({
  topics: ['webhooks'],
  record: (input: Which, outcome: Changed | Unusable) => recordOf('webhooks.pause', input, outcome),
  run: (context, input) =>
    change(context, input, ({ state }) => {
      if (state === 'active') statementsOf(context.raw).pause.run({ ...input, by: context.actor, at: context.at })
    }),
})

export const resumeEndpoint = command({
  topics: ['webhooks'],
  record: (input: Which, outcome: Changed | Unusable) => recordOf('webhooks.resume', input, outcome),
  run: (context, input) =>
    change(context, input, () => {
      const { resume, hurry } = statementsOf(context.raw)
      resume.run(input)
      // Whoever resumes it wants to see whether it answers now, and not at its next turn.
      hurry.run({ ...input, at: context.at })
    }),
})

export const removeEndpoint = command({
  topics: ['webhooks'],
  record: (input: Which, outcome: Changed | Unusable) => recordOf('webhooks.remove', input, outcome),
  run: (context, input) =>
    change(context, input, () => {
      const { remove, cancel, forget, endReplay, dropSecrets } = statementsOf(context.raw)
      cancel.run({ ...input, at: context.at })
      endReplay.run({ ...input, at: context.at })
      forget.run(input)
      dropSecrets.run(input)
      remove.run(input)
    }),
})

type Making = Which & Readonly<{ oldValidHours: number }>
type Made = (Changed & Readonly<{ secret: string }>) | Unusable

const hourMs = 3_600_000
const secretBytes = 32

export const newSecret = command({
  topics: ['webhooks'],
  record: (input: Making, outcome: Made) =>
    recordOf('webhooks.new_secret', input, outcome, { oldValidHours: input.oldValidHours }),
  run: (context, { id, oldValidHours }): Made => {
    const { raw, at, actor } = context
    const secret = `whsec_${randomBytes(secretBytes).toString('base64')}`
    const changed = change(context, { id }, () => {
      const { dropEnded, endSecret, addSecret } = statementsOf(raw)
      // Two sign at most: the one before the last ends now.
      dropEnded.run({ id })
      if (oldValidHours === 0) statementsOf(raw).dropSecrets.run({ id })
      endSecret.run({ id, at: at + oldValidHours * hourMs })
      addSecret.run({ id, secret, at, by: actor })
    })
    return changed.status === 'done' ? { ...changed, secret } : changed
  },
})

type Tested = Readonly<{ status: 'done'; delivery: WebhookDelivery }> | Unusable

export const testEndpoint = command({
  topics: ['webhooks'],
  record: (input: Which, outcome: Tested) => recordOf('webhooks.test', input, outcome),
  run: ({ raw, at, actor }, { id }): Tested => {
    const found = usable(raw, id)
    if ('status' in found) return found
    const data = { webhook: found.name, by: actor }
    const made = noteEventFor(raw, at, [id], { type: testEventType, subject: `webhook:${id}`, data })
    const delivery = findDelivery({ raw }, { id: made })
    invariant(delivery !== null, 'a delivery that was just made is gone', { id: made })
    return { status: 'done', delivery }
  },
})

function change({ raw, at }: CommandContext, { id }: Which, act: (row: EndpointRow) => void): Changed | Unusable {
  const found = usable(raw, id)
  if ('status' in found) return found
  act(found)
  const endpoint = findEndpoint({ raw }, { id, at })
  invariant(endpoint !== null, 'an address that was just changed is gone', { id })
  return { status: 'done', endpoint }
}

const statementsOf = perConnection((raw) => ({
  pause: raw.prepare(`UPDATE webhook_endpoint SET state = 'paused', paused_by = @by, paused_at = @at WHERE id = @id`),
  resume: raw.prepare(`
    UPDATE webhook_endpoint SET state = 'active', paused_by = NULL, paused_at = NULL, failing_since = NULL,
      rests_until = NULL
    WHERE id = @id`),
  hurry: raw.prepare(
    `UPDATE webhook_delivery SET next_at = @at WHERE endpoint = @id AND state = 'waiting' AND next_at > @at`,
  ),
  remove: raw.prepare(
    `UPDATE webhook_endpoint SET state = 'removed', paused_by = NULL, paused_at = NULL WHERE id = @id`,
  ),
  // One that is under way ends by what comes of it.
  cancel: raw.prepare(`
    UPDATE webhook_delivery SET state = 'cancelled', next_at = NULL, ended_at = @at
    WHERE endpoint = @id AND state IN ('queued', 'waiting')`),
  forget: raw.prepare('DELETE FROM webhook_wallet WHERE endpoint = @id'),
  endReplay: raw.prepare('UPDATE webhook_replay SET ended_at = @at WHERE endpoint = @id AND ended_at IS NULL'),
  dropSecrets: raw.prepare('DELETE FROM webhook_secret WHERE endpoint = @id'),
  dropEnded: raw.prepare('DELETE FROM webhook_secret WHERE endpoint = @id AND ends_at IS NOT NULL'),
  endSecret: raw.prepare('UPDATE webhook_secret SET ends_at = @at WHERE endpoint = @id AND ends_at IS NULL'),
  addSecret: raw.prepare(
    'INSERT INTO webhook_secret (endpoint, secret, made_at, made_by) VALUES (@id, @secret, @at, @by)',
  ),
}))
