import { now } from '../calendar/instant.ts'
import { assertNever } from '../invariant.ts'
import { api, sessionOf } from '../router/api.ts'
import { makeKey } from './key.ts'

export const callerHandlers = {
  list: api.callers.list.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return { items: [...(await store.read('callers.list', { at: now() }))], next: null }
  }),

  get: api.callers.get.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const found = (await store.read('callers.list', { at: now() })).find(({ id }) => id === input.caller)
    if (found === undefined) throw errors.not_found({ data: { noun: 'caller', id: String(input.caller) } })
    return found
  }),

  newKey: api.callers.newKey.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const { key, prefix, hash } = makeKey()
    const outcome = await store.write('callers.newKey', { ...input, prefix, hash }, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done':
        return { caller: outcome.caller, key }
      case 'not_found':
        throw errors.not_found({ data: { noun: 'caller', id: String(input.caller) } })
      case 'caller_stopped':
        throw errors.caller_stopped({ data: { caller: input.caller } })
      case 'caller_agreed_by_oneself':
        throw errors.caller_agreed_by_oneself({ data: { caller: input.caller } })
      case 'caller_expired':
        throw errors.caller_expired({ data: { expiredAt: outcome.expiredAt } })
      default:
        return assertNever(outcome)
    }
  }),

  stop: api.callers.stop.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('callers.stop', input, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done':
        return outcome.caller
      case 'not_found':
        throw errors.not_found({ data: { noun: 'caller', id: String(input.caller) } })
      case 'caller_stopped':
        throw errors.caller_stopped({ data: { caller: input.caller } })
      default:
        return assertNever(outcome)
    }
  }),
}
