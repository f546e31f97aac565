/** Accounts, by kind and code. */
import type { Account } from '../../contract/accounts.ts'
import { listAccounts } from '../../ledger/accounts-list.ts'
import { pageRows, pagesBehind, sourceOf } from '../source.ts'

export const accounts = sourceOf<'accounts', Account>('accounts', {
  title: 'Accounts',
  columns: {
    id: 'integer',
    code: ['text', 3],
    kind: ['state', 1.2],
    currency: ['text', 0.8],
    balance: ['money', 2],
    client: ['text', 1.6],
    state: ['state', 1],
    version: 'integer',
    openedAt: ['instant', 1.8],
  },
  pages: (context, filter) =>
    pagesBehind<Account, number>((after) => listAccounts(context, { filter, after, limit: pageRows })),
  total: ({ raw }, filter) =>
    Object.values(filter).every((each) => each === undefined)
      ? (raw.prepare('SELECT count(*) FROM account').pluck().get() as number)
      : null,
})
