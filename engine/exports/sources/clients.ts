/** Clients, by their number. */
import type { Client } from '../../contract/clients.ts'
import { listClients } from '../../ledger/clients.ts'
import { pageRows, pagesBehind, sourceOf } from '../source.ts'

export const clients = sourceOf<'clients', Client>('clients', {
  title: 'Clients',
  columns: {
    id: ['text', 2],
    state: ['state', 1],
    currency: ['text', 0.8],
    balance: ['money', 1.6],
    available: ['money', 1.6],
    pending: ['money', 1.4],
    tier: ['text', 1],
    version: 'integer',
    inProcess: ['money', 1.4],
    wallets: ['integer', 0.8],
    createdAt: 'instant',
  },
  pages: (context, { search }) =>
    pagesBehind<Client, number>((after) => listClients(context, { after, limit: pageRows, search })),
  total: ({ raw }, { search }) =>
    search === undefined ? (raw.prepare('SELECT count(*) FROM client').pluck().get() as number) : null,
})
