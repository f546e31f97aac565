/** The postings of a wallet on the business days of a statement, page by page, with the balance behind each. */
import type { Database } from 'better-sqlite3'
import { isInProcess } from '../ledger/history.ts'
import { beyond, lookThrough, pageOfFound, postingsOfAccounts } from '../ledger/look.ts'
import type { DayRange } from '../ledger/posting-days.ts'
import { type PostingRow, readPostings, sideOf } from '../ledger/posting-rows.ts'

/** One posting as the client sees it: never whose the other account is. */
export type Line = Readonly<{
  at: number
  businessDay: string
  kind: string
  producer: string | null
  place: string | null
  /** By what the client knows it: the number of the till, or their own reference. */
  txId: string | null
  order: string | null
  reference: string | null
  transaction: number
  isInProcess: boolean
  /** Signed: what the wallet gained. */
  amount: number
  balance: number
}>

const pageSize = 1_000
const order = 'oldestFirst'

export function* linesOf(
  raw: Database,
  { account, days, opening }: Readonly<{ account: number; days: DayRange; opening: number }>,
): Generator<Line> {
  const look = { from: postingsOfAccounts(raw, [account], { order, days }), all: [], values: {}, days, order } as const
  let balance = opening
  for (let edge: number | null = beyond(order); edge !== null; ) {
    const { shown, next } = pageOfFound(lookThrough(raw, look, { edge, want: pageSize + 1 }), pageSize)
    for (const row of readPostings(raw, shown)) {
      const { amount } = sideOf(row, account)
      balance += amount
      yield lineOf(raw, row, { amount, balance })
    }
    edge = next
  }
}

function lineOf(raw: Database, row: PostingRow, moved: Pick<Line, 'amount' | 'balance'>): Line {
  return {
    at: row.occurredAt,
    businessDay: row.businessDay,
    kind: row.kind,
    producer: row.producerName,
    place: row.location,
    txId: row.txId,
    order: row.orderId,
    reference: row.reference,
    transaction: row.transaction,
    isInProcess: isInProcess(raw, row),
    ...moved,
  }
}
