import type { Client } from '../../engine/contract/clients.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Formats } from '../workspace/workspace-context.ts'

export const toneOfClient: Readonly<Record<Client['state'], Tone>> = { active: 'ok', frozen: 'high', closed: 'low' }

export function clientColumns(text: Text, formats: Formats): readonly Column<Client>[] {
  return [
    { id: 'id', header: text('client.id'), priority: 1, minWidth: 144, flex: 2, text: ({ id }) => id },
    {
      id: 'state',
      header: text('client.state'),
      priority: 1,
      minWidth: 104,
      tone: ({ state }) => toneOfClient[state],
      text: ({ state }) => text(`client.state.${state}`),
    },
    {
      id: 'currency',
      header: text('client.currency'),
      priority: 2,
      minWidth: 88,
      text: ({ currency, wallets }) => (wallets > 1 ? `${currency} +${wallets - 1}` : currency),
      tooltip: ({ currency, wallets }) => text('client.wallets', { currency, count: wallets }),
    },
    ...moneyColumns(text, formats),
    {
      id: 'tier',
      header: text('client.tier'),
      priority: 3,
      minWidth: 96,
      text: ({ tier }) => tier,
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

function moneyColumns(text: Text, formats: Formats): readonly Column<Client>[] {
  // Nothing pending is the rule, and a column of noughts would hide the few that are not.
  const unlessNought = (minor: number, currency: string): string =>
    minor === 0 ? '' : formats.signedMoney(minor, currency)
  return [
    {
      id: 'balance',
      header: text('client.balance'),
      priority: 1,
      minWidth: 128,
      align: 'right',
      text: ({ balance, currency }) => formats.money(balance, currency),
    },
    {
      id: 'available',
      header: text('client.available'),
      priority: 1,
      minWidth: 128,
      align: 'right',
      text: ({ available, currency }) => formats.money(available, currency),
    },
    {
      id: 'pending',
      header: text('client.pending'),
      priority: 3,
      minWidth: 112,
      align: 'right',
      text: ({ pending, currency }) => unlessNought(pending, currency),
    },
    {
      id: 'inProcess',
      header: text('client.in_process'),
      priority: 2,
      minWidth: 112,
      align: 'right',
      text: ({ inProcess, currency }) => unlessNought(inProcess, currency),
    },
  ]
}
