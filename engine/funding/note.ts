/**
 * What banks and matches tell of fund requests, inside the transaction of whoever found it out. Each opens books of its own
 * and closes them: whoever calls has none open that changed.
 */
import type { EventOutcome, FundState } from '../contract/funding.ts'
import { isRefusal, type RefusalOf } from '../operations/refusal.ts'
import { type At, FundDesk, postReleased, postSettled } from './fund-postings.ts'
import { happen, pay, retry } from './happen.ts'
import { isMove, life, standingOf } from './life.ts'
import { changeRequest } from './move.ts'
import { raiseUnknown } from './raise.ts'
import { type FundRecord, findFundRequest, getRecord } from './request.ts'

export type PaidNote = Readonly<{
  gateway: string
  /** As the gateway quotes it. */
  reference: string
  payment: string
  amount: number
  currency: string
  occurredAt: number
  by: string
}>

/** A line of a gateway's settlement file that says that a request was paid: the same as if its webhook had told so. */
export function notePaid(context: At, paid: PaidNote): EventOutcome {
  const request = requestOf(context, paid)
  if (request !== null) return happen(context, request, { ...paid, type: 'paid' })
  raiseUnknown(context.raw, context.at, paid)
  return 'unknown_reference'
}

/** A reference that belongs to another gateway's request is nobody's to this one. */
export function requestOf(
  { raw }: At,
  { gateway, reference }: Readonly<{ gateway: string; reference: string }>,
): FundRecord | null {
  const request = findFundRequest(raw, reference)
  return request?.gateway === gateway ? request : null
}

export type Settling = Readonly<{
  request: number
  /** The code of the account at the bank. */
  omnibus: string
  received: number
  fee: number
  bankReference?: string | undefined
  /** The business day of the bank. */
  day: string
  by: string
}>

export type SettleOutcome =
  | Readonly<{ status: 'done'; request: FundRecord; transaction: number }>
  /** It was settled before: nothing is posted again. */
  | Readonly<{ status: 'known'; request: FundRecord }>
  /** What the bank received and the gateway kept are together not what was asked for. */
  | Readonly<{ status: 'amount_differs'; expected: number; found: number }>
  | RefusalOf<'account_unknown'>
  | RefusalOf<'account_not_meant_for_this'>

/** The money is in the bank. What nobody had told to be paid was paid all the same. */
export function settleFundRequest(context: At, settling: Settling): SettleOutcome {
  const { raw, at } = context
  const { received, fee, bankReference, day, by } = settling
  const found = getRecord(raw, settling.request)
  const step = life[standingOf(found)].settled
  if (step === 'known' || found.settledAt !== null) return { status: 'known', request: found }
  if (received <= 0 || fee < 0 || received + fee !== found.amount)
    return { status: 'amount_differs', expected: found.amount, found: received + fee }
  // Asked before anything is posted; the account itself is taken from the books that post to it.
  const meant = omnibusOf(new FundDesk(context), settling.omnibus, found.currency)
  if ('status' in meant) return meant

  const isNews = found.paidAt === null
  const request = isNews ? pay(context, found, { payment: null, occurredAt: at, by }) : found
  const desk = new FundDesk(context)
  const omnibus = omnibusOf(desk, settling.omnibus, request.currency)
  if ('status' in omnibus) return omnibus
  const entry = postSettled(desk, request, { omnibus, received, fee, bankReference, day, by })
  // What went back before the bank had it does not come to the wallet: the gateway takes it off what it pays next.
  const released = step === 'settled' ? postReleased(desk, request, { day, by }) : null
  desk.books.close()
  changeRequest(raw, at, request, {
    by,
    kind: 'settled',
    entry,
    detail: { received, fee, day, ...(bankReference === undefined ? {} : { bankReference }) },
    to: {
      ...(step === 'settled' ? { state: 'settled' } : {}),
      settledAt: at,
      settledDay: day,
      settledEntry: entry,
      received,
      fee,
      bankReference: bankReference ?? null,
      ...(released === null ? {} : { holder: released.holder, releasedEntry: released.entry }),
    },
  })
  if (isNews) retry(context, request.id)
  return { status: 'done', request: getRecord(raw, request.id), transaction: entry }
}

function omnibusOf({ desk }: FundDesk, code: string, currency: string) {
  const account = desk.account(code, currency)
  if (isRefusal(account)) return account
  return account.kind === 'omnibus' ? account : ({ status: 'account_not_meant_for_this', account: code } as const)
}

export type ReconcileOutcome =
  | Readonly<{ status: 'done' | 'known' }>
  | Readonly<{ status: 'refused'; state: FundState }>

type Matching = Readonly<{ request: number; by: string }>

/** The bank's line and our postings explain each other. */
export const noteReconciled = (context: At, matching: Matching): ReconcileOutcome =>
  noteMatching(context, matching, 'reconciled')

/** Somebody undid the match: the money is in the bank, and nothing explains it. */
export const noteUnmatched = (context: At, matching: Matching): ReconcileOutcome =>
  noteMatching(context, matching, 'unmatched')

function noteMatching(
  { raw, at }: At,
  { request: id, by }: Matching,
  kind: 'reconciled' | 'unmatched',
): ReconcileOutcome {
  const request = getRecord(raw, id)
  const step = life[standingOf(request)][kind]
  if (step === 'known') return { status: 'known' }
  if (!isMove(step)) return { status: 'refused', state: request.state }
  changeRequest(raw, at, request, { by, kind, to: { state: step, reconciledAt: step === 'reconciled' ? at : null } })
  return { status: 'done' }
}
