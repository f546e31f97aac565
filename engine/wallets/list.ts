/** A client's wallets, one per currency, in the order in which they were opened. */
import type { Wallet } from '../contract/wallets.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { findWallet } from './wallet.ts'

/** Null when there is no such client. */
export function listWallets({ raw }: QueryContext, { client }: Readonly<{ client: string }>): Wallet[] | null {
  const currencies = currenciesOf(raw).all(client) as string[]
  const wallets = currencies.flatMap((currency) => findWallet(raw, client, currency) ?? [])
  return wallets.length === 0 ? null : wallets
}

const currenciesOf = perConnection((raw) =>
  raw.prepare(`SELECT currency FROM account WHERE code = 'wallet:' || ? ORDER BY id`).pluck(),
)
