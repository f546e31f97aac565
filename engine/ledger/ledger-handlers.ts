import { api } from '../router/api.ts'
import { numberCursor, textCursor } from '../router/cursor-input.ts'
import { cursorOf } from '../views/cursor.ts'

export const clientHandlers = {
  list: api.clients.list.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const after = input.cursor === undefined ? null : textCursor(input.cursor)
    const { items, more } = await store.read('clients.list', { after, limit: input.limit, search: input.search })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.id) : null }
  }),

  get: api.clients.get.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const client = await store.read('clients.find', { client: input.client })
    if (client === null) throw errors.not_found({ data: { noun: 'client', id: input.client } })
    return client
  }),
}

export const ledgerHandlers = {
  balance: api.ledger.balance.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const at = input.at === undefined ? null : Date.parse(input.at)
    const balance = await store.read('ledger.balance', { client: input.client, at })
    if (balance === null) throw errors.not_found({ data: { noun: 'client', id: input.client } })
    return balance
  }),

  history: api.ledger.history.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const before = input.cursor === undefined ? null : numberCursor(input.cursor)
    const page = await store.read('ledger.history', { client: input.client, before, limit: input.limit })
    if (page === null) throw errors.not_found({ data: { noun: 'client', id: input.client } })
    return { items: page.items, next: page.next === null ? null : cursorOf(page.next) }
  }),
}
