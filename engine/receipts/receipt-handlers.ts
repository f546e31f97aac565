import { notFound } from '../contract/fault.ts'
import { receiptRefusals } from '../contract/receipts.ts'
import { assertNever } from '../invariant.ts'
import { api, sessionOf } from '../router/api.ts'
import { fault } from '../router/faults.ts'
import { makeReceipt } from './make-receipt.ts'
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
        const { name, bytes, sha256, facts } = made
        const { store } = await context.engine.opened()
        const detail = { client: facts.client, receipt: facts.receipt, sha256, source: context.source }
        const note = { action: 'receipts.made', subject: `transaction:${transaction}`, outcome: 'done', detail }
        // It says what is a client's own, so that somebody takes it is written down before it leaves.
        await store.write('audit.note', note, sessionOf(context).user.name)
        return new File([bytes], name, { type: 'application/pdf' })
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
