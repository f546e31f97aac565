/** The accounts as the check needs them beside millions of postings: by number, in arrays. */
import type { Database } from 'better-sqlite3'

const none = 0

export class Chart {
  /** Room for every account by its number. */
  readonly size: number
  readonly currencies: readonly string[]
  /** The number of an account's currency, from one; none where there is no such account. */
  readonly #currency: Uint16Array
  readonly #isWallet: Uint8Array
  readonly #homeCurrency: string | undefined
  readonly #raw: Database
  #lastCurrency = ''
  #lastIndex = none

  constructor(raw: Database) {
    this.#raw = raw
    this.#homeCurrency = raw.prepare('SELECT currency FROM workspace').pluck().get() as string | undefined
    this.currencies = raw.prepare('SELECT DISTINCT currency FROM account ORDER BY 1').pluck().all() as string[]
    this.size = 1 + ((raw.prepare('SELECT max(id) FROM account').pluck().get() as number | null) ?? 0)
    this.#currency = new Uint16Array(this.size)
    this.#isWallet = new Uint8Array(this.size)
    const rows = raw.prepare(`SELECT id, currency, kind = 'wallet' FROM account`).raw().iterate()
    for (const [id, currency, isWallet] of rows as IterableIterator<[number, string, number]>) {
      this.#currency[id] = this.indexOf(currency)
      this.#isWallet[id] = isWallet
    }
  }

  has(account: number): boolean {
    return (this.#currency[account] ?? none) !== none
  }

  isWallet(account: number): boolean {
    return this.#isWallet[account] === 1
  }

  isIn(account: number, currency: string): boolean {
    return this.#currency[account] === this.indexOf(currency)
  }

  /** Postings of one currency come in long runs, so the last one is remembered. */
  indexOf(currency: string): number {
    if (currency === this.#lastCurrency) return this.#lastIndex
    this.#lastCurrency = currency
    this.#lastIndex = this.currencies.indexOf(currency) + 1
    return this.#lastIndex
  }

  nameOf(account: number): string {
    const row = this.#raw.prepare('SELECT code, currency FROM account WHERE id = ?').raw().get(account)
    const [code, currency] = (row as [string, string] | undefined) ?? [`account:${account}`, '']
    return currency === '' ? code : this.name(code, currency)
  }

  /** The same code may be there once in each currency; those of the workspace's own go by their code alone. */
  name(code: string, currency: string): string {
    return currency === this.#homeCurrency ? code : `${code} ${currency}`
  }
}
