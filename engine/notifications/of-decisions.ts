/** What became of a proposal, for whoever made it; nobody else has to decide on it any more. */
import type { Database } from 'better-sqlite3'
import type { ProposalRecord } from '../approvals/proposal.ts'
import type { ProposalEnd } from '../exceptions/proposed.ts'
import { findPerson } from './people.ts'
import { type Facts, takeBack, tell } from './tell.ts'

export const proposalSubject = (id: number): string => `proposal:${id}`

export const proposalFacts = ({ kind, amount, currency, proposedBy }: ProposalRecord): Facts => ({
  kind,
  amount,
  currency,
  proposedBy,
})

export function tellOfDecision(
  raw: Database,
  at: number,
  proposal: ProposalRecord,
  { end, by, reason }: Pick<ProposalEnd, 'end' | 'by' | 'reason'>,
): void {
  const subject = proposalSubject(proposal.id)
  takeBack(raw, at, { subject, kinds: ['proposal_open'] })
  const proposer = findPerson(raw, proposal.proposer)
  if (proposer === null || proposer.name === by) return
  tell(raw, at, proposer, {
    kind: 'proposal_ended',
    subject,
    facts: { ...proposalFacts(proposal), end, by, ...(reason === null ? {} : { reason }) },
  })
}
