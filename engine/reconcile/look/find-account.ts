/** The account that is asked about, in its currency or in the workspace's own. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import { homeOf } from '../../workspace/home.ts'

export type AskedAccount = Readonly<{ account: string; currency?: string | undefined }>
export type FoundAccount = Readonly<{ id: number; code: string; currency: string; kind: string }>

/** Null where it has no statements. */
export function reconciledAccount(raw: Database, { account, currency }: AskedAccount): FoundAccount | null {
  const found = findOf(raw).get(account, currency ?? homeOf(raw).currency) as FoundAccount | undefined
  return found ?? null
}

const findOf = perConnection((raw) =>
  raw.prepare(`
    SELECT account.id, account.code, account.currency, account.kind
    FROM account JOIN reconciled_account ON reconciled_account.account = account.id
    WHERE account.code = ? AND account.currency = ?`),
)
