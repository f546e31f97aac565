/** A wallet as it is shown: its money, what of it can be spent, and what it does by itself. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { Wallet } from '../contract/wallets.ts'
import { pendingCode, receivableCode, walletCode } from '../ledger/account.ts'
import { perConnection } from '../store/compiled.ts'

export function findWallet(raw: Database, client: string, currency: string): Wallet | null {
  const { wallet, virtual, balance } = statementsOf(raw)
  const row = wallet.get(walletCode(client), currency) as WalletRow | undefined
  if (row === undefined) return null
  const { id, openedAt, threshold, topUp, source, armed, ...shown } = row
  const autoTopUp = threshold === null ? null : { threshold, amount: topUp, from: source, armed: armed === 1 }
  return {
    ...shown,
    available: row.balance + row.overdraft - row.held,
    pending: (balance.get(pendingCode(client), currency) as number | undefined) ?? 0,
    receivable: 0 - ((balance.get(receivableCode(client), currency) as number | undefined) ?? 0),
    openedAt: isoOf(openedAt),
    autoTopUp,
    virtualAccounts: virtual.all(id) as Wallet['virtualAccounts'],
  }
}

type WalletRow = Pick<
  Wallet,
  'client' | 'account' | 'currency' | 'state' | 'tier' | 'balance' | 'held' | 'overdraft' | 'version'
> &
  Readonly<{ id: number; openedAt: number; threshold: number | null; topUp: number; source: string; armed: number }>

const statementsOf = perConnection((raw) => ({
  wallet: raw.prepare(`
    SELECT account.id, account.client_id AS client, account.code AS account, account.currency, account.state,
      account.tier, account.balance, account.held, account.overdraft, account.version, account.opened_at AS openedAt,
      auto.threshold, auto.amount AS topUp, source.code AS source, auto.armed
    FROM account LEFT JOIN auto_top_up AS auto ON auto.wallet = account.id
    LEFT JOIN account AS source ON source.id = auto.source
    WHERE account.code = ? AND account.currency = ?`),
  virtual: raw.prepare(`
    SELECT virtual.number, omnibus.code AS omnibus, virtual.state FROM virtual_account AS virtual
    JOIN account AS omnibus ON omnibus.id = virtual.omnibus WHERE virtual.wallet = ? ORDER BY virtual.number`),
  balance: raw.prepare('SELECT balance FROM account WHERE code = ? AND currency = ?').pluck(),
}))
