/**
 * Undoes posted rows of a batch as reversals do, each by an entry that names it. Payments go first: what they give back is
 * there for the top-ups that are taken back, so that no client owes more than they must.
 */
import type { Database } from 'better-sqlite3'
import { expireDue } from '../../holds/expire.ts'
import { invariant } from '../../invariant.ts'
import { isWallet, type Wallet } from '../../ledger/account.ts'
import { Books } from '../../ledger/books.ts'
import { Consequences } from '../../ledger/consequences.ts'
import type { Leg } from '../../ledger/drafts.ts'
import { planReversal } from '../../operations/correcting.ts'
import { Desk } from '../../operations/desk.ts'
import { isRefusal } from '../../operations/refusal.ts'

export type RowPosting = Readonly<{ seq: number; kind: 'TopUp' | 'Payment'; wallet: number }>

export type UndoneBy = Readonly<{
  proposal: number
  initiator: string
  initiatedBy: string | null
  reason: string
}>

/** How many rows were undone, and for how much of it clients did not have the money any more. */
export type Undone = Readonly<{ undone: number; owed: number }>

export function undoRows(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  rows: readonly RowPosting[],
  by: UndoneBy,
): Undone {
  const work = new Undoing(raw, at, by)
  for (const row of rows) if (row.kind === 'Payment') work.undo(row)
  for (const row of rows) if (row.kind === 'TopUp') work.undo(row)
  return work.finish()
}

class Undoing {
  readonly #raw: Database
  readonly #by: UndoneBy
  readonly #books: Books
  readonly #desk: Desk
  readonly #consequences: Consequences
  /** What each wallet got less what it gave. */
  readonly #moved = new Map<Wallet, number>()
  #undone = 0
  #owed = 0

  constructor(raw: Database, at: number, by: UndoneBy) {
    this.#raw = raw
    this.#by = by
    this.#books = new Books(raw, at)
    this.#desk = new Desk(raw, this.#books)
    const { zone } = this.#desk.home
    this.#consequences = new Consequences(raw, { books: this.#books, dayOf: (each) => zone.dayOf(each) })
  }

  undo({ seq, wallet: id }: RowPosting): void {
    const wallet = this.#books.get(id)
    // What was set aside for too long is the client's again, before anybody says that they have too little.
    if (isWallet(wallet)) expireDue(this.#raw, this.#books, wallet, this.#consequences)
    const plan = planReversal(this.#desk, { of: seq })
    if (isRefusal(plan)) {
      invariant(plan.status === 'exceeds_left', 'a row of a batch that can not be undone', { seq, why: plan.status })
      // Somebody has undone it before.
      return
    }
    const { proposal, initiator, initiatedBy, reason } = this.#by
    const { at } = this.#books
    const legs = plan.legs.map((leg) => this.#toOpen(leg))
    const day = this.#desk.home.zone.dayOf(at)
    const of = { proposal, initiator, initiatedBy: initiatedBy ?? undefined, reason }
    this.#books.postEntry({ ...plan, ...of, legs, occurredAt: at, day, isPartOfBatch: true })
    for (const leg of legs) this.#note(leg)
    this.#undone += 1
  }

  /** What follows from it follows once all is undone: money that is given back and taken again is nobody's to spend. */
  finish(): Undone {
    for (const [wallet, moved] of this.#moved) {
      if (moved > 0) this.#consequences.moneyCame(wallet)
      else if (moved < 0) this.#consequences.moneyWent(wallet)
    }
    this.#books.close()
    return { undone: this.#undone, owed: this.#owed }
  }

  /** A closed wallet takes nothing; its client's money waits where somebody has to look. */
  #toOpen(leg: Leg): Leg {
    const { credit } = leg
    if (!isWallet(credit) || credit.state !== 'closed') return leg
    return { ...leg, credit: this.#books.house('suspense', credit.currency) }
  }

  #note({ debit, credit, amount }: Leg): void {
    if (isWallet(debit)) this.#moved.set(debit, (this.#moved.get(debit) ?? 0) - amount)
    if (isWallet(credit)) this.#moved.set(credit, (this.#moved.get(credit) ?? 0) + amount)
    if (debit.kind === 'receivable') this.#owed += amount
  }
}
