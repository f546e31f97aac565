import { expectedFaults } from '../contract/expected.ts'
import type { SettledByHand } from '../reconcile/booking/settle-expected.ts'
import { api, sessionOf } from '../router/api.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { fault } from '../router/faults.ts'
import { cursorOf } from '../views/cursor.ts'
import type { Decided } from './decide.ts'

export const expectedHandlers = {
  list: api.expected.list.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { cursor, ...filter } = input
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, more } = await store.read('expected.list', { ...filter, before })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.id) : null }
  }),

  get: api.expected.get.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const found = await store.read('expected.find', input)
    if (found === null) throw errors.not_found({ data: { noun: 'expected payment', id: String(input.id) } })
    return found
  }),

  send: api.expected.send.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('expected.send', input, sessionOf(context).user.name)
    if (outcome.status === 'done') return outcome.payment
    throw refusalOf(input.id, outcome)
  }),

  cancel: api.expected.cancel.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('expected.cancel', input, sessionOf(context).user.name)
    if (outcome.status === 'done') return outcome.payment
    throw refusalOf(input.id, outcome)
  }),

  settle: api.expected.settle.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const by = sessionOf(context).user.name
    const outcome = await store.write('reconcile.settleExpected', { ...input, by }, by)
    if (outcome.status === 'done') return outcome.payment
    throw refusalOf(input.id, outcome)
  }),
}

type Refused = Exclude<Decided | SettledByHand, Readonly<{ status: 'done' }>>

function refusalOf(id: number, { status, ...facts }: Refused): Error {
  const data = status === 'not_found' ? { noun: 'expected payment', id: String(id) } : facts
  return fault(status, expectedFaults[status].status, data)
}
