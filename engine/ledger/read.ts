/** Reading the ledger for people: clients, balances now and in the past, and a client's history. */
import { sql } from 'kysely'
import { isoOf } from '../calendar/instant.ts'
import type { Balance, Client, HistoryItem } from '../contract/clients.ts'
import type { QueryContext } from '../store/command.ts'
import type { Reader } from '../store/tables.ts'

/**
 * `after` is the wallet of the last client of the page before: its number, because a client's own name may be longer than
 * a cursor.
 */
export type ClientPage = Readonly<{ after: number | null; limit: number; search?: string | undefined }>

export async function listClients(
  { db }: QueryContext,
  { after, limit, search }: ClientPage,
): Promise<Readonly<{ items: Client[]; next: number | null }>> {
  let query = selectClients(db)
    .select('client.wallet')
    .orderBy('client.id')
    .limit(limit + 1)
  if (after !== null) {
    query = query.where('client.id', '>', (each) =>
      each.selectFrom('client as last').select('last.id').where('last.wallet', '=', after),
    )
  }
  if (search !== undefined) query = query.where('client.id', '>=', search).where('client.id', '<', behindPrefix(search))
  const rows = await query.execute()
  const shown = rows.slice(0, limit)
  return { items: shown.map(clientOf), next: rows.length > limit ? (shown.at(-1)?.wallet ?? null) : null }
}

/** A prefix is searched as a range that the primary key serves, never by a scan; this sorts behind all that begin with it. */
const behindPrefix = (prefix: string): string => prefix + '\u{10FFFF}'.repeat(clientIdMax)
const clientIdMax = 128

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

/**
 * A history begins with what is held, newest first, and goes on with the postings. `after` is where the page before ended:
 * nothing at the beginning, batch and line of a held row, or the number of a posting.
 */
export type HistoryPage = Readonly<{ client: string; after: HistoryPlace; limit: number }>
type HistoryPlace = readonly number[]

export async function listHistory(
  { db }: QueryContext,
  { client, after, limit }: HistoryPage,
): Promise<Readonly<{ items: HistoryItem[]; next: HistoryPlace | null }> | null> {
  const wallet = await db.selectFrom('client').select('wallet').where('id', '=', client).executeTakeFirst()
  if (wallet === undefined) return null
  const [seq] = after.length === 1 ? after : []
  const held = seq === undefined ? await heldRowsOf(db, client, { after, limit: limit + 1 }) : []
  const last = held[limit - 1]
  if (last !== undefined && held.length > limit) return { items: held.slice(0, limit), next: [last.batch, last.line] }
  const room = limit - held.length
  const postings = await postingsOf(db, wallet.wallet, { before: seq ?? null, limit: room + 1 })
  const shown = postings.slice(0, room)
  // When held rows filled the page, the postings begin on the next one, before whatever number they have reached.
  const next = postings.length > room ? [shown.at(-1)?.seq ?? Number.MAX_SAFE_INTEGER] : null
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

async function heldRowsOf(
  db: Reader,
  client: string,
  { after: [batch, line], limit }: Readonly<{ after: HistoryPlace; limit: number }>,
): Promise<HistoryItem[]> {
  let query = db
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
  if (batch !== undefined && line !== undefined) {
    query = query.where((where) =>
      where(where.refTuple('held_row.batch_id', 'held_row.line'), '<', where.tuple(batch, line)),
    )
  }
  const rows = await query.execute()
  return rows.map((row) => ({
    at: isoOf(row.occurred_at),
    type: row.kind,
    amount: row.kind === 'TopUp' ? row.amount : 0 - row.amount,
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
