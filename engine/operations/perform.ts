/**
 * Carries an operation out: planned, admitted, posted with everything that follows from it, and answered with a receipt.
 * The same way for everybody who asks, a person at the console, a command line, REST, and an approved proposal.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { Receipt, WalletBalance } from '../contract/operations.ts'
import { followOperation, referenceOfOperation } from '../expected/withdrawals.ts'
import { expireDue } from '../holds/expire.ts'
import { type Account, availableOn, isWallet, type Wallet } from '../ledger/account.ts'
import { Books } from '../ledger/books.ts'
import { Consequences } from '../ledger/consequences.ts'
import { command, type Json } from '../store/command.ts'
import { admit } from './admit.ts'
import { Desk } from './desk.ts'
import type { Initiator } from './initiator.ts'
import { contentHash, onlyOnce } from './keys.ts'
import { noteSpent } from './limits.ts'
import { type Operation, planOf } from './operation.ts'
import type { Plan } from './plan.ts'
import { isRefusal, type Refusal } from './refusal.ts'

export type Asking = Readonly<{
  operation: Operation
  initiator: Initiator
  expectedVersion?: number | undefined
  reason?: string | undefined
}>
type Outcome = Readonly<{ status: 'done' | 'replayed'; answer: Receipt }> | Refusal

export const performOperation = command({
  topics: ['clients', 'ledger'],
  record: ({ operation, initiator, key }: Asking & Readonly<{ key: string }>, outcome: Outcome) => ({
    action: `ledger.${operation.kind}`,
    subject: subjectOf(operation.content),
    outcome: outcome.status,
    detail: {
      key,
      ...('answer' in outcome
        ? { transaction: outcome.answer.transaction, amount: outcome.answer.amount, currency: outcome.answer.currency }
        : { ...outcome, ...('amount' in operation.content ? { amount: operation.content.amount ?? null } : {}) }),
      ...(initiator.onBehalfOf === null ? {} : { onBehalfOf: initiator.onBehalfOf }),
    } as Readonly<Record<string, Json>>,
  }),
  run: (context, { key, ...asking }): Outcome => {
    const { operation, initiator, expectedVersion, reason } = asking
    const content = contentHash({ operation, expectedVersion, reason, onBehalfOf: initiator.onBehalfOf })
    return onlyOnce(context, { caller: initiator.caller, key, content }, () => carryOut(context, asking, null))
  },
})

export function subjectOf(content: Operation['content']): string {
  if ('client' in content && content.client !== undefined) return `client:${content.client}`
  if ('from' in content && 'to' in content) return `client:${content.from}`
  if ('of' in content) return `transaction:${content.of}`
  if ('account' in content) return `account:${content.account}`
  return 'ledger'
}

type At = Readonly<{ raw: Database; at: number }>

/** With the number of an approved proposal, limits and bounds are not asked: a second person has looked past them. */
export function carryOut({ raw, at }: At, asking: Asking, proposal: number | null): Receipt | Refusal {
  const { operation, initiator, expectedVersion } = asking
  const books = new Books(raw, at)
  const desk = new Desk(raw, books)
  const consequences = new Consequences(raw, { books, dayOf: (each) => desk.home.zone.dayOf(each) })
  // Before anything is asked of a wallet, what was set aside for too long is free again.
  const named = planOf(desk, operation)
  if (isRefusal(named)) return named
  const plan = freeDue(raw, named, consequences, books) ? planOf(desk, operation) : named
  if (isRefusal(plan)) return plan
  const { occurredAt: said, bankTransactionId } = operation.content
  const reference = operation.content.reference ?? referenceOfOperation(raw, plan)
  const occurredAt = said === undefined ? at : Date.parse(said)
  const refusal = admit(raw, desk, { ...plan, expectedVersion, occurredAt, bankTransactionId, initiator, proposal })
  if (refusal !== null) return refusal

  // From here on it must land: a failure is our bug, and the throw takes it all back.
  const day = desk.home.zone.dayOf(occurredAt)
  const businessDay = books.days.firstOpen(day)
  const transaction = books.postEntry({
    ...plan,
    reference,
    bankTransactionId,
    proposal: proposal ?? undefined,
    reason: asking.reason,
    initiator: initiator.name,
    initiatedBy: initiator.onBehalfOf ?? undefined,
    occurredAt,
    day,
  })
  follow(plan, consequences)
  if (plan.counts !== null) noteSpent(raw, { ...plan, operation: plan.counts, day: desk.today() }, initiator.caller)
  const touched = books.touchedWallets()
  books.close()
  const { kind, related } = plan
  followOperation({ raw, at }, { transaction, kind, related, by: initiator.name })
  return {
    transaction,
    kind: plan.kind,
    currency: plan.currency,
    amount: plan.amount,
    at: isoOf(at),
    businessDay,
    late: businessDay !== day,
    wallets: touched.map(balanceOf),
    heldPosted: consequences.heldPosted,
    autoTopUp: consequences.toppedUp,
  }
}

function freeDue(raw: Database, { legs }: Plan, consequences: Consequences, books: Books): boolean {
  const wallets = new Set(legs.flatMap(({ debit, credit }): Account[] => [debit, credit]).filter(isWallet))
  return [...wallets].filter((wallet) => expireDue(raw, books, wallet, consequences) > 0).length > 0
}

function follow({ legs }: Plan, consequences: Consequences): void {
  for (const { debit, credit } of legs) {
    if (isWallet(credit)) consequences.moneyCame(credit)
    if (isWallet(debit)) consequences.moneyWent(debit)
  }
}

export const balanceOf = (wallet: Wallet): WalletBalance => ({
  client: wallet.client,
  currency: wallet.currency,
  balance: wallet.balance,
  available: availableOn(wallet),
  version: wallet.version,
})
