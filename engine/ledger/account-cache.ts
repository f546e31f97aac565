/**
 * Wallets that postings in bulk have read, kept from one block of rows to the next: reading an account for every row would
 * cost more than posting it. Whoever else changes an account drops it here, and after a rollback everything is forgotten.
 */
import { rememberedPerConnection } from '../store/remembered.ts'
import type { Account, Wallet } from './account.ts'
import type { Books } from './books.ts'

/** An account as books keep it: with what was stored, and how often it was moved since. */
export type Kept = Account & {
  /** The stored balance. */
  before: number
  moves: number
  /** Not in the table yet: it is written with what it moved already. */
  isNew: boolean
  /** Those of the moves that its version does not tell. */
  untold: number
  /** The books that it belongs to now. */
  books: Books
}

// Some 60 MB, and at most a piece's wallets more. Where there are more of them some are read again.
const keptMax = 250_000

export class AccountCache {
  readonly #wallets = new Map<string, Kept & Wallet>()
  #currency = ''

  /** One currency at a time: batches post in the workspace's own. */
  find(client: string, currency: string): (Kept & Wallet) | undefined {
    return currency === this.#currency ? this.#wallets.get(client) : undefined
  }

  /** Before a command begins, and never within one: of an account that it has changed there may be no second copy. */
  begin(currency: string): void {
    if (currency !== this.#currency || this.#wallets.size >= keptMax) this.#wallets.clear()
    this.#currency = currency
  }

  keep(wallet: Kept & Wallet): void {
    if (wallet.currency === this.#currency) this.#wallets.set(wallet.client, wallet)
  }

  drop({ client }: Account): void {
    if (client !== null) this.#wallets.delete(client)
  }

  forget(): void {
    this.#wallets.clear()
  }
}

export const accountCacheOf = rememberedPerConnection(() => new AccountCache())
