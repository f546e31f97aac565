/**
 * What a client did and what happened to them, newest first: top-ups under way, what is held, and behind them every posting of
 * the wallet.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { HistoryItem } from '../contract/clients.ts'
import { isBeingPaidOut } from '../expected/under-way.ts'
import { fundsUnderWay, itemUnderWay } from '../funding/under-way.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { walletCode } from './account.ts'
import { findAccount } from './find-account.ts'
import { beyond, type Conditions, daysOf, lookThrough, pageOfFound, postingsOfAccounts } from './look.ts'
import { type PostingRow, readPostings, sideOf } from './posting-rows.ts'
import { contains, foldedText } from './text.ts'

export type HistoryFilter = Readonly<{
  kind?: string | undefined
  amount?: number | undefined
  text?: string | undefined
  from?: string | undefined
  to?: string | undefined
  status?: HistoryItem['status'] | undefined
  /** What the client themselves may look for: producers by name, nobody's reasons; a text or an amount, where both are given. */
  asClient?: boolean
}>

/**
 * `after` is where the page before ended: nothing at the beginning, the number of a fund request with two noughts behind it,
 * batch and line of a held row, or the number of a posting.
 */
export type HistoryPage = Readonly<{
  client: string
  currency?: string | undefined
  filter: HistoryFilter
  after: HistoryPlace
  limit: number
}>
type HistoryPlace = readonly number[]
type HistoryPart = Readonly<{ items: HistoryItem[]; next: HistoryPlace | null }>

export function listHistory(
  { raw }: QueryContext,
  { client, currency, filter, after, limit }: HistoryPage,
): HistoryPart | null {
  const wallet = findAccount(raw, { code: walletCode(client), currency })
  if (wallet === null) return null
  const begins = after.length === 0 || after.length === 3
  const before = after[0] ?? Number.MAX_SAFE_INTEGER
  const funds = begins ? fundsUnderWay(raw, wallet.id, { filter, before, limit }) : []
  const items = funds.map((fund) => itemUnderWay(raw, fund))
  const last = funds[limit - 1]
  if (last !== undefined) return { items, next: [last.id, 0, 0] }
  const page = { client, filter, after: begins ? [] : after, limit: limit - funds.length }
  const rest = listRows(raw, wallet, page)
  return { items: [...items, ...rest.items], next: rest.next }
}

function listRows(
  raw: Database,
  wallet: Readonly<{ id: number; currency: string }>,
  { client, filter, after, limit }: Omit<HistoryPage, 'currency'>,
): HistoryPart {
  const [seq] = after.length === 1 ? after : []
  // Batches post in the workspace's own currency, so nothing is held for a wallet in another one.
  const mayHold = seq === undefined && wallet.currency === homeOf(raw).currency
  const held = mayHold ? heldRowsOf(raw, client, { filter, after, limit: limit + 1 }) : []
  const last = held[limit - 1]
  if (last !== undefined && held.length > limit)
    return { items: held.slice(0, limit).map(heldItemOf), next: [last.batch, last.line] }
  const room = limit - held.length
  const conditions = conditionsOf(raw, filter)
  const order = 'newestFirst'
  const look = { ...conditions, order, from: postingsOfAccounts(raw, [wallet.id], { order, ...conditions }) } as const
  const edge = seq ?? beyond('newestFirst')
  const found = lookThrough(raw, look, { edge, want: room + 1 })
  const { shown, next } = pageOfFound(found, room)
  const postings = readPostings(raw, shown).map((row) => itemOf(raw, row, wallet.id))
  // When held rows filled the page, the postings begin on the next one, before whatever number they have reached.
  const goesOn = next ?? (found.seqs.length > room ? edge : null)
  return { items: [...held.map(heldItemOf), ...postings], next: goesOn === null ? null : [goesOn] }
}

function conditionsOf(raw: Database, filter: HistoryFilter): Conditions {
  const { kind, status, asClient = false } = filter
  const all: string[] = []
  const columns = ['posting.tx_id', 'posting.location', 'entry.reference', asClient ? producerName : 'entry.reason']
  if (kind !== undefined) all.push('posting.kind = @kind')
  all.push(...looksFor(raw, filter, { columns, amount: 'posting.amount' }))
  if (status !== undefined) all.push(status === 'in_process' ? inProcessSql : `NOT ${inProcessSql}`)
  return { all, days: daysOf(filter), values: valuesOf(filter) }
}

/** Of whatever moved a producer's clearing account, rows of batches among it. */
const producerName = `(SELECT producer.name FROM account JOIN producer ON account.code = 'clearing:' || producer.code
  WHERE account.id IN (posting.debit, posting.credit) AND account.kind = 'clearing')`

type Looked = Readonly<{ columns: readonly string[]; amount: string }>

function looksFor(raw: Database, filter: HistoryFilter, { columns, amount: column }: Looked): readonly string[] {
  const { amount, text, asClient = false } = filter
  const amounts = amount === undefined ? [] : [`${column} = @amount`]
  const texts = text === undefined ? [] : [contains(raw, columns, text)]
  const found = [...amounts, ...texts]
  return asClient && found.length > 1 ? [`(${found.join(' OR ')})`] : found
}

const valuesOf = ({ kind = '', amount = 0, text = '' }: HistoryFilter) => ({
  kind,
  amount,
  text: foldedText(text),
})

function itemOf(raw: Database, row: PostingRow, wallet: number): HistoryItem {
  return {
    at: isoOf(row.occurredAt),
    type: row.kind,
    ...sideOf(row, wallet),
    producer: row.producer,
    producerName: row.producerName,
    location: row.location,
    txId: row.txId,
    batch: row.batch,
    line: row.line,
    status: isInProcess(raw, row) ? 'in_process' : 'confirmed',
    transaction: row.transaction,
    businessDay: row.businessDay,
    late: row.late,
    reference: row.reference,
    reason: row.reason,
  }
}

/** The same as `isInProcess`, where not all are read. */
const inProcessSql = `(
  coalesce((SELECT batch.sealed_at IS NULL OR batch.state = 'held' FROM batch WHERE batch.id = posting.batch_id), 0)
  OR (posting.kind = 'withdrawal' AND EXISTS (SELECT 1 FROM expected_payment AS expected
    WHERE expected.withdrawal = coalesce(posting.entry, posting.seq)
      AND expected.state IN ('requested', 'pending', 'paid', 'failed'))))`

/** A posting as the wallet's owner sees it; null when there is none, or it moved another wallet. */
export function historyItemOf(
  raw: Database,
  { transaction, wallet }: Readonly<{ transaction: number; wallet: number }>,
): HistoryItem | null {
  const seq = ofTransaction(raw).get({ transaction, wallet }) as number | undefined
  const [row] = seq === undefined ? [] : readPostings(raw, [seq])
  return row === undefined ? null : itemOf(raw, row, wallet)
}

const ofTransaction = perConnection((raw) =>
  raw
    .prepare(`
      SELECT seq FROM movement
      WHERE seq >= @transaction AND coalesce(entry, seq) = @transaction AND (debit = @wallet OR credit = @wallet)
        AND seq < @transaction + coalesce((SELECT postings FROM entry WHERE id = @transaction), 1)
      ORDER BY seq LIMIT 1`)
    .pluck(),
)

/** A batch counts once it is sealed, a withdrawal once it is paid out; what else somebody did was done when it was answered. */
export const isInProcess = (raw: Database, { kind, transaction, batch, sealedAt, batchState }: PostingRow): boolean =>
  (batch !== null && (sealedAt === null || batchState === 'held')) ||
  (kind === 'withdrawal' && isBeingPaidOut(raw, transaction))

type HeldRow = Readonly<{
  batch: number
  line: number
  kind: 'TopUp' | 'Payment'
  amount: number
  txId: string
  location: string
  occurredAt: number
  businessDay: string
  producer: number
  producerName: string
}>

function heldRowsOf(
  raw: Database,
  client: string,
  { filter, after: [batch, line], limit }: Readonly<{ filter: HistoryFilter; after: HistoryPlace; limit: number }>,
): HeldRow[] {
  const { kind, status, asClient = false } = filter
  if (status === 'confirmed') return []
  const days = daysOf(filter)
  const conditions = [`held.client_id = @client AND held.state = 'held'`]
  if (batch !== undefined && line !== undefined) conditions.push('(held.batch_id, held.line) < (@batch, @line)')
  if (kind !== undefined) conditions.push('held.kind = @kind')
  const columns = ['held.tx_id', 'held.location', ...(asClient ? ['producer.name'] : [])]
  conditions.push(...looksFor(raw, filter, { columns, amount: 'held.amount' }))
  if (days !== null) conditions.push('held.business_day BETWEEN @from AND @to')
  const statement = raw.prepare(`
    ${heldRows} WHERE ${conditions.join(' AND ')} ORDER BY held.batch_id DESC, held.line DESC LIMIT @limit`)
  return statement.all({ client, batch, line, limit, ...valuesOf(filter), ...days }) as HeldRow[]
}

/** One that is held, of this client. */
export function heldItemAt(
  raw: Database,
  at: Readonly<{ client: string; batch: number; line: number }>,
): HistoryItem | null {
  const row = heldAt(raw).get(at) as HeldRow | undefined
  return row === undefined ? null : heldItemOf(row)
}

const heldRows = `
  SELECT held.batch_id AS batch, held.line, held.kind, held.amount, held.tx_id AS txId, held.location,
    held.occurred_at AS occurredAt, held.business_day AS businessDay, producer.id AS producer,
    producer.name AS producerName
  FROM held_row AS held JOIN batch ON batch.id = held.batch_id JOIN producer ON producer.id = batch.producer_id`

const heldAt = perConnection((raw) =>
  raw.prepare(`
    ${heldRows} WHERE held.batch_id = @batch AND held.line = @line AND held.client_id = @client AND held.state = 'held'`),
)

const heldItemOf = (row: HeldRow): HistoryItem => ({
  at: isoOf(row.occurredAt),
  type: row.kind,
  amount: row.kind === 'TopUp' ? row.amount : 0 - row.amount,
  balance: null,
  producer: row.producer,
  producerName: row.producerName,
  location: row.location,
  txId: row.txId,
  batch: row.batch,
  line: row.line,
  status: 'in_process',
  transaction: null,
  businessDay: row.businessDay,
  late: false,
  reference: null,
  reason: null,
  counter: null,
})
