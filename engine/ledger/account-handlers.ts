import { assertNever } from '../invariant.ts'
import { api, sessionOf } from '../router/api.ts'
import { cursorKeys, numberCursor } from '../router/cursor-input.ts'
import { daysInput } from '../router/days-input.ts'
import { cursorOf } from '../views/cursor.ts'
import { accountOf } from './find-account.ts'

export const accountHandlers = {
  list: api.accounts.list.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { cursor, limit, ...filter } = input
    const after = cursor === undefined ? null : numberCursor(cursor)
    const { items, next } = await store.read('accounts.list', { filter, after, limit })
    return { items, next: next === null ? null : cursorOf(next) }
  }),

  get: api.accounts.get.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const account = await store.read('accounts.find', input)
    if (account === null) throw errors.not_found({ data: { noun: 'account', id: input.code } })
    return account
  }),

  open: api.accounts.open.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('accounts.open', input, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done':
        return accountOf(outcome.account)
      case 'account_exists':
        throw errors.account_exists({ data: { account: outcome.account } })
      case 'currency_unknown':
        throw errors.currency_unknown({ data: { currency: outcome.currency } })
      default:
        return assertNever(outcome)
    }
  }),

  statement: api.accounts.statement.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const { code, currency, newestFirst, cursor, limit } = input
    const { from, to } = daysInput(input)
    const [seq, balance] = cursor === undefined ? [] : cursorKeys(cursor, [2])
    const after = seq === undefined || balance === undefined ? null : { seq, balance }
    const order = newestFirst ? 'newestFirst' : 'oldestFirst'
    const page = await store.read('accounts.statement', { code, currency, from, to, order, after, limit })
    if (page === null) throw errors.not_found({ data: { noun: 'account', id: code } })
    const { next, ...statement } = page
    return { ...statement, next: next === null ? null : cursorOf(next.seq, next.balance) }
  }),

  postings: api.accounts.postings.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    const { cursor, limit, ...asked } = input
    const before = cursor === undefined ? null : numberCursor(cursor)
    const filter = { ...asked, ...daysInput(asked) }
    const { items, next, lookedBackTo } = await store.read('accounts.postings', { filter, before, limit })
    return { items, next: next === null ? null : cursorOf(next), lookedBackTo }
  }),

  transaction: api.accounts.transaction.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const found = await store.read('accounts.transaction', input)
    if (found === null) throw errors.not_found({ data: { noun: 'transaction', id: String(input.transaction) } })
    return found
  }),

  trialBalance: api.accounts.trialBalance.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    return store.read('accounts.trialBalance', { at: input.at === undefined ? null : Date.parse(input.at) })
  }),
}
