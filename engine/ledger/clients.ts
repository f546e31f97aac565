/** Clients by their number, each with the wallet in the workspace's own currency, or the one that it began with. */
import { isoOf } from '../calendar/instant.ts'
import type { Client } from '../contract/clients.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { behindPrefix } from './prefix.ts'

/**
 * `after` is the first wallet of the last client of the page before: its number, because a client's own name may be longer
 * than a cursor.
 */
export type ClientPage = Readonly<{ after: number | null; limit: number; search?: string | undefined }>

export function listClients(
  { raw }: QueryContext,
  { after, limit, search = '' }: ClientPage,
): Readonly<{ items: Client[]; next: number | null }> {
  const { pageAfter, page } = statementsOf(raw)
  const range = { search, behind: behindPrefix(search), limit: limit + 1 }
  const rows = (after === null ? page.all(range) : pageAfter.all({ ...range, after })) as ClientRow[]
  const shown = rows.slice(0, limit)
  return { items: shown.map(clientOf), next: rows.length > limit ? (shown.at(-1)?.wallet ?? null) : null }
}

export function findClient({ raw }: QueryContext, { client }: Readonly<{ client: string }>): Client | null {
  const row = statementsOf(raw).byId.get(client) as ClientRow | undefined
  return row === undefined ? null : clientOf(row)
}

type ClientRow = Omit<Client, 'createdAt'> & Readonly<{ wallet: number; createdAt: number }>

const clientOf = ({ wallet: _, createdAt, ...client }: ClientRow): Client => ({
  ...client,
  createdAt: isoOf(createdAt),
})

// Batches post in the workspace's own currency, so what is held is not in process for a wallet in another one.
const clients = `
  SELECT client.id, client.wallet, client.created_at AS createdAt, account.state, account.currency, account.balance,
    account.balance + account.overdraft - account.held AS available, account.tier, account.version,
    coalesce((SELECT pending.balance FROM account AS pending
      WHERE pending.code = 'pending:' || client.id AND pending.currency = account.currency), 0) AS pending,
    iif(account.currency = home.currency, coalesce((
      SELECT sum(iif(held.kind = 'TopUp', held.amount, -held.amount)) FROM held_row AS held
      WHERE held.client_id = client.id AND held.state = 'held'), 0), 0) AS inProcess,
    (SELECT count(*) FROM account AS each WHERE each.code = 'wallet:' || client.id) AS wallets
  FROM client CROSS JOIN workspace AS home
  CROSS JOIN account ON account.id = coalesce((SELECT own.id FROM account AS own
    WHERE own.code = 'wallet:' || client.id AND own.currency = home.currency), client.wallet)`

const found = 'client.id >= @search AND client.id < @behind'
const inOrder = 'ORDER BY client.id LIMIT @limit'

const statementsOf = perConnection((raw) => ({
  byId: raw.prepare(`${clients} WHERE client.id = ?`),
  page: raw.prepare(`${clients} WHERE ${found} ${inOrder}`),
  pageAfter: raw.prepare(`
    ${clients} WHERE ${found} AND client.id > (SELECT client_id FROM account AS last WHERE last.id = @after) ${inOrder}`),
}))
