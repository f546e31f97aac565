import type { Receipt } from '../contract/operations.ts'
import { api } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { initiatorOf, refused } from './asked-by.ts'
import type { Operation } from './operation.ts'

export type Asked = Readonly<{
  key: string
  initiatedBy?: string | undefined
  expectedVersion?: number | undefined
  reason?: string | undefined
}>

export const operationHandlers = {
  deposit: api.operations.deposit.handler(({ input, context }) => perform(context, 'deposit', input)),
  withdraw: api.operations.withdraw.handler(({ input, context }) => perform(context, 'withdrawal', input)),
  payOut: api.operations.payOut.handler(({ input, context }) => perform(context, 'payout', input)),
  purchase: api.operations.purchase.handler(({ input, context }) => perform(context, 'purchase', input)),
  refund: api.operations.refund.handler(({ input, context }) => perform(context, 'refund', input)),
  transfer: api.operations.transfer.handler(({ input, context }) => perform(context, 'transfer', input)),
  chargeFee: api.operations.chargeFee.handler(({ input, context }) => perform(context, 'fee', input)),
  chargeBack: api.operations.chargeBack.handler(({ input, context }) => perform(context, 'chargeback', input)),
}

export type ContentOf<K extends Operation['kind']> = Extract<Operation, { kind: K }>['content']

export async function perform<K extends Operation['kind']>(
  context: GuardedContext,
  kind: K,
  input: Asked & ContentOf<K>,
): Promise<Receipt> {
  const { key, initiatedBy, expectedVersion, reason, ...content } = input
  const initiator = await initiatorOf(context, { name: `operations.${kind}`, initiatedBy })
  const { store } = await context.engine.opened()
  const operation = { kind, content } as unknown as Operation
  const asking = { key, operation, initiator, expectedVersion, reason }
  const outcome = await store.write('operations.perform', asking, initiator.name)
  if ('answer' in outcome) return outcome.answer
  throw refused(outcome)
}
