import type { Proposal, ProposalState } from '../../engine/contract/proposals.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Formats } from '../workspace/workspace-context.ts'
import { changeLine, kindWords } from './change-words.ts'

export const toneOfProposal: Readonly<Record<ProposalState, Tone>> = {
  open: 'accent',
  approved: 'ok',
  declined: 'critical',
  withdrawn: 'low',
  expired: 'medium',
}

export function proposalColumns(text: Text, formats: Formats): readonly Column<Proposal>[] {
  return [...whatColumns(text, formats), ...whoColumns(text, formats)]
}

function whatColumns(text: Text, formats: Formats): readonly Column<Proposal>[] {
  return [
    {
      id: 'id',
      header: text('proposal.number'),
      priority: 3,
      minWidth: 64,
      align: 'right',
      text: ({ id }) => String(id),
    },
    {
      id: 'state',
      header: text('proposal.state'),
      priority: 1,
      minWidth: 104,
      tone: ({ state }) => toneOfProposal[state],
      text: ({ state }) => text(`proposal.state.${state}`),
    },
    {
      id: 'kind',
      header: text('proposal.kind'),
      priority: 2,
      minWidth: 112,
      text: ({ kind }) => kindWords(text, kind),
    },
    {
      id: 'what',
      header: text('proposal.what'),
      priority: 1,
      minWidth: 240,
      flex: 4,
      text: (proposal) => changeLine(proposal.change, { text, formats }, proposal),
    },
    {
      id: 'amount',
      header: text('proposal.amount'),
      priority: 1,
      minWidth: 132,
      align: 'right',
      text: ({ amount, currency }) =>
        amount === null || currency === null ? '' : `${currency} ${formats.money(amount, currency)}`,
    },
  ]
}

/** For whom, by whom, and until when. */
function whoColumns(text: Text, formats: Formats): readonly Column<Proposal>[] {
  return [
    {
      id: 'client',
      header: text('proposal.client'),
      priority: 3,
      minWidth: 96,
      text: ({ client }) => client ?? '',
    },
    {
      id: 'by',
      header: text('proposal.by'),
      priority: 2,
      minWidth: 96,
      text: ({ proposedBy }) => proposedBy,
      tooltip: (proposal) => byWords(proposal, text),
    },
    {
      id: 'at',
      header: text('proposal.at'),
      priority: 2,
      minWidth: 176,
      className: 'ch-cell-figure',
      text: ({ proposedAt }) => formats.instant(proposedAt),
      tooltip: () => formats.zone,
    },
    {
      id: 'expires',
      header: text('proposal.expires'),
      priority: 3,
      minWidth: 176,
      className: 'ch-cell-figure',
      // Once decided it expires no more.
      text: ({ state, expiresAt }) => (state === 'open' ? formats.instant(expiresAt) : ''),
      tooltip: () => formats.zone,
    },
  ]
}

export function byWords({ proposedBy, onBehalfOf }: Proposal, text: Text): string {
  return onBehalfOf === null ? proposedBy : text('proposal.by_for', { by: proposedBy, behalf: onBehalfOf })
}
