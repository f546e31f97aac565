/** A wallet's tier and overdraft: what it may do, so they change by proposal only. */
import type { Database } from 'better-sqlite3'
import type { RefusalOf } from '../operations/refusal.ts'
import { settingInForce } from '../settings/in-force.ts'
import type { Json } from '../store/command.ts'
import { changedWallet, takeWallet, type Unchangeable } from './change.ts'

export type TermsChange = Readonly<{
  client: string
  currency?: string | undefined
  tier?: string | undefined
  overdraft?: number | undefined
}>

/** What a client may owe from now on, where that is more than before: it needs who may agree to so much money. */
type Lent = Readonly<{ currency: string; amount: number; client: string }>
type Outcome =
  | Readonly<{ status: 'done'; subject: string; before: Json; after: Json; lent: Lent | null }>
  | Unchangeable
  | RefusalOf<'tier_unknown'>
  | RefusalOf<'overdraft_in_use'>

export function changeTerms(
  context: Readonly<{ raw: Database; at: number }>,
  { client, currency, tier, overdraft }: TermsChange,
): Outcome {
  const taken = takeWallet(context, { client, currency })
  if ('status' in taken) return taken
  const { wallet, books, consequences } = taken
  if (tier !== undefined && !settingInForce(context.raw, 'tiers').value.names.includes(tier))
    return { status: 'tier_unknown', tier }
  const used = Math.max(0, wallet.held - wallet.balance)
  if (overdraft !== undefined && overdraft < used) return { status: 'overdraft_in_use', used }
  const before = { tier: wallet.tier, overdraft: wallet.overdraft }
  wallet.tier = tier ?? wallet.tier
  wallet.overdraft = overdraft ?? wallet.overdraft
  const after = { tier: wallet.tier, overdraft: wallet.overdraft }
  books.touch(wallet)
  const isMore = after.overdraft > before.overdraft
  // A wider overdraft may be what a held payment waits for.
  if (isMore) consequences.moneyCame(wallet)
  changedWallet(context.raw, taken)
  const lent = isMore ? { currency: wallet.currency, amount: after.overdraft, client } : null
  return { status: 'done', subject: `${wallet.code} ${wallet.currency}`, before, after, lent }
}
