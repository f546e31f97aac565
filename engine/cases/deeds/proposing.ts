/** What needs a second person: the change that a deed asks for. */
import { proposeNow } from '../../approvals/propose.ts'
import type { ProposedChange } from '../../contract/proposals.ts'
import type { CorrectedRow } from '../../contract/row-fields.ts'
import { invariant } from '../../invariant.ts'
import type { CaseFacts } from '../facts.ts'
import { type DeedContext, type DeedOf, type DeedOutcome, did } from './deed.ts'

export type ProposingDeed = DeedOf<'post' | 'correct' | 'write_off' | 'reverse' | 'release_batch'>

/** `asTheyStand`: refused rows, read again field by field. */
export function changeOf(
  { id, scope, batch, posting }: CaseFacts,
  deed: ProposingDeed,
  asTheyStand: readonly CorrectedRow[],
): ProposedChange {
  switch (deed.action) {
    case 'post':
      return scope === 'hold'
        ? { kind: 'rows_post', exception: id, ...(deed.lines === undefined ? {} : { lines: deed.lines }) }
        : { kind: 'rows_correct', exception: id, rows: [...asTheyStand], asTheyStand: true }
    case 'correct':
      return { kind: 'rows_correct', exception: id, rows: deed.rows }
    case 'write_off':
      return { kind: 'rows_write_off', exception: id, ...(deed.lines === undefined ? {} : { lines: deed.lines }) }
    case 'reverse':
      invariant(posting !== null, 'a case without a transaction', { id })
      return { kind: 'reversal', of: posting }
    case 'release_batch':
      invariant(batch !== null, 'a case without a batch', { id })
      return { kind: 'batch_release', batch }
  }
}

export function proposeDeed(
  context: DeedContext,
  deed: ProposingDeed,
  asTheyStand: readonly CorrectedRow[],
): DeedOutcome {
  const { raw, at, facts, initiator } = context
  const change = changeOf(facts, deed, asTheyStand)
  const outcome = proposeNow({ raw, at }, { change, reason: deed.reason, initiator })
  return 'status' in outcome ? outcome : did(context, { proposal: outcome.proposal })
}
