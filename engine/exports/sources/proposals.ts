/** Proposals, newest first. */
import { listProposals } from '../../approvals/list.ts'
import type { Proposal } from '../../contract/proposals.ts'
import { pageRows, pagesBehind, sourceOf } from '../source.ts'

export const proposals = sourceOf<'proposals', Proposal>('proposals', {
  title: 'Proposals',
  columns: {
    id: ['integer', 0.7],
    kind: ['state', 1.5],
    change: 'json',
    hash: 'text',
    effect: 'json',
    effectHash: 'text',
    currency: ['text', 0.8],
    amount: ['money', 1.4],
    client: ['text', 1.2],
    reason: ['text', 2.4],
    proposedBy: ['text', 1],
    onBehalfOf: 'text',
    proposedAt: ['instant', 1.6],
    expiresAt: 'instant',
    state: ['state', 1],
    decidedBy: ['text', 1],
    decidedAt: 'instant',
    decision: 'text',
    inSetUp: 'flag',
    result: 'json',
    comments: 'integer',
  },
  pages: (context, asked) =>
    pagesBehind<Proposal, number>((before) =>
      listProposals(context, { ...asked, before, limit: pageRows, at: context.asker.at }),
    ),
})
