/** What the audit log says of everything that is done with holds. */
import type { HoldReceipt } from '../contract/operations.ts'
import type { Initiator } from '../operations/initiator.ts'
import type { Refusal } from '../operations/refusal.ts'
import type { AuditNote, Json } from '../store/command.ts'

export type HoldOutcome = Readonly<{ status: 'done' | 'replayed'; answer: HoldReceipt }> | Refusal

export function recordOf(
  action: string,
  {
    subject,
    key,
    initiator,
    amount,
  }: Readonly<{ subject: string; key: string; initiator: Initiator; amount: number | null }>,
  outcome: HoldOutcome,
): AuditNote {
  const facts =
    'answer' in outcome ? { hold: outcome.answer.hold.id, transaction: outcome.answer.transaction } : outcome
  const behalf = initiator.onBehalfOf === null ? {} : { onBehalfOf: initiator.onBehalfOf }
  const detail = { key, amount, ...facts, ...behalf } as Readonly<Record<string, Json>>
  return { action, subject, outcome: outcome.status, detail }
}
