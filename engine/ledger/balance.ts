/** What a client has: now, or as it stood at an instant. "Balance at" asks when postings were made, not their dates. */
import type { Database } from 'better-sqlite3'
import type { Balance } from '../contract/clients.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { pendingCode, walletCode } from './account.ts'
import { balanceAfter, seqAt } from './as-of.ts'
import { findAccount } from './find-account.ts'

export function findBalance(
  { raw }: QueryContext,
  { client, currency: asked, at }: Readonly<{ client: string; currency?: string | undefined; at: number | null }>,
): Balance | null {
  const wallet = findAccount(raw, { code: walletCode(client), currency: asked })
  if (wallet === null) return null
  const { currency } = wallet
  const pending = findAccount(raw, { code: pendingCode(client), currency })
  const { balance, held } = at === null ? wallet : walletAt(raw, { wallet: wallet.id, at })
  return {
    client,
    currency,
    balance,
    // What overdraft there was in the past is not kept; with today's the past may come out below nothing.
    available: Math.max(0, balance + wallet.overdraft - held),
    pending:
      pending === null
        ? 0
        : at === null
          ? pending.balance
          : balanceAfter(raw, { account: pending.id, seq: seqAt(raw, at) }),
  }
}

function walletAt(
  raw: Database,
  { wallet, at }: Readonly<{ wallet: number; at: number }>,
): Readonly<{ balance: number; held: number }> {
  const seq = seqAt(raw, at)
  const held = heldAt(raw).get({ wallet, at, seq }) as number
  return { balance: balanceAfter(raw, { account: wallet, seq }), held }
}

// A hold set aside what had not been captured of it by then.
const heldAt = perConnection((raw) =>
  raw
    .prepare(`
      SELECT coalesce(sum(hold.amount - coalesce(
        (SELECT sum(entry.amount) FROM entry WHERE entry.hold = hold.id AND entry.id <= @seq), 0)), 0)
      FROM hold WHERE hold.wallet = @wallet AND hold.placed_at <= @at AND (hold.ended_at IS NULL OR hold.ended_at > @at)`)
    .pluck(),
)
