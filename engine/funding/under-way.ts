/** Top-ups that a client sees as in process: begun at the gateway, or paid there and not in the bank yet. */
import type { Database } from 'better-sqlite3'
import { dayAfter } from '../calendar/day.ts'
import { isoOf } from '../calendar/instant.ts'
import type { HistoryItem } from '../contract/clients.ts'
import { contains, foldedText } from '../ledger/text.ts'
import { homeOf } from '../workspace/home.ts'

export type FundUnderWay = Readonly<{ id: number; amount: number; at: number; reference: string }>

type Asked = Readonly<{
  filter: Readonly<{
    kind?: string | undefined
    amount?: number | undefined
    text?: string | undefined
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
  const { kind, amount, text, from, to } = filter
  if (kind !== undefined && kind !== kindUnderWay) return []
  const { zone } = homeOf(raw)
  const happened = 'coalesce(paid_at, created_at)'
  const conditions = [
    'wallet = @wallet AND id < @before',
    `(state = 'pending' OR (state = 'paid' AND available_when_paid = 0))`,
    ...(amount === undefined ? [] : ['amount = @amount']),
    ...(text === undefined ? [] : [contains(raw, ['reference', 'caller_reference'], text)]),
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
