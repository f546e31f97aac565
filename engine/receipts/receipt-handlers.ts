import { notFound } from '../contract/fault.ts'
import { receiptRefusals } from '../contract/receipts.ts'
import { assertNever } from '../invariant.ts'
import { api, sessionOf } from '../router/api.ts'
import { fault } from '../router/faults.ts'
import { handOutReceipt, makeReceipt } from './make-receipt.ts'
import { verifyReceipt } from './verify-receipt.ts'

export const receiptHandlers = {
  make: api.receipts.make.handler(async ({ input: { transaction, client, language }, context }) => {
    const made = await makeReceipt(context.engine, { transaction, client, language })
    switch (made.status) {
      case 'not_found':
        throw fault('not_found', notFound.status, { noun: 'transaction', id: String(transaction) })
      case 'client_needed':
        throw fault(made.status, receiptRefusals.client_needed.status, { clients: made.clients })
      case 'written': {
        const { engine, source } = context
        return handOutReceipt(engine, { receipt: made, source, by: sessionOf(context).user.name })
      }
      default:
        return assertNever(made)
    }
  }),

  verify: api.receipts.verify.handler(async ({ input: { base64 }, context }) => {
    const { store } = await context.engine.opened()
    return verifyReceipt(store, Buffer.from(base64, 'base64'))
  }),
}
