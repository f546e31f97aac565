import type { Account } from '../../engine/contract/accounts.ts'
import { toneOfClient } from '../clients/columns.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { onSide } from './sides.ts'

export const accountId = ({ code, currency }: Pick<Account, 'code' | 'currency'>): string => `${currency} ${code}`

/** The reverse of `accountId`: a currency has three letters, a code may have spaces. */
export const accountOfId = (id: string): Readonly<{ currency: string; account: string }> => ({
  currency: id.slice(0, 3),
  account: id.slice(4),
})

export function accountColumns(text: Text, formats: Formats): readonly Column<Account>[] {
  return [
    { id: 'code', header: text('account.account'), priority: 1, minWidth: 160, flex: 3, text: ({ code }) => code },
    {
      id: 'kind',
      header: text('account.kind'),
      priority: 2,
      minWidth: 136,
      flex: 1,
      text: ({ kind }) => text(`account.kind.${kind}`),
      tooltip: ({ kind }) => text(`account.kind.${kind}.hint`),
    },
    {
      id: 'currency',
      header: text('account.currency'),
      priority: 2,
      minWidth: 88,
      text: ({ currency }) => currency,
    },
    {
      id: 'debit',
      header: text('ledger.debit'),
      priority: 1,
      minWidth: 128,
      align: 'right',
      text: (account) => onSide('debit', account, formats),
    },
    {
      id: 'credit',
      header: text('ledger.credit'),
      priority: 1,
      minWidth: 128,
      align: 'right',
      text: (account) => onSide('credit', account, formats),
    },
    {
      id: 'state',
      header: text('account.state'),
      priority: 1,
      minWidth: 112,
      tone: ({ state }) => toneOfClient[state],
      text: ({ state }) => text(`client.state.${state}`),
    },
    {
      id: 'openedAt',
      header: text('account.opened'),
      priority: 3,
      minWidth: 184,
      className: 'ch-cell-figure',
      text: ({ openedAt }) => formats.instant(openedAt),
      tooltip: () => formats.zone,
    },
  ]
}
