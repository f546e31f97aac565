/** What is done about whom a case comes from: its batch as a whole, or its producer. */
import { isoOf } from '../../calendar/instant.ts'
import { changeCase } from '../../exceptions/case.ts'
import { rejectHeldBatch } from '../../ingest/decide/reject.ts'
import { invariant } from '../../invariant.ts'
import { suspend } from '../../producers/suspension.ts'
import { type DeedContext, type DeedOf, type DeedOutcome, did } from './deed.ts'

export function suspendProducer(context: DeedContext, { reason }: DeedOf<'suspend_producer'>): DeedOutcome {
  const { raw, at, facts, initiator } = context
  invariant(facts.producer !== null, 'nobody to suspend', { exception: facts.id })
  const by = initiator.name
  const outcome = suspend({ raw, at }, facts.producer, { by, reason })
  switch (outcome.status) {
    case 'done':
      changeCase(raw, at, { id: facts.id, by, kind: 'suspended', detail: { producer: facts.producer, reason } })
      return did(context)
    case 'producer_suspended':
      return outcome
    case 'not_found':
      return { status: 'producer_unknown', producer: facts.producer }
  }
}

export function rejectBatch(context: DeedContext, { reason }: DeedOf<'reject_batch'>): DeedOutcome {
  const { raw, at, facts, initiator } = context
  const { id, batch } = facts
  invariant(batch !== null, 'no batch to reject', { exception: id })
  const by = initiator.name
  // Noted first, because what ends it comes with the batch.
  changeCase(raw, at, { id, by, kind: 'batch_rejected', detail: { batch, reason, at: isoOf(at) } })
  const outcome = rejectHeldBatch({ raw, at }, batch, by)
  invariant(outcome.status === 'done', 'a held batch that could not be rejected', { batch })
  return did(context)
}
