/** Who may decide on a proposal is told that it waits: nobody of their own, and nobody of what is above their bound. */
import type { Database } from 'better-sqlite3'
import { barTo } from '../approvals/decide.ts'
import { findRecord } from '../approvals/proposal.ts'
import { invariant } from '../invariant.ts'
import { proposalFacts, proposalSubject } from './of-decisions.ts'
import { type Person, permitted } from './people.ts'
import { tellThose } from './tell.ts'

export function tellOfProposal(raw: Database, at: number, id: number): void {
  const proposal = findRecord(raw, id)
  invariant(proposal !== null, 'people are told of a proposal that is not there', { id })
  const mayDecide = (person: Person): boolean =>
    person.id !== proposal.proposer && barTo(raw, proposal, deciderOf(person), at) === null
  const note = { kind: 'proposal_open', subject: proposalSubject(id), facts: proposalFacts(proposal) } as const
  tellThose(raw, at, note, (person) => permitted('proposal_open', person) && mayDecide(person))
}

const deciderOf = ({ id, name, roles }: Person) => ({
  caller: `user:${id}`,
  user: id,
  name,
  roles,
  onBehalfOf: null,
  mayDecide: true,
})
