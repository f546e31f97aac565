/** Accounts and clients, as the writer finds and opens them while it posts. */
import type { Database, Statement } from 'better-sqlite3'
import type { Minor } from '../money/minor.ts'

export type Wallet = { readonly account: number; readonly client: string; state: string; balance: number }

type Statements = Readonly<{ find: Statement; openAccount: Statement; openClient: Statement; clearing: Statement }>

/** The wallets that one chunk of rows touches, read once each. */
export class Wallets {
  readonly #statements: Statements
  readonly #known = new Map<string, Wallet | null>()
  readonly #at: number
  readonly #currency: string

  constructor(raw: Database, { at, currency }: Readonly<{ at: number; currency: string }>) {
    this.#at = at
    this.#currency = currency
    this.#statements = {
      find: raw.prepare(`
        SELECT account.id AS account, client.id AS client, client.state AS state, account.balance AS balance
        FROM client JOIN account ON account.id = client.wallet WHERE client.id = ?`),
      openAccount: raw.prepare(`INSERT INTO account (code, kind, currency) VALUES (?, 'wallet', ?)`),
      openClient: raw.prepare(`INSERT INTO client (id, state, wallet, created_at) VALUES (?, 'active', ?, ?)`),
      clearing: raw.prepare(`
        SELECT account.id FROM account JOIN producer ON account.code = 'clearing:' || producer.code
        WHERE producer.id = ? AND account.currency = ?`),
    }
  }

  find(client: string): Wallet | null {
    const known = this.#known.get(client)
    if (known !== undefined) return known
    const found = (this.#statements.find.get(client) as Wallet | undefined) ?? null
    this.#known.set(client, found)
    return found
  }

  open(client: string): Wallet {
    const account = Number(this.#statements.openAccount.run(`wallet:${client}`, this.#currency).lastInsertRowid)
    this.#statements.openClient.run(client, account, this.#at)
    const wallet = { account, client, state: 'active', balance: 0 }
    this.#known.set(client, wallet)
    return wallet
  }

  clearingOf(producer: number): number {
    return this.#statements.clearing.pluck().get(producer, this.#currency) as number
  }
}

export type Movement = Readonly<{
  type: 'TopUp' | 'Payment'
  amount: Minor
  batch: number
  line: number
  producer: number
  txId: string
  location: string
  occurredAt: number
  businessDay: string
}>
