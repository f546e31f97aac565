/** Where an operation finds what it is about. What is not there is a refusal with its code. */
import type { Database } from 'better-sqlite3'
import { type Account, isHouseAccount, isWallet, type Wallet } from '../ledger/account.ts'
import type { Books } from '../ledger/books.ts'
import { perConnection } from '../store/compiled.ts'
import { type Home, homeOf } from '../workspace/home.ts'
import { findOfBank, findTransaction, type PastTransaction } from './past-transaction.ts'
import type { RefusalOf } from './refusal.ts'

export class Desk {
  readonly books: Books
  readonly home: Home
  readonly #raw: Database
  readonly #statements: ReturnType<typeof statementsOf>

  constructor(raw: Database, books: Books) {
    this.#raw = raw
    this.books = books
    this.home = homeOf(raw)
    this.#statements = statementsOf(raw)
  }

  /**
   * The business day that limits count for: that of asking. What is asked may say that it happened long ago, and would
   * else be spread over as many days as somebody likes.
   */
  today(): string {
    return this.books.days.firstOpen(this.home.zone.dayOf(this.books.at))
  }

  /** The currency that is meant: the workspace's own, when none is said. */
  currency(said: string | undefined): string | RefusalOf<'currency_unknown'> {
    if (said === undefined || said === this.home.currency) return this.home.currency
    const known = this.#statements.currency.get(said) !== undefined
    return known ? said : { status: 'currency_unknown', currency: said }
  }

  wallet(
    client: string,
    currency: string | undefined,
  ): Wallet | RefusalOf<'currency_unknown'> | RefusalOf<'wallet_unknown'> {
    const known = this.currency(currency)
    if (typeof known !== 'string') return known
    return this.books.findWallet(client, known) ?? { status: 'wallet_unknown', client, currency: known }
  }

  virtualAccount(
    number: string,
  ): Readonly<{ wallet: Wallet; omnibus: Account }> | RefusalOf<'virtual_account_unknown'> {
    const row = this.#statements.virtual.get(number) as { wallet: number; omnibus: number } | undefined
    if (row === undefined) return { status: 'virtual_account_unknown', virtualAccount: number }
    const [wallet, omnibus] = [this.books.get(row.wallet), this.books.get(row.omnibus)]
    return isWallet(wallet) ? { wallet, omnibus } : { status: 'virtual_account_unknown', virtualAccount: number }
  }

  /** An account by its code; those that there is one of in each currency open when they are first named. */
  account(code: string, currency: string): Account | RefusalOf<'account_unknown'> {
    if (isHouseAccount(code)) return this.books.house(code, currency)
    return this.books.find(code, currency) ?? { status: 'account_unknown', account: code }
  }

  /** Where money is outside: a gateway or a bank. */
  outside(
    code: string,
    currency: string,
  ): Account | RefusalOf<'account_unknown'> | RefusalOf<'account_not_meant_for_this'> {
    const account = this.account(code, currency)
    if ('status' in account) return account
    const meant = account.kind === 'gateway' || account.kind === 'omnibus'
    return meant ? account : { status: 'account_not_meant_for_this', account: code }
  }

  /** Where the money of a purchase goes: to the producer's clearing, or to the house. */
  seller(producer: number | undefined, currency: string): Account | RefusalOf<'producer_unknown'> {
    if (producer === undefined) return this.books.house('clearing:house', currency)
    return this.books.clearingOf(producer, currency) ?? { status: 'producer_unknown', producer }
  }

  transaction(id: number): PastTransaction | RefusalOf<'transaction_unknown'> {
    return findTransaction(this.#raw, this.books, id) ?? { status: 'transaction_unknown', transaction: id }
  }

  /** What stands for a bank's own number of a movement already. */
  ofBank(kind: string, bankTransactionId: string): number | null {
    return findOfBank(this.#raw, this.books, { kind, bankTransactionId })
  }
}

const statementsOf = perConnection((raw) => ({
  currency: raw.prepare('SELECT 1 FROM currency WHERE code = ?'),
  virtual: raw.prepare(`SELECT wallet, omnibus FROM virtual_account WHERE number = ? AND state = 'active'`),
}))
