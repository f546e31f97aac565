/** How every change of a wallet begins and ends: it is found, its version is asked, and it is answered as it then stands. */
import type { Database } from 'better-sqlite3'
import type { Wallet as ShownWallet } from '../contract/wallets.ts'
import { invariant } from '../invariant.ts'
import type { Wallet } from '../ledger/account.ts'
import { Books } from '../ledger/books.ts'
import { Consequences } from '../ledger/consequences.ts'
import { Desk } from '../operations/desk.ts'
import { isRefusal, type Refusal, type RefusalCode, type RefusalOf } from '../operations/refusal.ts'
import type { AuditNote, Json } from '../store/command.ts'
import { findWallet } from './wallet.ts'

export type WalletChange = Readonly<{
  client: string
  currency?: string | undefined
  expectedVersion?: number | undefined
  reason: string
}>

export type Changed = Readonly<{ status: 'done'; wallet: ShownWallet }>
export type NotFound = RefusalOf<'wallet_unknown'>
export type Unchangeable = NotFound | RefusalOf<'wallet_closed'> | RefusalOf<'version_moved'>

export type AtWork = Readonly<{ wallet: Wallet; books: Books; desk: Desk; consequences: Consequences }>

/** The wallet on the writer's desk, unless it is not there, closed for good, or another than the one that was seen. */
export function takeWallet(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  { client, currency, expectedVersion }: Omit<WalletChange, 'reason'>,
): AtWork | Unchangeable {
  const books = new Books(raw, at)
  const desk = new Desk(raw, books)
  const wallet = desk.wallet(client, currency)
  // A currency that the books do not know has no wallets.
  if (isRefusal(wallet)) return { status: 'wallet_unknown', client, currency: currency ?? desk.home.currency }
  if (wallet.state === 'closed') return { status: 'wallet_closed', client }
  const found = wallet.version
  if (expectedVersion !== undefined && expectedVersion !== found)
    return { status: 'version_moved', client, expected: expectedVersion, found }
  const consequences = new Consequences(raw, { books, dayOf: (day) => desk.home.zone.dayOf(day) })
  return { wallet, books, desk, consequences }
}

export function changedWallet(raw: Database, { wallet, books }: AtWork): Changed {
  books.close()
  return { status: 'done', wallet: getWallet(raw, wallet.client, wallet.currency) }
}

export function getWallet(raw: Database, client: string, currency: string): ShownWallet {
  const shown = findWallet(raw, client, currency)
  invariant(shown !== null, 'a wallet is gone', { currency })
  return shown
}

export function recordOf<C extends RefusalCode>(
  action: string,
  { client, currency, reason }: Readonly<{ client: string; currency?: string | undefined; reason?: string }>,
  outcome: Readonly<{ status: string }> | Extract<Refusal, { status: C }>,
  more: Readonly<Record<string, Json>> = {},
): AuditNote {
  const said = { ...(currency === undefined ? {} : { currency }), ...(reason === undefined ? {} : { reason }) }
  return { action, subject: `client:${client}`, outcome: outcome.status, detail: { ...said, ...more } }
}
