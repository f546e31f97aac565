/**
 * Posts rows of a batch that a person decided about, each as the batch itself would have posted it, with everything that
 * follows from it. The books' own laws stay: nobody overrules what a wallet has.
 */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../../calendar/day.ts'
import { expireDue } from '../../holds/expire.ts'
import { invariant } from '../../invariant.ts'
import { type Account, availableOn, type Wallet } from '../../ledger/account.ts'
import { Books } from '../../ledger/books.ts'
import { Consequences } from '../../ledger/consequences.ts'
import { perConnection } from '../../store/compiled.ts'
import { type Home, homeOf } from '../../workspace/home.ts'

export type RowToBook = Readonly<{
  line: number
  client: string
  type: 'TopUp' | 'Payment'
  amount: number
  txId: string
  location: string
  occurredAt: number
  day: string
}>

export type Booked =
  | Readonly<{ status: 'posted'; posting: number }>
  | Readonly<{ status: 'lacks_money'; available: number }>
  | Readonly<{ status: 'client_unknown' }>
  | Readonly<{ status: 'wallet_closed' }>
  | Readonly<{ status: 'too_large'; account: string }>

type Booking = Readonly<{
  /** It is held because its wallet had too little, and the wallet counts it. */
  waited?: boolean
  /** Says in the store that it is posted, before what follows from that could find it waiting. */
  settle: (posting: number) => void
}>

export class RowBooker {
  readonly home: Home
  readonly books: Books
  readonly #raw: Database
  readonly #of: Readonly<{ batch: number; producer: number }>
  readonly #consequences: Consequences
  readonly #clearing: Account
  #sum: number

  constructor(raw: Database, at: number, of: Readonly<{ batch: number; producer: number }>) {
    this.#raw = raw
    this.#of = of
    this.home = homeOf(raw)
    this.books = new Books(raw, at)
    const { zone, currency } = this.home
    this.#consequences = new Consequences(raw, { books: this.books, dayOf: (day) => zone.dayOf(day) })
    const clearing = this.books.clearingOf(of.producer, currency)
    invariant(clearing !== null, 'a batch without its producer', { producer: of.producer })
    this.#clearing = clearing
    this.#sum = statementsOf(raw).sum.get(of.batch) as number
  }

  post(row: RowToBook, { waited = false, settle }: Booking): Booked {
    const { type, amount, client } = row
    const wallet = this.#walletFor(row)
    if (wallet === null) return { status: 'client_unknown' }
    if (wallet.state === 'closed') return { status: 'wallet_closed' }
    expireDue(this.#raw, this.books, wallet, this.#consequences)
    // What follows from the rows before it may have posted this one as well.
    const since = waited ? this.#postedSince(row.line) : null
    if (since !== null) return { status: 'posted', posting: since }
    const available = availableOn(wallet)
    if (type === 'Payment' && available < amount) return { status: 'lacks_money', available }
    const full = this.#overfilled(wallet, row)
    if (full !== null) return { status: 'too_large', account: full }
    if (waited) this.#noLongerWaits(wallet)
    const posting = this.#book(wallet, row, settle)
    invariant(wallet.client === client, 'a row was posted to another wallet', { line: row.line })
    return { status: 'posted', posting }
  }

  /** A held payment that nobody waits for any more. */
  forget(client: string): void {
    const wallet = this.books.findWallet(client, this.home.currency)
    if (wallet !== null) this.#noLongerWaits(wallet)
  }

  finish(): void {
    this.books.close()
  }

  get clearing(): Account {
    return this.#clearing
  }

  #walletFor({ type, client }: RowToBook): Wallet | null {
    const { currency } = this.home
    const found = this.books.findWallet(client, currency)
    if (found !== null || type === 'Payment') return found
    return this.books.openWallet(client, currency)
  }

  #book(wallet: Wallet, row: RowToBook, settle: Booking['settle']): number {
    const { type, amount, line, txId, location, occurredAt, day } = row
    const leg =
      type === 'TopUp'
        ? { debit: this.#clearing, credit: wallet, amount }
        : { debit: wallet, credit: this.#clearing, amount }
    const of = { ...this.#of, line, txId, place: this.books.placeOf(location), kind: type, occurredAt }
    const posting = this.books.postRow(leg, { ...of, day: dayNumberOf(day) })
    this.#sum += amount
    settle(posting)
    if (type === 'TopUp') this.#consequences.moneyCame(wallet)
    else this.#consequences.moneyWent(wallet)
    return posting
  }

  #noLongerWaits(wallet: Wallet): void {
    this.books.touch(wallet)
    wallet.waiting -= 1
    invariant(wallet.waiting >= 0, 'fewer payments wait than were held', { wallet: wallet.id })
  }

  /** The account that would come to more than a number holds exactly; null when all of them can take it. */
  #overfilled(wallet: Wallet, { type, amount }: RowToBook): string | null {
    const [into, from] = type === 'TopUp' ? [wallet, this.#clearing] : [this.#clearing, wallet]
    if (!Number.isSafeInteger(into.balance + amount)) return into.code
    if (!Number.isSafeInteger(from.balance - amount)) return from.code
    return Number.isSafeInteger(this.#sum + amount) ? null : `batch:${this.#of.batch}`
  }

  #postedSince(line: number): number | null {
    return (statementsOf(this.#raw).posting.get(this.#of.batch, line) as number | null | undefined) ?? null
  }
}

const statementsOf = perConnection((raw) => ({
  sum: raw.prepare('SELECT sum FROM batch WHERE id = ?').pluck(),
  posting: raw.prepare(`SELECT posting FROM held_row WHERE batch_id = ? AND line = ? AND state = 'posted'`).pluck(),
}))
