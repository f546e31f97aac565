/** Which payments of a client are meant, by an order's number, a transaction's, or both; the first ones first. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'

const foundMax = 20

export type Meant = Readonly<{ client: string; order: string | null; transaction: number | null }>

export function paymentsMeant(raw: Database, { client, order, transaction }: Meant): readonly number[] {
  const wallet = `wallet:${client}`
  const { byOrder, paidBy } = statementsOf(raw)
  if (transaction !== null) return paidBy.all({ transaction, wallet, order }) as number[]
  return order === null ? [] : (byOrder.all({ order, wallet, max: foundMax }) as number[])
}

const statementsOf = perConnection((raw) => ({
  // An entry has the number of its first posting, and that of a purchase debits the wallet.
  byOrder: raw
    .prepare(`
      SELECT entry.id FROM entry JOIN movement ON movement.seq = entry.id JOIN account ON account.id = movement.debit
      WHERE entry.order_id = @order AND entry.kind IN ('purchase', 'capture') AND account.code = @wallet
      ORDER BY entry.id LIMIT @max`)
    .pluck(),
  paidBy: raw
    .prepare(`
      SELECT movement.seq FROM movement JOIN account ON account.id = movement.debit
      LEFT JOIN entry ON entry.id = movement.seq
      WHERE movement.seq = @transaction AND account.code = @wallet AND (@order IS NULL OR entry.order_id = @order)`)
    .pluck(),
}))
