import type { ExpectedPayment, ExpectedState } from '../../engine/contract/expected.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Formats } from '../workspace/workspace-context.ts'

export const toneOfExpected: Readonly<Record<ExpectedState, Tone>> = {
  requested: 'accent',
  pending: 'medium',
  paid: 'progress',
  settled: 'ok',
  reconciled: 'reconciled',
  failed: 'critical',
  cancelled: 'low',
  refunded: 'low',
}

type Words = Readonly<{ text: Text; formats: Formats }>

/** Whose money it is: a client's, or what stands between a producer and us. */
export const partyOf = ({ client, producerName, producer }: ExpectedPayment): string =>
  client ?? producerName ?? String(producer ?? '')

export function expectedColumns({ text, formats }: Words): readonly Column<ExpectedPayment>[] {
  return [
    {
      id: 'createdAt',
      header: text('expected.since'),
      priority: 3,
      minWidth: 168,
      className: 'ch-cell-figure',
      text: ({ createdAt }) => formats.instant(createdAt),
      tooltip: () => formats.zone,
    },
    {
      id: 'part',
      header: text('expected.part'),
      priority: 1,
      minWidth: 136,
      text: ({ part }) => text(`expected.part.${part}`),
    },
    { id: 'party', header: text('expected.party'), priority: 1, minWidth: 132, flex: 1, text: partyOf },
    {
      id: 'reference',
      header: text('funds.reference'),
      priority: 2,
      minWidth: 124,
      names: true,
      text: ({ reference }) => reference,
    },
    {
      id: 'throughDay',
      header: text('expected.through'),
      priority: 2,
      minWidth: 112,
      className: 'ch-cell-figure',
      text: ({ throughDay }) => throughDay ?? '',
    },
    {
      id: 'dueDay',
      header: text('expected.due'),
      priority: 2,
      minWidth: 112,
      className: 'ch-cell-figure',
      text: ({ dueDay }) => dueDay ?? '',
    },
    {
      id: 'state',
      header: text('funds.state'),
      priority: 1,
      minWidth: 136,
      tone: ({ state, overdue }) => (overdue ? 'critical' : toneOfExpected[state]),
      text: ({ state, overdue }) =>
        overdue
          ? text('expected.state_overdue', { state: text(`expected.state.${state}`) })
          : text(`expected.state.${state}`),
    },
    { id: 'currency', header: text('account.currency'), priority: 3, minWidth: 80, text: ({ currency }) => currency },
    {
      id: 'amount',
      header: text('content.amount'),
      priority: 1,
      minWidth: 120,
      align: 'right',
      text: ({ amount, currency }) => formats.signedMoney(amount, currency),
    },
  ]
}
