/** Reading the ledger for people: clients, balances now and in the past, and a client's history. */
import { sql } from 'kysely'
import { isoOf } from '../calendar/instant.ts'
import type { Balance, Client, HistoryItem } from '../contract/clients.ts'
import type { QueryContext } from '../store/command.ts'
import type { Reader } from '../store/tables.ts'

export type ClientPage = Readonly<{ after: string | null; limit: number; search?: string | undefined }>

export async function listClients(
  { db }: QueryContext,
  { after, limit, search }: ClientPage,
): Promise<Readonly<{ items: Client[]; more: boolean }>> {
  let query = selectClients(db)
    .orderBy('client.id')
    .limit(limit + 1)
  if (after !== null) query = query.where('client.id', '>', after)
  // A prefix, as the range that the primary key serves: it never scans.
  if (search !== undefined)
    query = query.where('client.id', '>=', search).where('client.id', '<', `${search}\u{10FFFF}`)
  const rows = await query.execute()
  return { items: rows.slice(0, limit).map(clientOf), more: rows.length > limit }
}

export async function findClient(
  { db }: QueryContext,
  { client }: Readonly<{ client: string }>,
): Promise<Client | null> {
  const row = await selectClients(db).where('client.id', '=', client).executeTakeFirst()
  return row === undefined ? null : clientOf(row)
}

export async function findBalance(
  { db }: QueryContext,
  { client, at }: Readonly<{ client: string; at: number | null }>,
): Promise<Balance | null> {
  const wallet = await db
    .selectFrom('client')
    .innerJoin('account', 'account.id', 'client.wallet')
    .select(['account.id', 'account.currency', 'account.balance', 'account.overdraft'])
    .where('client.id', '=', client)
    .executeTakeFirst()
  if (wallet === undefined) return null
  const balance = at === null ? wallet.balance : await balanceAt(db, wallet.id, at)
  const available = Math.max(0, balance + wallet.overdraft)
  return { client, currency: wallet.currency, balance, available, pending: 0 }
}

export type HistoryPage = Readonly<{ client: string; before: number | null; limit: number }>

export async function listHistory(
  { db }: QueryContext,
  { client, before, limit }: HistoryPage,
): Promise<Readonly<{ items: HistoryItem[]; next: number | null }> | null> {
  const wallet = await db.selectFrom('client').select('wallet').where('id', '=', client).executeTakeFirst()
  if (wallet === undefined) return null
  const postings = await postingsOf(db, wallet.wallet, { before, limit: limit + 1 })
  const held = before === null ? await heldRowsOf(db, client, limit) : []
  const shown = postings.slice(0, limit)
  const next = postings.length > limit ? (shown.at(-1)?.seq ?? null) : null
  return { items: [...held, ...shown.map(({ seq: _, ...item }) => item)], next }
}

function selectClients(db: Reader) {
  return db
    .selectFrom('client')
    .innerJoin('account', 'account.id', 'client.wallet')
    .select(['client.id', 'client.state', 'client.created_at', 'account.currency', 'account.balance'])
    .select((each) =>
      each
        .selectFrom('held_row')
        .whereRef('held_row.client_id', '=', 'client.id')
        .where('held_row.state', '=', 'held')
        .select(sql<number>`coalesce(sum(held_row.amount), 0)`.as('sum'))
        .as('in_process'),
    )
}

type ClientRow = Readonly<{
  id: string
  state: Client['state']
  created_at: number
  currency: string
  balance: number
  in_process: number | null
}>

const clientOf = (row: ClientRow): Client => ({
  id: row.id,
  state: row.state,
  currency: row.currency,
  balance: row.balance,
  inProcess: row.in_process ?? 0,
  createdAt: isoOf(row.created_at),
})

/** The balance after the wallet's last posting up to that instant: postings carry it, so nothing is added up. */
async function balanceAt(db: Reader, wallet: number, at: number): Promise<number> {
  const [last] = await postingsOf(db, wallet, { before: null, limit: 1, until: at })
  return last?.balance ?? 0
}

async function postingsOf(
  db: Reader,
  wallet: number,
  { before, limit, until }: Readonly<{ before: number | null; limit: number; until?: number }>,
): Promise<(HistoryItem & { seq: number; balance: number })[]> {
  const side = (column: 'debit' | 'credit') => {
    let query = db
      .selectFrom('posting')
      .innerJoin('producer', 'producer.id', 'posting.producer_id')
      .innerJoin('batch', 'batch.id', 'posting.batch_id')
      .selectAll('posting')
      .select(['producer.name as producer_name', 'batch.sealed_at', 'batch.state as batch_state'])
      .where(column, '=', wallet)
      .orderBy('posting.seq', 'desc')
      .limit(limit)
    if (before !== null) query = query.where('posting.seq', '<', before)
    if (until !== undefined) query = query.where('posting.posted_at', '<=', until)
    return query.execute()
  }
  const rows = [...(await side('debit')), ...(await side('credit'))].toSorted((a, b) => b.seq - a.seq).slice(0, limit)
  return rows.map((row) => ({
    seq: row.seq,
    at: isoOf(row.occurred_at),
    type: row.kind,
    amount: row.credit === wallet ? row.amount : -row.amount,
    balance: row.wallet_balance,
    producer: row.producer_id,
    producerName: row.producer_name,
    location: row.location,
    txId: row.tx_id,
    batch: row.batch_id,
    line: row.line,
    status: row.sealed_at === null || row.batch_state === 'held' ? 'in_process' : 'confirmed',
  }))
}

async function heldRowsOf(db: Reader, client: string, limit: number): Promise<HistoryItem[]> {
  const rows = await db
    .selectFrom('held_row')
    .innerJoin('batch', 'batch.id', 'held_row.batch_id')
    .innerJoin('producer', 'producer.id', 'batch.producer_id')
    .selectAll('held_row')
    .select(['producer.name as producer_name', 'producer.id as producer_id'])
    .where('held_row.client_id', '=', client)
    .where('held_row.state', '=', 'held')
    .orderBy('held_row.batch_id', 'desc')
    .orderBy('held_row.line', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    at: isoOf(row.occurred_at),
    type: 'Payment',
    amount: -row.amount,
    balance: null,
    producer: row.producer_id,
    producerName: row.producer_name,
    location: row.location,
    txId: row.tx_id,
    batch: row.batch_id,
    line: row.line,
    status: 'in_process',
  }))
}
