/**
 * Posts one movement between a wallet and a producer's clearing account. The caller has already refused what may not post;
 * from here on it must land, and the stored balances are read back to prove that it did.
 */
import type { Database, Statement } from 'better-sqlite3'
import { invariant } from '../invariant.ts'
import type { Movement, Wallet } from './accounts.ts'

export class Poster {
  readonly #insert: Statement
  readonly #move: Statement
  readonly #postedAt: number

  constructor(raw: Database, postedAt: number) {
    this.#postedAt = postedAt
    this.#insert = raw.prepare(`
      INSERT INTO posting (debit, credit, amount, kind, batch_id, line, producer_id, tx_id, location,
        occurred_at, posted_at, business_day, wallet_balance)
      VALUES (@debit, @credit, @amount, @kind, @batch, @line, @producer, @txId, @location,
        @occurredAt, @postedAt, @businessDay, @walletBalance)`)
    this.#move = raw.prepare('UPDATE account SET balance = balance + ? WHERE id = ? RETURNING balance').pluck()
  }

  post(wallet: Wallet, clearing: number, movement: Movement): void {
    const { type, amount, ...rest } = movement
    const toWallet = type === 'TopUp'
    const change = toWallet ? amount : 0 - amount
    invariant(wallet.balance + change >= 0, 'a payment beyond the balance reached the ledger', { line: movement.line })
    const stored = this.#move.get(change, wallet.account)
    this.#move.get(-change, clearing)
    wallet.balance += change
    invariant(stored === wallet.balance, 'a stored balance is not what was reckoned', { line: movement.line })
    this.#insert.run({
      debit: toWallet ? clearing : wallet.account,
      credit: toWallet ? wallet.account : clearing,
      amount,
      kind: type,
      walletBalance: wallet.balance,
      postedAt: this.#postedAt,
      ...rest,
    })
  }
}
