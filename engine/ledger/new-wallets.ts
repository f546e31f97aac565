/**
 * Wallets that open in bulk: made in memory, and written together with what they moved already, in the order of the index
 * that their codes go into. One by one, in the order of a file's rows, each would touch pages of its own.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'
import { type Wallet, walletCode } from './account.ts'
import type { Kept } from './account-cache.ts'
import type { Books } from './books.ts'

type Draft = Readonly<{ client: string; currency: string; tier: string }>

export class NewWallets {
  readonly #at: number
  readonly #statements: ReturnType<typeof statementsOf>
  readonly #opened: (Kept & Wallet)[] = []
  #next = 0

  constructor(raw: Database, at: number) {
    this.#at = at
    this.#statements = statementsOf(raw)
  }

  open({ client, currency, tier }: Draft, books: Books): Kept & Wallet {
    const wallet: Kept & Wallet = {
      id: this.nextId(),
      code: walletCode(client),
      kind: 'wallet',
      currency,
      client,
      tier,
      state: 'active',
      balance: 0,
      held: 0,
      overdraft: 0,
      version: 0,
      postings: 0,
      lastPosting: 0,
      waiting: 0,
      openedAt: this.#at,
      autoTopUp: null,
      before: 0,
      moves: 0,
      untold: 0,
      isNew: true,
      books,
    }
    this.#opened.push(wallet)
    return wallet
  }

  /** The number of the next account; those of wallets that are not written yet are taken. */
  nextId(): number {
    if (this.#next === 0) this.#next = ((this.#statements.last.get() as number | null) ?? 0) + 1
    this.#next += 1
    return this.#next - 1
  }

  write(): void {
    const { open, client: addClient } = this.#statements
    this.#opened.sort((a, b) => (a.client < b.client ? -1 : 1))
    for (const wallet of this.#opened) {
      const { id, code, currency, client, tier, balance, postings, lastPosting, waiting } = wallet
      const version = wallet.moves - wallet.untold
      open.run(id, code, currency, client, tier, this.#at, balance, version, postings, lastPosting, waiting)
      addClient.run(client, id, this.#at)
      Object.assign(wallet, { version, before: balance, moves: 0, untold: 0, isNew: false })
    }
    this.#opened.length = 0
  }
}

const statementsOf = perConnection((raw) => ({
  last: raw.prepare('SELECT max(id) FROM account').pluck(),
  open: raw.prepare(`
    INSERT INTO account (id, code, kind, currency, client_id, tier, opened_at, balance, version, postings, last_posting,
      waiting)
    VALUES (?, ?, 'wallet', ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  // A client that has a wallet in another currency already is known by that one.
  client: raw.prepare('INSERT INTO client (id, wallet, created_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING'),
}))
