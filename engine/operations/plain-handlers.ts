/** The plain routes: the operations themselves, asked and answered in the names that other systems know. */
import type { Receipt } from '../contract/operations.ts'
import type { PlainReceipt } from '../contract/plain-operations.ts'
import { api } from '../router/api.ts'
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
    const { store } = await context.engine.opened()
    const meant = { client, order: order ?? null, transaction: transaction ?? null }
    const [of, ...others] = await store.read('operations.paymentsMeant', meant)
    // A number that is somebody else's is as unknown as one that is nobody's.
    if (of === undefined && transaction !== undefined) throw errors.transaction_unknown({ data: { transaction } })
    if (of === undefined) throw errors.order_unknown({ data: { order: order ?? '' } })
    if (others.length > 0) throw errors.order_ambiguous({ data: { order: order ?? '', transactions: [of, ...others] } })
    return plainReceipt(await perform(context, 'refund', { ...asked, of, relatedOrderId: order }))
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
