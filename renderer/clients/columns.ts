import type { Client } from '../../engine/contract/clients.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Formats } from '../workspace/workspace-context.ts'

export const toneOfClient: Readonly<Record<Client['state'], Tone>> = { active: 'ok', frozen: 'high', closed: 'low' }

export function clientColumns(text: Text, formats: Formats): readonly Column<Client>[] {
  return [
    { id: 'id', header: text('client.id'), priority: 1, minWidth: 160, flex: 2, text: ({ id }) => id },
    {
      id: 'state',
      header: text('client.state'),
      priority: 1,
      minWidth: 112,
      tone: ({ state }) => toneOfClient[state],
      text: ({ state }) => text(`client.state.${state}`),
    },
    {
      id: 'currency',
      header: text('client.currency'),
      priority: 2,
      minWidth: 88,
      text: ({ currency }) => currency,
    },
    {
      id: 'balance',
      header: text('client.balance'),
      priority: 1,
      minWidth: 136,
      align: 'right',
      text: ({ balance, currency }) => formats.money(balance, currency),
    },
    {
      id: 'inProcess',
      header: text('client.in_process'),
      priority: 2,
      minWidth: 112,
      align: 'right',
      text: ({ inProcess, currency }) => (inProcess === 0 ? '' : formats.signedMoney(inProcess, currency)),
    },
    {
      id: 'createdAt',
      header: text('client.since'),
      priority: 3,
      minWidth: 176,
      className: 'ch-cell-figure',
      text: ({ createdAt }) => formats.instant(createdAt),
      tooltip: () => formats.zone,
    },
  ]
}
