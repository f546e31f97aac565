import { now } from '../calendar/instant.ts'
import { initiatorOf, refused } from '../operations/asked-by.ts'
import { api, sessionOf } from '../router/api.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { daysInput } from '../router/days-input.ts'
import { cursorOf } from '../views/cursor.ts'

const afterLast = (items: readonly Readonly<{ id: number }>[], more: boolean): string | null => {
  const last = items.at(-1)
  return more && last !== undefined ? cursorOf(last.id) : null
}

export const fundingHandlers = {
  list: api.funding.list.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { cursor, ...filter } = input
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, more } = await store.read('funding.list', { ...filter, ...daysInput(filter), before })
    return { items, next: afterLast(items, more) }
  }),

  get: api.funding.get.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const found = await store.read('funding.find', input)
    if (found === null) throw errors.not_found({ data: { noun: 'fund request', id: String(input.id) } })
    return found
  }),

  create: api.funding.create.handler(async ({ input, context, errors }) => {
    const { initiatedBy, ...asked } = input
    const initiator = await initiatorOf(context, { name: 'funding.create', initiatedBy })
    const { store } = await context.engine.opened()
    const outcome = await store.write('funding.create', { ...asked, initiator }, initiator.name)
    switch (outcome.status) {
      case 'done':
      case 'replayed':
        return outcome.answer
      case 'gateway_unknown':
        throw errors.gateway_unknown({ data: { gateway: outcome.gateway } })
      case 'gateway_in_other_currency':
        throw errors.gateway_in_other_currency({ data: { gateway: outcome.gateway, currency: outcome.currency } })
      default:
        throw refused(outcome)
    }
  }),

  cancel: api.funding.cancel.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('funding.cancel', input, sessionOf(context).user.name)
    if (outcome.status === 'done') return outcome.request
    if (outcome.status === 'not_found') throw errors.not_found({ data: { noun: 'fund request', id: String(input.id) } })
    throw errors.fund_request_over({ data: { state: outcome.state } })
  }),

  gateways: api.funding.gateways.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return { items: await store.read('funding.gateways', { at: now() }), next: null }
  }),

  events: api.funding.events.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { cursor, ...filter } = input
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, more } = await store.read('funding.events', { ...filter, before })
    return { items, next: afterLast(items, more) }
  }),

  setWebhookSecret: api.funding.setWebhookSecret.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('funding.setWebhookSecret', input, sessionOf(context).user.name)
    if (outcome.status === 'done') return outcome.standing
    throw errors.gateway_unknown({ data: { gateway: outcome.gateway } })
  }),
}
