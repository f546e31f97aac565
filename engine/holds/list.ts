/** The holds of a client's wallet, newest first. */
import type { Hold } from '../contract/operations.ts'
import { walletCode } from '../ledger/account.ts'
import { findAccount } from '../ledger/find-account.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { type HoldRecord, holdColumns, holdOf } from './hold.ts'

export function listHolds(
  { raw }: QueryContext,
  { client, currency, limit }: Readonly<{ client: string; currency?: string | undefined; limit: number }>,
): Hold[] {
  const wallet = findAccount(raw, { code: walletCode(client), currency })
  return wallet === null ? [] : (byWallet(raw).all(wallet.id, limit) as HoldRecord[]).map(holdOf)
}

const byWallet = perConnection((raw) =>
  raw.prepare(`SELECT ${holdColumns} WHERE hold.wallet = ? ORDER BY hold.id DESC LIMIT ?`),
)
