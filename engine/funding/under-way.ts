/** Top-ups that a client sees as in process: begun at the gateway, or paid there and not in the bank yet. */
import type { Database } from 'better-sqlite3'
import { dayAfter } from '../calendar/day.ts'
import { isoOf } from '../calendar/instant.ts'
import type { HistoryItem } from '../contract/clients.ts'
import { contains, foldedText } from '../ledger/text.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'

export type FundUnderWay = Readonly<{ id: number; amount: number; at: number; reference: string }>

type Asked = Readonly<{
  filter: Readonly<{
    kind?: string | undefined
    amount?: number | undefined
    text?: string | undefined
    status?: HistoryItem['status'] | undefined
    asClient?: boolean
    from?: string | undefined
    to?: string | undefined
  }>
  before: number
  limit: number
}>

/** As a kind in a history: the postings behind it have kinds of their own. */
const kindUnderWay = 'fund_request'

/** Newest first. What is spendable as soon as it is paid is under way no more, but a posting of the wallet. */
export function fundsUnderWay(raw: Database, wallet: number, { filter, before, limit }: Asked): FundUnderWay[] {
  const { kind, amount, text, status, asClient = false, from, to } = filter
  if (status === 'confirmed') return []
  if (kind !== undefined && kind !== kindUnderWay) return []
  const { zone } = homeOf(raw)
  const happened = 'coalesce(paid_at, created_at)'
  const amounts = amount === undefined ? [] : ['amount = @amount']
  const texts =
    text === undefined ? [] : [contains(raw, ['reference', ...(asClient ? [] : ['caller_reference'])], text)]
  const found = [...amounts, ...texts]
  // A client types one thing, which may be meant as either.
  const looked = asClient && found.length > 1 ? [`(${found.join(' OR ')})`] : found
  const conditions = [
    'wallet = @wallet AND id < @before',
    isUnderWay,
    ...looked,
    ...(from === undefined ? [] : [`${happened} >= @first`]),
    ...(to === undefined ? [] : [`${happened} < @past`]),
  ]
  return raw
    .prepare(`
      SELECT id, amount, ${happened} AS at, reference FROM fund_request
      WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT @limit`)
    .all({
      wallet,
      before,
      limit,
      amount,
      text: foldedText(text ?? ''),
      first: from === undefined ? undefined : zone.readInstant(from),
      past: to === undefined ? undefined : zone.readInstant(dayAfter(to)),
    }) as FundUnderWay[]
}

/** One that is under way, by its reference. */
export function fundsOfReference(
  raw: Database,
  asked: Readonly<{ wallet: number; reference: string }>,
): HistoryItem | null {
  const fund = byReference(raw).get(asked) as FundUnderWay | undefined
  return fund === undefined ? null : itemUnderWay(raw, fund)
}

const isUnderWay = `(state = 'pending' OR (state = 'paid' AND available_when_paid = 0))`

const byReference = perConnection((raw) =>
  raw.prepare(`
    SELECT id, amount, coalesce(paid_at, created_at) AS at, reference FROM fund_request
    WHERE reference = @reference AND wallet = @wallet AND ${isUnderWay}`),
)

export function itemUnderWay(raw: Database, { amount, at, reference }: FundUnderWay): HistoryItem {
  return {
    at: isoOf(at),
    type: kindUnderWay,
    amount,
    balance: null,
    producer: null,
    producerName: null,
    location: null,
    txId: null,
    batch: null,
    line: null,
    status: 'in_process',
    transaction: null,
    businessDay: homeOf(raw).zone.dayOf(at),
    late: false,
    reference,
    reason: null,
    counter: null,
  }
}
