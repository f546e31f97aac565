import type { FundRequest, FundState } from '../../engine/contract/funding.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Formats } from '../workspace/workspace-context.ts'

export const toneOfFund: Readonly<Record<FundState, Tone>> = {
  requested: 'accent',
  pending: 'medium',
  paid: 'progress',
  settled: 'ok',
  reconciled: 'reconciled',
  failed: 'critical',
  expired: 'low',
  cancelled: 'low',
  refunded: 'low',
  charged_back: 'high',
}

type Words = Readonly<{ text: Text; formats: Formats }>

export function fundColumns({ text, formats }: Words): readonly Column<FundRequest>[] {
  return [
    {
      id: 'createdAt',
      header: text('funds.asked'),
      priority: 2,
      minWidth: 168,
      className: 'ch-cell-figure',
      text: ({ createdAt }) => formats.instant(createdAt),
      tooltip: () => formats.zone,
    },
    {
      id: 'reference',
      header: text('funds.reference'),
      priority: 1,
      minWidth: 160,
      flex: 1,
      names: true,
      text: ({ reference }) => reference,
    },
    { id: 'client', header: text('content.client'), priority: 1, minWidth: 112, text: ({ client }) => client },
    {
      id: 'state',
      header: text('funds.state'),
      priority: 1,
      minWidth: 132,
      tone: ({ state }) => toneOfFund[state],
      text: ({ state }) => text(`funds.state.${state}`),
    },
    { id: 'gateway', header: text('funds.gateway'), priority: 2, minWidth: 112, text: ({ gateway }) => gateway },
    { id: 'currency', header: text('account.currency'), priority: 2, minWidth: 80, text: ({ currency }) => currency },
    {
      id: 'amount',
      header: text('content.amount'),
      priority: 1,
      minWidth: 112,
      align: 'right',
      text: ({ amount, currency }) => formats.money(amount, currency),
    },
    {
      id: 'expiresAt',
      header: text('funds.expires'),
      priority: 3,
      minWidth: 168,
      className: 'ch-cell-figure',
      text: ({ expiresAt }) => formats.instant(expiresAt),
      tooltip: () => formats.zone,
    },
  ]
}
