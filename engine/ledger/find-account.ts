/** One account by its code. Where no currency is asked for it is the workspace's own, or the one that it began with. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { Account } from '../contract/accounts.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'

export type AccountRow = Omit<Account, 'openedAt'> & Readonly<{ openedAt: number; overdraft: number; held: number }>

export function findAccount(
  raw: Database,
  { code, currency }: Readonly<{ code: string; currency?: string | undefined }>,
): AccountRow | null {
  const home = homeOf(raw).currency
  return (byCode(raw).get({ code, home, currency: currency ?? null }) as AccountRow | undefined) ?? null
}

export const accountOf = (account: Omit<AccountRow, 'overdraft' | 'held'>): Account => ({
  id: account.id,
  code: account.code,
  kind: account.kind,
  currency: account.currency,
  balance: account.balance,
  client: account.client,
  state: account.state,
  version: account.version,
  openedAt: isoOf(account.openedAt),
})

/** The columns of an `AccountRow`. */
export const accountColumns = `
  account.id, account.code, account.kind, account.currency, account.balance, account.held, account.overdraft,
  account.client_id AS client, account.state, account.version, account.opened_at AS openedAt`

const byCode = perConnection((raw) =>
  raw.prepare(`
    SELECT ${accountColumns} FROM account WHERE code = @code AND currency = coalesce(@currency, currency)
    ORDER BY currency = @home DESC, id LIMIT 1`),
)
