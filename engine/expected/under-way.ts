/** Withdrawals that a client still sees as in process: the money has left the wallet, and is not paid out whole. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'

export const isBeingPaidOut = (raw: Database, withdrawal: number): boolean =>
  underWay(raw).get(withdrawal) !== undefined

const underWay = perConnection((raw) =>
  raw.prepare(`
    SELECT 1 FROM expected_payment WHERE withdrawal = ? AND state IN ('requested', 'pending', 'paid', 'failed')`),
)
