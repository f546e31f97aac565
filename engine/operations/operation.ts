/** Every operation by its kind: what it is about, and how it is planned. */
import type { z } from 'zod'
import type { operationContent } from '../contract/operations.ts'
import type { ProposedChange } from '../contract/proposals.ts'
import { planAdjustment, planReversal, planWriteOff } from './correcting.ts'
import type { Desk } from './desk.ts'
import { planChargeback, planDeposit, planPayout, planWithdrawal } from './incoming.ts'
import { planFee, planPurchase, planRefund, planTransfer } from './paying.ts'
import type { Plan } from './plan.ts'
import type { Refusal } from './refusal.ts'

type Direct = { [K in keyof typeof operationContent]: z.infer<(typeof operationContent)[K]> }
type Corrections = {
  [K in 'adjustment' | 'write_off' | 'reversal']: Omit<Extract<ProposedChange, { kind: K }>, 'kind'>
}
type Contents = Direct & Corrections

export type OperationOf<K extends keyof Contents> = Readonly<Contents[K]>

const planners = {
  deposit: planDeposit,
  withdrawal: planWithdrawal,
  payout: planPayout,
  purchase: planPurchase,
  refund: planRefund,
  transfer: planTransfer,
  fee: planFee,
  chargeback: planChargeback,
  adjustment: planAdjustment,
  write_off: planWriteOff,
  reversal: planReversal,
} as const
export type PostingKind = keyof typeof planners

export type Operation = { [K in PostingKind]: Readonly<{ kind: K; content: OperationOf<K> }> }[PostingKind]

export function planOf(desk: Desk, { kind, content }: Operation): Plan | Refusal {
  // Kind and content belong together; the table's own type can't say so to the compiler.
  const plan = planners[kind] as (desk: Desk, content: Operation['content']) => Plan | Refusal
  return plan(desk, content)
}
