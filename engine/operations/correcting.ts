/** What only a proposal does: adjustments, write-offs, and the reversal of anything that was ever posted. */
import { type Account, availableOn, isWallet, type Wallet } from '../ledger/account.ts'
import type { Leg } from '../ledger/drafts.ts'
import type { Desk } from './desk.ts'
import { takenBack } from './incoming.ts'
import type { OperationOf } from './operation.ts'
import type { Plan } from './plan.ts'
import { isRefusal, type Refusal } from './refusal.ts'

export function planAdjustment(
  desk: Desk,
  { debit: debitCode, credit: creditCode, currency: said, amount }: OperationOf<'adjustment'>,
): Plan | Refusal {
  const currency = desk.currency(said)
  if (typeof currency !== 'string') return currency
  const debit = desk.account(debitCode, currency)
  if (isRefusal(debit)) return debit
  const credit = desk.account(creditCode, currency)
  if (isRefusal(credit)) return credit
  if (debit === credit) return { status: 'account_not_meant_for_this', account: creditCode }
  return correction('adjustment', currency, amount, [{ debit, credit, amount }])
}

/** Kinds of account where something may be given up. A wallet is a client's money, and never ours to give up. */
const writtenOff: ReadonlySet<Account['kind']> = new Set(['receivable', 'clearing', 'gateway', 'suspense'])

export function planWriteOff(
  desk: Desk,
  { account: code, currency: said, amount }: OperationOf<'write_off'>,
): Plan | Refusal {
  const currency = desk.currency(said)
  if (typeof currency !== 'string') return currency
  const account = desk.account(code, currency)
  if (isRefusal(account)) return account
  if (!writtenOff.has(account.kind)) return { status: 'account_not_meant_for_this', account: code }
  // What is owed to us stands on the debit side; no more can be given up than is owed.
  const owed = Math.max(0, 0 - account.balance)
  if (amount > owed) return { status: 'account_too_small', account: code, left: owed }
  const writeOff = desk.books.house('write-off', currency)
  return correction('write_off', currency, amount, [{ debit: writeOff, credit: account, amount }])
}

/** Part of a fund request's life or of a match: reversed by itself, that would say what is no longer so. */
const ofOthers: ReadonlySet<string> = new Set(['fund_paid', 'fund_settled', 'fund_released', 'fund_undone', 'residue'])

export function planReversal(desk: Desk, { of }: OperationOf<'reversal'>): Plan | Refusal {
  const transaction = desk.transaction(of)
  if (isRefusal(transaction)) return transaction
  if (ofOthers.has(transaction.kind)) return { status: 'not_of_this_kind', transaction: of, kind: transaction.kind }
  const { amount, left, currency, postings, first } = transaction
  // Of an entry with several postings nobody could say which of them a part belongs to: it is reversed whole or not.
  const whole = left === amount
  if (left === 0 || (!whole && postings.length > 1)) return { status: 'exceeds_left', left: whole ? left : 0 }
  const refusal = bringBack(desk, transaction.related, left)
  if (refusal !== null) return refusal
  const backwards = whole ? postings : [{ ...first, amount: left }]
  const legs: Leg[] = []
  const taken = new Map<Wallet, number>()
  for (const { debit, credit, amount: part } of backwards) {
    if (!isWallet(credit)) {
      legs.push({ debit: credit, credit: debit, amount: part })
      continue
    }
    const before = taken.get(credit) ?? 0
    legs.push(...takenBack(desk, { wallet: credit, to: debit, amount: part, available: availableOn(credit) - before }))
    taken.set(credit, before + part)
  }
  return { ...correction('reversal', currency, left, legs), related: of }
}

/**
 * Reversing what undid something brings that back. It may have been done again since, or undone otherwise: then there would
 * be more of it than there ever was.
 */
function bringBack(desk: Desk, undone: number | null, amount: number): Refusal | null {
  if (undone === null) return null
  const back = desk.transaction(undone)
  if (isRefusal(back)) return back
  const { kind, bankTransactionId, related, left } = back
  const standing = left > 0 || bankTransactionId === null ? null : desk.ofBank(kind, bankTransactionId)
  if (standing !== null) return { status: 'bank_transaction_known', transaction: standing }
  if (related === null) return null
  // What is brought back undoes something itself, of which as much must be left to be undone.
  const onceMore = desk.transaction(related)
  if (isRefusal(onceMore)) return onceMore
  if (onceMore.left < amount) return { status: 'exceeds_left', left: onceMore.left }
  return bringBack(desk, onceMore.related, amount)
}

const correction = (kind: string, currency: string, amount: number, legs: readonly Leg[]): Plan => ({
  kind,
  currency,
  amount,
  legs,
  subject: null,
  mustWork: [],
  counts: null,
})
