/**
 * Whether what was planned may be done, asked in one order whatever the operation: the first reason is the one that is
 * told. Nothing has been posted when it answers.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { LimitedOperation } from '../contract/settings.ts'
import { type Account, availableOn, isWallet, type Wallet } from '../ledger/account.ts'
import type { Leg } from '../ledger/drafts.ts'
import type { Desk } from './desk.ts'
import type { Initiator } from './initiator.ts'
import { aloneUpTo, overLimit } from './limits.ts'
import { findOfBank } from './past-transaction.ts'
import type { Refusal } from './refusal.ts'

/** What limits, versions and wallets are asked about; a plan has all of it, and so has the placing of a hold. */
export type Admission = Readonly<{
  kind: string
  currency: string
  amount: number
  subject: Wallet | null
  mustWork: readonly Wallet[]
  counts: LimitedOperation | null
  legs: readonly Leg[]
  expectedVersion: number | undefined
  occurredAt: number
  bankTransactionId: string | undefined
  initiator: Initiator
  /** The proposal that was approved: then a second person has looked past limits and bounds. */
  proposal: number | null
}>

const aheadMaxMs = 86_400_000

export function admit(raw: Database, desk: Desk, admission: Admission): Refusal | null {
  return (
    standing(admission) ??
    inTime(desk.books.at, admission) ??
    knownToBank(raw, desk, admission) ??
    withinBounds(raw, desk, admission) ??
    covered(admission.legs)
  )
}

function standing({ mustWork, legs, subject, expectedVersion }: Admission): Refusal | null {
  const credited = legs.map(({ credit }) => credit).filter(isWallet)
  const closed = [...mustWork, ...credited].find((wallet) => wallet.state === 'closed')
  if (closed !== undefined) return { status: 'wallet_closed', client: closed.client }
  const frozen = mustWork.find((wallet) => wallet.state === 'frozen')
  if (frozen !== undefined) return { status: 'wallet_frozen', client: frozen.client }
  if (expectedVersion === undefined || subject === null || subject.version === expectedVersion) return null
  return { status: 'version_moved', client: subject.client, expected: expectedVersion, found: subject.version }
}

function inTime(at: number, { occurredAt }: Admission): Refusal | null {
  const latest = at + aheadMaxMs
  return occurredAt > latest ? { status: 'date_in_future', latest: isoOf(latest) } : null
}

/** The bank's own number of a movement is told once; again only when what it stood for was taken back whole. */
function knownToBank(raw: Database, desk: Desk, { kind, bankTransactionId }: Admission): Refusal | null {
  if (bankTransactionId === undefined) return null
  const standing = findOfBank(raw, desk.books, { kind, bankTransactionId })
  return standing === null ? null : { status: 'bank_transaction_known', transaction: standing }
}

function withinBounds(raw: Database, desk: Desk, admission: Admission): Refusal | null {
  const { counts, proposal, currency, amount, subject, initiator } = admission
  if (proposal !== null) return null
  // What was counted before is asked no more of people; a program moves alone what was agreed on, whatever it is called.
  if (counts === null) return initiator.aloneUpTo === undefined ? null : aboveOwn(raw, admission)
  const day = desk.today()
  const over = overLimit(raw, { operation: counts, currency, amount, subject, day }, initiator)
  if (over !== null) return over
  return aboveOwn(raw, admission)
}

function aboveOwn(raw: Database, { currency, amount, initiator }: Admission): Refusal | null {
  const above = aloneUpTo(raw, initiator, currency)
  return amount > above ? { status: 'approval_needed', above } : null
}

/** Whether every account can give what is taken from it, and hold what it gets. */
function covered(legs: readonly Leg[]): Refusal | null {
  const changes = new Map<Account, { given: number; got: number }>()
  const changeOf = (account: Account) => {
    const change = changes.get(account) ?? { given: 0, got: 0 }
    changes.set(account, change)
    return change
  }
  for (const { debit, credit, amount } of legs) {
    changeOf(debit).given += amount
    changeOf(credit).got += amount
  }
  for (const [account, { given, got }] of changes) {
    const refusal = uncovered(account, got - given)
    if (refusal !== null) return refusal
  }
  return null
}

function uncovered(account: Account, change: number): Refusal | null {
  if (!Number.isSafeInteger(account.balance + change)) return { status: 'balance_too_large', account: account.code }
  if (isWallet(account) && change < 0) {
    const available = availableOn(account)
    const shortfall = 0 - change - available
    return shortfall > 0 ? { status: 'insufficient_funds', client: account.client, available, shortfall } : null
  }
  // Money that is under way can't be less than nothing, and nobody owes less than nothing.
  if (account.kind === 'pending' && account.balance + change < 0)
    return { status: 'account_too_small', account: account.code, left: account.balance }
  if (account.kind === 'receivable' && account.balance + change > 0)
    return { status: 'account_too_small', account: account.code, left: 0 - account.balance }
  return null
}
