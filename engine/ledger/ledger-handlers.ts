import { api } from '../router/api.ts'
import { cursorKeys, notOurs, numberCursor } from '../router/cursor-input.ts'
import { daysInput } from '../router/days-input.ts'
import { cursorOf } from '../views/cursor.ts'

export const clientHandlers = {
  list: api.clients.list.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const after = input.cursor === undefined ? null : numberCursor(input.cursor)
    const { items, next } = await store.read('clients.list', { after, limit: input.limit, search: input.search })
    return { items, next: next === null ? null : cursorOf(next) }
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
    const { client, currency } = input
    const at = input.at === undefined ? null : Date.parse(input.at)
    const balance = await store.read('ledger.balance', { client, currency, at })
    if (balance === null) throw errors.not_found({ data: { noun: 'client', id: client } })
    return balance
  }),

  history: api.ledger.history.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const { client, currency, kind, amount, text, limit } = input
    const filter = { kind, amount, text, ...daysInput(input) }
    const after = input.cursor === undefined ? [] : cursorKeys(input.cursor, [1, 2, 3])
    // Of a top-up that is under way there is but its number.
    if (after.length === 3 && (after[1] !== 0 || after[2] !== 0)) throw notOurs()
    const page = await store.read('ledger.history', { client, currency, filter, after, limit })
    if (page === null) throw errors.not_found({ data: { noun: 'client', id: client } })
    return { items: page.items, next: page.next === null ? null : cursorOf(...page.next) }
  }),
}
