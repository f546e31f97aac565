import { now } from '../calendar/instant.ts'
import { notFound } from '../contract/fault.ts'
import { webhookRefusals } from '../contract/webhooks.ts'
import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { fault } from '../router/faults.ts'
import { cursorOf } from '../views/cursor.ts'
import type { OpenWorkspace } from '../workspace/open-workspace.ts'
import type { Unusable } from './endpoint-commands.ts'

export const webhookHandlers = {
  endpoints: api.webhooks.endpoints.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    return { items: [...(await store.read('webhooks.endpoints', { ...input, at: now() }))], next: null }
  }),

  endpoint: api.webhooks.endpoint.handler(async ({ input: { id }, context }) => {
    const { store } = await context.engine.opened()
    const found = await store.read('webhooks.endpoint', { id, at: now() })
    if (found === null) throw missing('webhook', id)
    return found
  }),

  pause: api.webhooks.pause.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('webhooks.pause', input, sessionOf(context).user.name)
    if (outcome.status !== 'done') throw unusable(outcome)
    return outcome.endpoint
  }),

  resume: api.webhooks.resume.handler(async ({ input, context }) => {
    const { store, webhooks, by } = await opened(context)
    const outcome = await store.write('webhooks.resume', input, by)
    if (outcome.status !== 'done') throw unusable(outcome)
    webhooks.wake()
    return outcome.endpoint
  }),

  remove: api.webhooks.remove.handler(async ({ input, context }) => {
    const { store, by } = await opened(context)
    const outcome = await store.write('webhooks.remove', input, by)
    if (outcome.status !== 'done') throw unusable(outcome)
    return outcome.endpoint
  }),

  newSecret: api.webhooks.newSecret.handler(async ({ input, context }) => {
    const { store, webhooks, by } = await opened(context)
    const outcome = await store.write('webhooks.newSecret', input, by)
    if (outcome.status !== 'done') throw unusable(outcome)
    // Without one, nothing went out.
    webhooks.wake()
    return { secret: outcome.secret, endpoint: outcome.endpoint }
  }),

  test: api.webhooks.test.handler(async ({ input, context }) => {
    const { store, webhooks, by } = await opened(context)
    const outcome = await store.write('webhooks.test', input, by)
    if (outcome.status !== 'done') throw unusable(outcome)
    webhooks.wake()
    return { delivery: outcome.delivery }
  }),

  replaySince: api.webhooks.replaySince.handler(async ({ input, context }) => {
    const { store, webhooks, by } = await opened(context)
    const outcome = await store.write('webhooks.replaySince', input, by)
    if (outcome.status === 'replay_under_way')
      throw fault(outcome.status, webhookRefusals.replay_under_way.status, { since: outcome.since })
    if (outcome.status !== 'done') throw unusable(outcome)
    webhooks.wake()
    return { events: outcome.events, endpoint: outcome.endpoint }
  }),

  deliveries: api.webhooks.deliveries.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { cursor, ...filter } = input
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, more } = await store.read('webhooks.deliveries', { ...filter, before })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.id) : null }
  }),

  delivery: api.webhooks.delivery.handler(async ({ input: { id }, context }) => {
    const { store } = await context.engine.opened()
    const found = await store.read('webhooks.delivery', { id })
    if (found === null) throw missing('webhook delivery', id)
    return found
  }),

  replay: api.webhooks.replay.handler(async ({ input, context }) => {
    const { store, webhooks, by } = await opened(context)
    const outcome = await store.write('webhooks.replay', input, by)
    if (outcome.status === 'no_such_delivery') throw missing('webhook delivery', input.id)
    if (outcome.status === 'delivery_under_way')
      throw fault(outcome.status, webhookRefusals.delivery_under_way.status, { state: outcome.state })
    if (outcome.status !== 'done') throw unusable(outcome)
    webhooks.wake()
    return outcome.delivery
  }),
}

async function opened(context: GuardedContext): Promise<Pick<OpenWorkspace, 'store' | 'webhooks'> & { by: string }> {
  const { store, webhooks } = await context.engine.opened()
  return { store, webhooks, by: sessionOf(context).user.name }
}

const missing = (noun: string, id: number): Error => fault('not_found', notFound.status, { noun, id: String(id) })

function unusable(outcome: Unusable): Error {
  if (outcome.status === 'not_found') return missing(outcome.noun, Number(outcome.id))
  return fault(outcome.status, webhookRefusals.webhook_removed.status, { endpoint: outcome.endpoint })
}
