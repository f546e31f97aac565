/** The plain routes: the operations themselves, asked and answered in the names that other systems know. */
import type { Receipt } from '../contract/operations.ts'
import type { PlainReceipt } from '../contract/plain-operations.ts'
import { api } from '../router/api.ts'
import { initiatorOf, refused } from './asked-by.ts'
import { perform } from './operation-handlers.ts'

export const plainHandlers = {
  deposit: api.plainOperations.deposit.handler(async ({ input, context }) => {
    const { user_id: client, bank_transaction_id: bankTransactionId, ...asked } = named(input)
    return plainReceipt(
      await perform(context, 'deposit', { ...asked, client, bankTransactionId, from: 'omnibus:main' }),
    )
  }),

  withdraw: api.plainOperations.withdraw.handler(async ({ input, context }) => {
    const { user_id: client, ...asked } = named(input)
    return plainReceipt(await perform(context, 'withdrawal', { ...asked, client }))
  }),

  purchase: api.plainOperations.purchase.handler(async ({ input, context }) => {
    const { user_id: client, order_id: orderId, producer_id: producer, ...asked } = named(input)
    return plainReceipt(await perform(context, 'purchase', { ...asked, client, orderId, producer }))
  }),

  refund: api.plainOperations.refund.handler(async ({ input, context, errors }) => {
    const { user_id: client, transaction_id: transaction, related_order_id: order, ...asked } = named(input)
    const { key, amount, reference, initiatedBy } = asked
    const initiator = await initiatorOf(context, { name: 'plainOperations.refund', initiatedBy })
    const { store } = await context.engine.opened()
    const meant = { client, order: order ?? null, transaction: transaction ?? null }
    const refunding = { meant, amount, reference, initiator, key }
    const outcome = await store.write('operations.refundOrder', refunding, initiator.name)
    if ('answer' in outcome) return plainReceipt(outcome.answer)
    if (outcome.status === 'order_unknown') throw errors.order_unknown({ data: { order: outcome.order } })
    if (outcome.status === 'order_ambiguous')
      throw errors.order_ambiguous({ data: { order: outcome.order, transactions: [...outcome.transactions] } })
    throw refused(outcome)
  }),

  transfer: api.plainOperations.transfer.handler(async ({ input, context }) => {
    const { from_user_id: from, to_user_id: to, ...asked } = named(input)
    return plainReceipt(await perform(context, 'transfer', { ...asked, from, to }))
  }),
}

function named<I extends Readonly<{ initiated_by: string }>>({ initiated_by: initiatedBy, ...input }: I) {
  return { ...input, initiatedBy }
}

const plainReceipt = ({ transaction, kind, amount, currency, at, businessDay, wallets }: Receipt): PlainReceipt => ({
  transaction_id: transaction,
  kind,
  status: 'posted',
  amount,
  currency,
  at,
  business_day: businessDay,
  wallets: wallets.map(({ client, ...wallet }) => ({ user_id: client, ...wallet })),
})
