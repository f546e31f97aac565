/**
 * What may be done with a proposal, as the engine's own answer says it. Nothing is decided here: a button is left out
 * where the engine has said that it would refuse.
 */

import type { Outputs } from '../../engine/contract/contract.ts'
import { assertNever } from '../assert-never.ts'
import type { MessageId } from '../messages/messages.ts'

export type OpenedProposal = Outputs['proposals']['get']

export type Reader = Readonly<{ name: string; mayPropose: boolean }>

export type Choices = Readonly<{ approve: boolean; decline: boolean; withdraw: boolean }>

export function choicesOf({ state, bar, now, proposedBy }: OpenedProposal, reader: Reader): Choices {
  const open = state === 'open' && bar !== 'not_open'
  return {
    approve: open && bar === null && now?.possible === true && now.same,
    // Too large to approve is not too large to decline.
    decline: open && (bar === null || bar === 'above_own_bound'),
    withdraw: open && reader.mayPropose && proposedBy === reader.name,
  }
}

/**
 * The sentence that stands where the buttons would be; null where there is nothing to explain. Whoever proposed it is told
 * that first, also where they could not have decided on anybody's.
 */
export function barSentence({ bar, proposedBy }: OpenedProposal, reader: Reader): MessageId | null {
  switch (bar) {
    case null:
    case 'not_open':
      return null
    case 'not_permitted':
      return proposedBy === reader.name ? 'proposal.bar.own_proposal' : 'proposal.bar.not_permitted'
    case 'own_proposal':
    case 'on_own_behalf':
    case 'above_own_bound':
      return `proposal.bar.${bar}`
    default:
      return assertNever(bar)
  }
}

/** Somebody approves what they proposed themselves: only while there are fewer than two approvers. */
export const decidesAlone = ({ state, bar, proposedBy }: OpenedProposal, reader: Reader): boolean =>
  state === 'open' && bar === null && proposedBy === reader.name
