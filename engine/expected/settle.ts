/**
 * A bank's line pays a settlement: what came or went is posted on the clearing account, with the fees that were agreed. What
 * it is short of stays on the account, and is part of the next settlement.
 */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../calendar/day.ts'
import type { Instant } from '../calendar/instant.ts'
import { invariant } from '../invariant.ts'
import { Books } from '../ledger/books.ts'
import type { Leg } from '../ledger/drafts.ts'
import { changeExpected } from './change.ts'
import { endOverdue } from './raise.ts'
import type { ExpectedRecord } from './record.ts'
import { referenceOf } from './reference.ts'

type At = Readonly<{ raw: Database; at: Instant }>

export type Paying = Readonly<{
  /** The number of the account at the bank. */
  bank: number
  /** As the bank sees it; of the sign of what was expected. */
  amount: number
  /** The business day of the bank. */
  day: string
  by: string
}>

/** Answers the transaction. */
export function postSettlement({ raw, at }: At, record: ExpectedRecord, { bank, amount, day, by }: Paying): number {
  invariant(amount !== 0 && Math.sign(amount) === Math.sign(record.amount), 'a settlement the other way round', {
    id: record.id,
  })
  const books = new Books(raw, at)
  const standsOn = books.days.firstOpen(day)
  const entry = books.postEntry({
    kind: 'settlement',
    currency: record.currency,
    amount: Math.abs(amount) + record.feeExpense + record.feeIncome,
    legs: legsOf(books, record, { bank, amount }),
    reference: referenceOf(record),
    initiator: by,
    occurredAt: at,
    day,
  })
  books.close()
  const to = { state: 'posted', paid: amount, entry, postedDay: dayNumberOf(standsOn) } as const
  const detail = amount === record.amount ? {} : { expected: record.amount, found: amount }
  changeExpected(raw, at, record, { by, kind: 'settled', entry, detail, to })
  endOverdue(raw, at, record)
  return entry
}

function legsOf(
  books: Books,
  { account, currency, feeExpense, feeIncome }: ExpectedRecord,
  { bank: number, amount }: Pick<Paying, 'bank' | 'amount'>,
): readonly Leg[] {
  const clearing = books.get(account)
  const bank = books.get(number)
  const size = Math.abs(amount)
  const paid: Leg =
    amount > 0 ? { debit: bank, credit: clearing, amount: size } : { debit: clearing, credit: bank, amount: size }
  const fees: readonly Leg[] = [
    { debit: books.house('fee-expense', currency), credit: clearing, amount: feeExpense },
    { debit: clearing, credit: books.house('fee-income', currency), amount: feeIncome },
  ]
  return [paid, ...fees.filter((leg) => leg.amount > 0)]
}
