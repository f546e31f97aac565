/**
 * What a fund request posts, at each step of its life. The money of a client who paid is somewhere already, so nothing is
 * refused here: a frozen wallet takes it and spends none of it, and what a closed one can't take waits in suspense.
 */
import type { Database } from 'better-sqlite3'
import { expireDue } from '../holds/expire.ts'
import { invariant } from '../invariant.ts'
import { type Account, availableOn, isWallet, type Wallet } from '../ledger/account.ts'
import { Books } from '../ledger/books.ts'
import { Consequences } from '../ledger/consequences.ts'
import type { Leg } from '../ledger/drafts.ts'
import { Desk } from '../operations/desk.ts'
import { takenBack } from '../operations/incoming.ts'
import type { FundRecord } from './request.ts'

export type At = Readonly<{ raw: Database; at: number }>

/** Where what a request posts is written: of one command, until it is closed. */
export class FundDesk {
  readonly books: Books
  readonly desk: Desk
  readonly #raw: Database
  readonly #consequences: Consequences

  constructor({ raw, at }: At) {
    this.#raw = raw
    this.books = new Books(raw, at)
    this.desk = new Desk(raw, this.books)
    this.#consequences = new Consequences(raw, { books: this.books, dayOf: (each) => this.desk.home.zone.dayOf(each) })
  }

  postEntry({ legs, ...draft }: FundEntry): number {
    const at = this.books.at
    // A gateway's clock may be ahead of ours; nothing happens on a day that has not begun.
    const occurredAt = Math.min(draft.occurredAt ?? at, at)
    const day = draft.day ?? this.desk.home.zone.dayOf(occurredAt)
    const amount = legs.reduce((sum, leg) => sum + leg.amount, 0)
    const entry = this.books.postEntry({ ...draft, legs, amount, occurredAt, day })
    for (const { debit, credit } of legs) {
      if (isWallet(credit)) this.#consequences.moneyCame(credit)
      if (isWallet(debit)) this.#consequences.moneyWent(debit)
    }
    return entry
  }

  /** What was set aside for too long is free again before anything is taken. */
  freeDue(wallet: Wallet): void {
    expireDue(this.#raw, this.books, wallet, this.#consequences)
  }

  walletOf({ wallet }: FundRecord): Wallet {
    const account = this.books.get(wallet)
    invariant(isWallet(account), 'a fund request of no wallet', { wallet })
    return account
  }
}

type FundEntry = Readonly<{
  kind: string
  currency: string
  legs: readonly Leg[]
  reference?: string | undefined
  bankTransactionId?: string | undefined
  related?: number
  initiator: string
  occurredAt?: number
  day?: string
}>

type Posted = Readonly<{ entry: number; holder: number }>
type Paid = Readonly<{ payment: string | null; occurredAt: number; by: string }>

export function postPaid(at: At, request: FundRecord, { payment, occurredAt, by }: Paid): Posted {
  const desk = new FundDesk(at)
  const { currency, amount, reference } = request
  const wallet = desk.walletOf(request)
  const holder = holderOf(desk, request, wallet)
  const debit = desk.books.get(request.gatewayAccount)
  const entry = desk.postEntry({
    kind: 'fund_paid',
    currency,
    legs: [{ debit, credit: holder, amount }],
    reference,
    bankTransactionId: payment ?? undefined,
    initiator: by,
    occurredAt,
  })
  desk.books.close()
  return { entry, holder: holder.id }
}

function holderOf({ books }: FundDesk, { client, currency, availableWhenPaid }: FundRecord, wallet: Wallet): Account {
  if (wallet.state === 'closed') return books.house('suspense', currency)
  return availableWhenPaid === 1 ? wallet : books.pending(client, currency)
}

type Settled = Readonly<{
  omnibus: Account
  received: number
  fee: number
  bankReference: string | undefined
  day: string
  by: string
}>

/** The bank's side of it: what the gateway owed us is there, less what it kept. */
export function postSettled(desk: FundDesk, request: FundRecord, settled: Settled): number {
  const { omnibus, received, fee, bankReference, day, by } = settled
  const { currency, reference } = request
  const gateway = desk.books.get(request.gatewayAccount)
  const legs: Leg[] = [{ debit: omnibus, credit: gateway, amount: received }]
  if (fee > 0) legs.push({ debit: desk.books.house('fee-expense', currency), credit: gateway, amount: fee })
  return desk.postEntry({
    kind: 'fund_settled',
    currency,
    legs,
    reference,
    bankTransactionId: bankReference,
    initiator: by,
    day,
  })
}

/** The client's side of it; null where the money is not pending, because it was spendable at once or went back. */
export function postReleased(
  desk: FundDesk,
  request: FundRecord,
  { day, by }: Pick<Settled, 'day' | 'by'>,
): Posted | null {
  const { currency, amount, reference, payment } = request
  const pending = request.holder === null ? null : desk.books.get(request.holder)
  if (pending?.kind !== 'pending') return null
  const wallet = desk.walletOf(request)
  // A correction may have taken of it meanwhile: nobody gets what is not there.
  const there = Math.min(amount, pending.balance)
  if (there <= 0 || wallet.state === 'closed') return null
  const entry = desk.postEntry({
    kind: 'fund_released',
    currency,
    legs: [{ debit: pending, credit: wallet, amount: there }],
    reference,
    bankTransactionId: payment ?? undefined,
    initiator: by,
    day,
  })
  return { entry, holder: wallet.id }
}

/** Back to the gateway, from wherever it is: what the client has spent of it, they owe us. */
export function postUndone(at: At, request: FundRecord, { payment, occurredAt, by }: Paid): number {
  const desk = new FundDesk(at)
  const { currency, reference, paidEntry } = request
  const wallet = desk.walletOf(request)
  desk.freeDue(wallet)
  const entry = desk.postEntry({
    kind: 'fund_undone',
    currency,
    legs: undoing(desk, request, wallet),
    reference,
    bankTransactionId: payment ?? undefined,
    ...(paidEntry === null ? {} : { related: paidEntry }),
    initiator: by,
    occurredAt,
  })
  desk.books.close()
  return entry
}

function undoing(
  { books, desk }: FundDesk,
  { gatewayAccount, holder: held, amount }: FundRecord,
  wallet: Wallet,
): readonly Leg[] {
  const gateway = books.get(gatewayAccount)
  const holder = held === null ? wallet : books.get(held)
  if (holder.kind === 'suspense') return [{ debit: holder, credit: gateway, amount }]
  const available = holder.kind === 'pending' ? holder.balance : availableOn(wallet)
  if (holder.kind === 'wallet') return takenBack(desk, { wallet, to: gateway, amount, available })
  const there = Math.max(0, Math.min(amount, available))
  const receivable = (): Account => books.receivable(wallet.client, wallet.currency)
  return [
    ...(there > 0 ? [{ debit: holder, credit: gateway, amount: there }] : []),
    ...(there < amount ? [{ debit: receivable(), credit: gateway, amount: amount - there }] : []),
  ]
}
