/**
 * What a wallet does by itself once its money moved: held payments are tried as soon as money comes, oldest first, before
 * anything else happens; a wallet that drops below its threshold is topped up, once per drop. What a top-up sets off
 * never sets off another one, so nothing goes round.
 */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../calendar/day.ts'
import { invariant } from '../invariant.ts'
import { noteSpent, overLimit } from '../operations/limits.ts'
import { perConnection } from '../store/compiled.ts'
import { availableOn, type Wallet } from './account.ts'
import type { Books } from './books.ts'

export type HeldPayment = Readonly<{
  batch: number
  line: number
  amount: number
  txId: string
  location: string
  occurredAt: number
  day: string
  producer: number
  producerCode: string
}>

/** The batch that is being posted right now counts its rows itself; of every other one the record is moved. */
export type BatchAtWork = Readonly<{
  id: number
  canPost: (amount: number) => boolean
  posted: (amount: number) => void
}>

const itself = 'engine'

export class Consequences {
  readonly #raw: Database
  readonly #books: Books
  readonly #statements: ReturnType<typeof statementsOf>
  readonly #batch: BatchAtWork | undefined
  readonly #dayOf: (at: number) => string
  heldPosted = 0
  /** The last top-up that was set off. */
  toppedUp: number | null = null

  constructor(
    raw: Database,
    { books, dayOf, batch }: Readonly<{ books: Books; dayOf: (at: number) => string; batch?: BatchAtWork }>,
  ) {
    this.#raw = raw
    this.#books = books
    this.#dayOf = dayOf
    this.#statements = statementsOf(raw)
    this.#batch = batch
  }

  /** Money came, or money that was set aside is free again. */
  moneyCame(wallet: Wallet): void {
    this.#arm(wallet)
    this.#tryHeld(wallet)
    this.moneyWent(wallet)
  }

  moneyWent(wallet: Wallet): void {
    const terms = wallet.autoTopUp
    if (terms === null || this.#arm(wallet) || !terms.armed || wallet.state !== 'active') return
    const source = this.#books.get(terms.source)
    const day = this.#books.days.firstOpen(this.#dayOf(this.#books.at))
    // It is a deposit like any other, so it waits where the wallet's limits are reached.
    const counted = {
      operation: 'deposit',
      currency: wallet.currency,
      amount: terms.amount,
      subject: wallet,
      day,
    } as const
    if (overLimit(this.#raw, counted, { caller: itself, roles: [] }) !== null) return
    if (!Number.isSafeInteger(wallet.balance + terms.amount) || !Number.isSafeInteger(source.balance - terms.amount))
      return
    terms.armed = false
    this.toppedUp = this.#books.postEntry({
      kind: 'auto_top_up',
      currency: wallet.currency,
      amount: terms.amount,
      legs: [{ debit: source, credit: wallet, amount: terms.amount }],
      initiator: itself,
      occurredAt: this.#books.at,
      day: this.#dayOf(this.#books.at),
    })
    noteSpent(this.#raw, counted, itself)
    this.#tryHeld(wallet)
    this.#arm(wallet)
  }

  /** At its threshold again, a wallet is ready for its next drop. Answers whether it is there. */
  #arm(wallet: Wallet): boolean {
    const terms = wallet.autoTopUp
    if (terms === null || wallet.balance - wallet.held < terms.threshold) return false
    terms.armed = true
    return true
  }

  #tryHeld(wallet: Wallet): void {
    if (wallet.state !== 'active' || wallet.waiting === 0) return
    const { client, currency } = wallet
    const available = availableOn(wallet)
    // Asked first, because a wallet may have very many that wait for more than it will ever have.
    if (this.#statements.anyFits.get(client, available) === undefined) return
    for (const payment of this.#statements.heldOf.all(currency, client, available) as HeldPayment[]) {
      if (availableOn(wallet) < payment.amount || !this.#canPost(payment)) continue
      const clearing = this.#books.clearing({ id: payment.producer, code: payment.producerCode }, wallet.currency)
      if (!Number.isSafeInteger(clearing.balance + payment.amount)) continue
      const { batch, producer, line, txId, amount, occurredAt } = payment
      const row = {
        batch,
        producer,
        line,
        txId,
        place: this.#books.placeOf(payment.location),
        kind: 'Payment',
        occurredAt,
      } as const
      const leg = { debit: wallet, credit: clearing, amount }
      const posting = this.#books.postRow(leg, { ...row, day: dayNumberOf(payment.day) })
      this.#statements.release.run(posting, batch, line)
      wallet.waiting -= 1
      this.#count(payment)
      this.heldPosted += 1
    }
  }

  /** The money of a batch may not come to more than a number holds exactly: its books could not be proven. */
  #canPost({ batch, amount }: HeldPayment): boolean {
    if (batch === this.#batch?.id) return this.#batch.canPost(amount)
    const sum = this.#statements.sumOf.get(batch) as number | undefined
    invariant(sum !== undefined, 'a held row without its batch', { batch })
    return Number.isSafeInteger(sum + amount)
  }

  /** A batch that is not sealed yet still counts; a sealed one's counts are as of its seal. */
  #count({ batch, amount }: HeldPayment): void {
    if (batch === this.#batch?.id) this.#batch.posted(amount)
    else this.#statements.count.run({ batch, amount })
  }
}

const statementsOf = perConnection((raw) => ({
  anyFits: raw.prepare(`
    SELECT 1 FROM held_row
    WHERE client_id = ? AND state = 'held' AND code = 'INSUFFICIENT_FUNDS' AND amount <= ? LIMIT 1`),
  // Only what waits for money: rows held for another reason wait for a person, and a held top-up is no payment.
  heldOf: raw.prepare(`
    SELECT held.batch_id AS batch, held.line, held.amount, held.tx_id AS txId, held.location,
      held.occurred_at AS occurredAt, held.business_day AS day, producer.id AS producer, producer.code AS producerCode
    FROM held_row AS held JOIN batch ON batch.id = held.batch_id
    JOIN producer ON producer.id = batch.producer_id AND producer.state = 'active'
    JOIN workspace ON workspace.currency = ?
    WHERE held.client_id = ? AND held.state = 'held' AND held.code = 'INSUFFICIENT_FUNDS' AND held.amount <= ?
    ORDER BY held.batch_id, held.line`),
  release: raw.prepare(`UPDATE held_row SET state = 'posted', posting = ? WHERE batch_id = ? AND line = ?`),
  sumOf: raw.prepare('SELECT sum FROM batch WHERE id = ?').pluck(),
  count: raw.prepare(`
    UPDATE batch SET held = held - 1, posted = posted + 1, sum = sum + @amount
    WHERE id = @batch AND sealed_at IS NULL`),
}))
