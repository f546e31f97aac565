import { initiatorOf, refused } from '../operations/asked-by.ts'
import { api, sessionOf } from '../router/api.ts'
import type { Changed, Unchangeable } from './change.ts'

export const walletHandlers = {
  list: api.wallets.list.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const items = await store.read('wallets.list', input)
    if (items === null) throw errors.not_found({ data: { noun: 'client', id: input.client } })
    return { items, next: null }
  }),

  open: api.wallets.open.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('wallets.open', input, sessionOf(context).user.name)
    if (outcome.status === 'done') return outcome.wallet
    if (outcome.status === 'wallet_exists')
      throw errors.wallet_exists({ data: { client: outcome.client, currency: outcome.currency } })
    throw refused(outcome)
  }),

  openVirtualAccount: api.wallets.openVirtualAccount.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('wallets.openVirtualAccount', input, sessionOf(context).user.name)
    if (outcome.status === 'done') return outcome.wallet
    if (outcome.status === 'virtual_account_exists')
      throw errors.virtual_account_exists({ data: { virtualAccount: outcome.virtualAccount } })
    throw refused(outcome)
  }),

  issueVirtualIban: api.wallets.issueVirtualIban.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('wallets.issueVirtualIban', input, sessionOf(context).user.name)
    switch (outcome.status) {
      case 'done':
        return outcome.wallet
      case 'virtual_ibans_off':
        throw errors.virtual_ibans_off()
      case 'virtual_ibans_used_up':
        throw errors.virtual_ibans_used_up({ data: { last: outcome.last } })
      case 'virtual_account_exists':
        throw errors.virtual_account_exists({ data: { virtualAccount: outcome.virtualAccount } })
      default:
        throw refused(outcome)
    }
  }),

  freeze: api.wallets.freeze.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    return walletOf(await store.write('wallets.freeze', input, sessionOf(context).user.name))
  }),

  unfreeze: api.wallets.unfreeze.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    return walletOf(await store.write('wallets.unfreeze', input, sessionOf(context).user.name))
  }),

  close: api.wallets.close.handler(async ({ input, context, errors }) => {
    const { store } = await context.engine.opened()
    const outcome = await store.write('wallets.close', input, sessionOf(context).user.name)
    if (outcome.status !== 'wallet_not_empty') return walletOf(outcome)
    const { status: _, ...left } = outcome
    throw errors.wallet_not_empty({ data: left })
  }),

  setAutoTopUp: api.wallets.setAutoTopUp.handler(async ({ input, context }) => {
    const initiator = await initiatorOf(context, { name: 'wallets.setAutoTopUp' })
    const { store } = await context.engine.opened()
    const outcome = await store.write('wallets.setAutoTopUp', { ...input, initiator }, initiator.name)
    if (outcome.status === 'done') return outcome.wallet
    throw refused(outcome)
  }),

  removeAutoTopUp: api.wallets.removeAutoTopUp.handler(async ({ input, context }) => {
    const { store } = await context.engine.opened()
    return walletOf(await store.write('wallets.removeAutoTopUp', input, sessionOf(context).user.name))
  }),
}

function walletOf(outcome: Changed | Unchangeable) {
  if (outcome.status === 'done') return outcome.wallet
  throw refused(outcome)
}
