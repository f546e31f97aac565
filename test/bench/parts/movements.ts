/** Postings as the writer's own books put them down, with the accounts that they move, and nothing of the rest. */
import type { Database } from 'better-sqlite3'
import type { Account } from '../../../engine/ledger/account.ts'
import { placesOf } from '../../../engine/ledger/places.ts'
import { type PostingDraft, PostingWriter } from '../../../engine/ledger/posting-writer.ts'

/** A posting between two accounts that are given by their numbers. */
export type Movement = Omit<PostingDraft, 'debit' | 'credit'> & Readonly<{ debit: number; credit: number }>

export class Movements {
  readonly #raw: Database
  readonly #accounts = new Map<number, Account>()
  #writer: PostingWriter

  constructor(raw: Database) {
    this.#raw = raw
    this.#writer = new PostingWriter(raw, { at: 0 })
  }

  /** What follows is posted at this instant. */
  begin(at: number): void {
    this.#writer.flush()
    this.#writer = new PostingWriter(this.#raw, { at })
  }

  placeOf(name: string): number {
    return placesOf(this.#raw).idOf(name)
  }

  balanceOf(account: number): number {
    return this.#accounts.get(account)?.balance ?? 0
  }

  post({ debit, credit, amount, ...of }: Movement): void {
    const [debited, credited] = [this.#account(debit), this.#account(credit)]
    debited.balance -= amount
    credited.balance += amount
    this.#writer.write({ ...of, debit: debited, credit: credited, amount })
  }

  close(): void {
    this.#writer.flush()
    const move = this.#raw.prepare('UPDATE account SET balance = ?, postings = ?, last_posting = ? WHERE id = ?')
    for (const { balance, postings, lastPosting, id } of this.#accounts.values())
      move.run(balance, postings, lastPosting, id)
  }

  #account(id: number): Account {
    const known = this.#accounts.get(id)
    if (known !== undefined) return known
    const account: Account = {
      id,
      code: '',
      kind: 'wallet',
      currency: 'USD',
      client: null,
      state: 'active',
      tier: 'standard',
      overdraft: 0,
      balance: 0,
      held: 0,
      version: 0,
      postings: 0,
      lastPosting: 0,
      waiting: 0,
      openedAt: 0,
      autoTopUp: null,
    }
    this.#accounts.set(id, account)
    return account
  }
}
