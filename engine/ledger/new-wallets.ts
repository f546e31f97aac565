/**
 * Wallets that open in bulk: made in memory, and written together with what they moved already, in the order of the index
 * that their codes go into. One by one, in the order of a file's rows, each would touch pages of its own.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'
import { type Wallet, walletCode } from './account.ts'
import type { Kept } from './account-cache.ts'

export type WalletDraft = Readonly<{ id: number; client: string; currency: string; tier: string }>

export class NewWallets {
  readonly #at: number
  readonly #statements: ReturnType<typeof statementsOf>
  readonly #opened: (Kept & Wallet)[] = []
  #next = 0

  constructor(raw: Database, at: number) {
    this.#at = at
    this.#statements = statementsOf(raw)
  }

  open({ id, client, currency, tier }: WalletDraft, books: number): Kept & Wallet {
    const wallet: Kept & Wallet = {
      id,
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
      dropped: false,
      books,
    }
    this.#opened.push(wallet)
    return wallet
  }

  get count(): number {
    return this.#opened.length
  }

  /** The number of the next account; those of wallets that are not written yet are taken. */
  nextId(): number {
    if (this.#next === 0) this.#next = ((this.#statements.last.get() as number | null) ?? 0) + 1
    this.#next += 1
    return this.#next - 1
  }

  write(): void {
    const { open, openMany, client, clients } = this.#statements
    const wallets = this.#opened.sort((a, b) => a.id - b.id)
    let from = 0
    for (; from + rowsAtOnce <= wallets.length; from += rowsAtOnce) {
      const some = wallets.slice(from, from + rowsAtOnce)
      clients.run(...some.flatMap((wallet) => this.#clientOf(wallet)))
      openMany.run(...some.flatMap((wallet) => this.#rowOf(wallet)))
    }
    for (const wallet of wallets.slice(from)) {
      client.run(...this.#clientOf(wallet))
      open.run(...this.#rowOf(wallet))
    }
    for (const wallet of wallets) {
      wallet.version = wallet.moves - wallet.untold
      wallet.before = wallet.balance
      wallet.moves = 0
      wallet.untold = 0
      wallet.isNew = false
    }
    this.#opened.length = 0
  }

  #rowOf(wallet: Kept & Wallet): (string | number)[] {
    const { id, code, currency, client, tier, balance, moves, untold, postings, lastPosting, waiting } = wallet
    return [id, code, currency, client, tier, this.#at, balance, moves - untold, postings, lastPosting, waiting]
  }

  #clientOf({ client, id }: Wallet): (string | number)[] {
    return [client, id, this.#at]
  }
}

// One by one, what a statement costs besides its row is more than the row.
const rowsAtOnce = 32

const statementsOf = perConnection((raw) => {
  const wallet = "(?, ?, 'wallet', ?, ?, ?, ?, ?, ?, ?, ?, ?)"
  const open = `
    INSERT INTO account (id, code, kind, currency, client_id, tier, opened_at, balance, version, postings, last_posting,
      waiting) VALUES`
  const client = 'INSERT INTO client (id, wallet, created_at) VALUES'
  // A client that has a wallet in another currency already is known by that one.
  const known = 'ON CONFLICT (id) DO NOTHING'
  const many = (row: string): string => Array(rowsAtOnce).fill(row).join(', ')
  return {
    last: raw.prepare('SELECT max(id) FROM account').pluck(),
    open: raw.prepare(`${open} ${wallet}`),
    openMany: raw.prepare(`${open} ${many(wallet)}`),
    client: raw.prepare(`${client} (?, ?, ?) ${known}`),
    clients: raw.prepare(`${client} ${many('(?, ?, ?)')} ${known}`),
  }
})
