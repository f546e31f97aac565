/** What is typed about an operation, read and held against the contract's own rules. Pure. */
import type { z } from 'zod'
import { operationContent } from '../../engine/contract/operations.ts'
import type { MessageId } from '../messages/messages.ts'
import { type AmountProblem, readAmount } from '../money/read.ts'
import { noonOf } from '../time/noon.ts'

export type TypedOperation = Readonly<{
  amount: string
  reference: string
  bankTransactionId: string
  reason: string
  /** A day of the calendar; nothing means now. */
  day: string
}>

export const emptyOperation: TypedOperation = {
  amount: '',
  reference: '',
  bankTransactionId: '',
  reason: '',
  day: '',
}

const detailSchema = operationContent.withdrawal.pick({ reference: true, bankTransactionId: true, occurredAt: true })
export type Details = z.infer<typeof detailSchema>

export type ReadOperation = Readonly<{
  /** Undefined while it can't be read, and when nothing was typed. */
  amount: number | undefined
  /** Null while one of them can't be sent. */
  details: Details | null
  reason: string | undefined
}>

type Reader = Readonly<{ digits: number; zone: string; today: string }>

export function readOperation(typed: TypedOperation, { digits, zone, today }: Reader): ReadOperation {
  const amount = readAmount(typed.amount, digits)
  const details = detailSchema.safeParse({
    ...said('reference', typed.reference),
    ...said('bankTransactionId', typed.bankTransactionId),
    // What happened today happened now: noon may lie hours behind or ahead.
    ...(typed.day === '' || typed.day === today ? {} : { occurredAt: noonOf(typed.day, zone) }),
  })
  return {
    amount: amount.ok ? amount.minor : undefined,
    details: details.success ? details.data : null,
    reason: typed.reason.trim() || undefined,
  }
}

/** A field that was left empty is not sent at all. */
export function said<K extends string>(name: K, typed: string): Partial<Record<K, string>> {
  const text = typed.trim()
  return text === '' ? {} : ({ [name]: text } as Partial<Record<K, string>>)
}

const problemIds: Readonly<Record<AmountProblem, MessageId>> = {
  empty: 'amount.empty',
  unreadable: 'amount.unreadable',
  ambiguous: 'amount.ambiguous',
  too_many_decimals: 'amount.too_many_decimals',
  zero: 'amount.zero',
  too_large: 'amount.too_large',
}

/** Why an amount is not taken; null when it is. An empty one is all right where all that is left is meant by it. */
export function amountProblem(typed: string, digits: number, optional = false): MessageId | null {
  const read = readAmount(typed, digits)
  if (read.ok || (optional && read.problem === 'empty')) return null
  return problemIds[read.problem]
}

/** A number as banks print it, in groups and in whatever case; null when it is none. */
export function readAccountNumber(typed: string): string | null {
  const number = typed.replaceAll(/[ \u00a0-]/g, '').toUpperCase()
  return /^[A-Z0-9]{4,34}$/.test(number) ? number : null
}
