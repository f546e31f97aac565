/** A hold in the store: money set aside in a wallet, until it is captured, released, or expires. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { Hold } from '../contract/operations.ts'
import { perConnection } from '../store/compiled.ts'

export type HoldRecord = Readonly<{
  id: number
  wallet: number
  client: string
  currency: string
  amount: number
  captured: number
  state: Hold['state']
  producer: number | null
  orderId: string | null
  reference: string | null
  placedAt: number
  expiresAt: number
  endedAt: number | null
}>

export function findHold(raw: Database, id: number): HoldRecord | null {
  return (statementsOf(raw).byId.get(id) as HoldRecord | undefined) ?? null
}

export const holdOf = ({ wallet: _, ...hold }: HoldRecord): Hold => ({
  ...hold,
  left: hold.state === 'open' ? hold.amount - hold.captured : 0,
  placedAt: isoOf(hold.placedAt),
  expiresAt: isoOf(hold.expiresAt),
  endedAt: hold.endedAt === null ? null : isoOf(hold.endedAt),
})

/** The columns of a `HoldRecord`, for whoever reads holds. */
export const holdColumns = `
  hold.id, hold.wallet, account.client_id AS client, account.currency, hold.amount, hold.captured, hold.state,
  hold.producer_id AS producer, hold.order_id AS orderId, hold.reference, hold.placed_at AS placedAt,
  hold.expires_at AS expiresAt, hold.ended_at AS endedAt
  FROM hold JOIN account ON account.id = hold.wallet`

const statementsOf = perConnection((raw) => ({
  byId: raw.prepare(`SELECT ${holdColumns} WHERE hold.id = ?`),
}))
