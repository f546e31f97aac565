/**
 * A refund by the number of an order. What is bound to the key is what was asked, so that the same call gives the same answer
 * although the order has another purchase by then.
 */
import type { Receipt } from '../contract/operations.ts'
import { command, type Json } from '../store/command.ts'
import { type Meant, paymentsMeant } from './find-order.ts'
import type { Initiator } from './initiator.ts'
import { contentHash, onlyOnce } from './keys.ts'
import { carryOut } from './perform.ts'
import type { Refusal, RefusalOf } from './refusal.ts'

export type RefundingOrder = Readonly<{
  meant: Meant
  amount: number | undefined
  reference: string | undefined
  initiator: Initiator
  key: string
}>

type NotMeant =
  | Readonly<{ status: 'order_unknown'; order: string }>
  | Readonly<{ status: 'order_ambiguous'; order: string; transactions: readonly number[] }>
  | RefusalOf<'transaction_unknown'>
type Outcome = Readonly<{ status: 'done' | 'replayed'; answer: Receipt }> | Refusal | NotMeant

export const refundOrder = command({
  topics: ['clients', 'ledger'],
  record: ({ meant, initiator, key }: RefundingOrder, outcome: Outcome) => ({
    action: 'ledger.refund',
    subject: `client:${meant.client}`,
    outcome: outcome.status,
    detail: {
      key,
      order: meant.order,
      ...('answer' in outcome
        ? { transaction: outcome.answer.transaction, amount: outcome.answer.amount, currency: outcome.answer.currency }
        : (outcome as Readonly<Record<string, Json>>)),
      ...(initiator.onBehalfOf === null ? {} : { onBehalfOf: initiator.onBehalfOf }),
    } as Readonly<Record<string, Json>>,
  }),
  run: (context, { meant, amount, reference, initiator, key }): Outcome => {
    const content = contentHash({ kind: 'refund_order', meant, amount, reference, onBehalfOf: initiator.onBehalfOf })
    return onlyOnce<Receipt | Refusal | NotMeant>(context, { caller: initiator.caller, key, content }, () => {
      const [of, ...others] = paymentsMeant(context.raw, meant)
      const order = meant.order ?? ''
      // A number that is somebody else's is as unknown as one that is nobody's.
      if (of === undefined && meant.transaction !== null)
        return { status: 'transaction_unknown', transaction: meant.transaction }
      if (of === undefined) return { status: 'order_unknown', order }
      if (others.length > 0) return { status: 'order_ambiguous', order, transactions: [of, ...others] }
      const refund = { of, amount, reference, relatedOrderId: meant.order ?? undefined }
      return carryOut(context, { operation: { kind: 'refund', content: refund }, initiator }, null)
    })
  },
})
