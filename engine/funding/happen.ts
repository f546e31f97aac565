/**
 * What a gateway tells of a request, carried out: its state, its money, and everything that was kept because it came too
 * early. However often and in whatever order things are told, each happens once.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { EventOutcome, GatewayEventType } from '../contract/funding.ts'
import { assertNever, InvariantError } from '../invariant.ts'
import { giveBack, noteSpent } from '../operations/limits.ts'
import { perConnection } from '../store/compiled.ts'
import { type At, FundDesk, postPaid, postUndone } from './fund-postings.ts'
import { isMove, judge, type Told } from './life.ts'
import { changeRequest } from './move.ts'
import { type Claim, raiseAmountDiffers, raiseContradicted } from './raise.ts'
import { type FundRecord, getRecord } from './request.ts'

export type Happening = Told & Claim & Readonly<{ by: string }>

/** Answers what became of it. */
export function happen(context: At, request: FundRecord, told: Happening): EventOutcome {
  const { raw, at } = context
  if (told.amount !== request.amount || told.currency !== request.currency) {
    raiseAmountDiffers(raw, at, request, told)
    return 'amount_differs'
  }
  const step = judge(request, told)
  if (isMove(step)) {
    carryOut(context, request, told)
    return 'applied'
  }
  switch (step) {
    case 'known':
      learn(context, request, told)
      return 'known'
    case 'outdated':
    case 'waits':
      return step
    case 'contradicts':
      raiseContradicted(raw, at, request, { ...told, why: told.type === 'paid' ? 'paid_twice' : 'undone_twice' })
      return 'contradicts'
    case 'beside':
    case 'refused':
      throw new InvariantError('no gateway tells what only banks and we ourselves do', { step })
    default:
      return assertNever(step)
  }
}

function carryOut(context: At, request: FundRecord, told: Happening): void {
  switch (told.type) {
    case 'pending':
      return hear(context, request, told)
    case 'paid':
      pay(context, request, told)
      return retry(context, request.id)
    case 'failed':
      return request.paidAt === null ? hear(context, request, told) : undo(context, request, told)
    case 'refunded':
    case 'charged_back':
      return undo(context, request, told)
    default:
      return assertNever(told.type)
  }
}

/** No money has moved yet: under way, or not any more. */
function hear({ raw, at }: At, request: FundRecord, { type, payment, occurredAt, by }: Happening): void {
  const state = type === 'failed' ? 'failed' : 'pending'
  const counted = state === 'failed' ? countNoMore({ raw, at }, request) : countAgain({ raw, at }, request)
  const detail = { payment, occurredAt: isoOf(occurredAt) }
  changeRequest(raw, at, request, { by, kind: state, detail, to: { state, standsSince: occurredAt, counted } })
}

export type Payment = Readonly<{ payment: string | null; occurredAt: number; by: string }>

/** Paid after its end, a request is honoured and says so: the gateway has the money, whatever the clock said. */
export function pay(context: At, request: FundRecord, paid: Payment): FundRecord {
  const { raw, at } = context
  const { payment, occurredAt, by } = paid
  const { entry, holder } = postPaid(context, request, paid)
  const isLate = request.state === 'expired' || request.state === 'cancelled' || occurredAt > request.expiresAt
  const changed = changeRequest(raw, at, request, {
    by,
    kind: 'paid',
    entry,
    detail: { payment, occurredAt: isoOf(occurredAt), ...(isLate ? { late: request.state } : {}) },
    to: {
      state: 'paid',
      payment,
      holder,
      paidAt: occurredAt,
      paidLate: isLate ? 1 : 0,
      paidEntry: entry,
      counted: countAgain(context, request),
    },
  })
  const { gateway, reference, amount, currency } = changed
  if (new FundDesk(context).walletOf(changed).state === 'closed')
    raiseContradicted(raw, at, changed, {
      gateway,
      reference,
      payment: payment ?? reference,
      amount,
      currency,
      why: 'wallet_closed',
    })
  return changed
}

function undo(context: At, request: FundRecord, told: Happening): void {
  const { raw, at } = context
  const { type, payment, occurredAt, by } = told
  const entry = postUndone(context, request, told)
  const state = undoneState[type]
  changeRequest(raw, at, request, {
    by,
    kind: state,
    entry,
    detail: { payment, occurredAt: isoOf(occurredAt) },
    to: { state, undoneAt: occurredAt, undoneEntry: entry, payment: request.payment ?? payment },
  })
}

const undoneState = {
  pending: 'failed',
  paid: 'failed',
  failed: 'failed',
  refunded: 'refunded',
  charged_back: 'charged_back',
} as const satisfies Readonly<Record<GatewayEventType, FundRecord['state']>>

/** Told again, it may still say more: when it was paid, and by which payment, where only the bank had told so far. */
function learn(context: At, request: FundRecord, { type, payment, occurredAt, by }: Happening): void {
  const { raw, at } = context
  if (request.paidAt === null) {
    if (occurredAt > (request.standsSince ?? 0))
      changeRequest(raw, at, request, { by, kind: null, to: { standsSince: occurredAt } })
    return
  }
  if (type !== 'paid' || request.payment !== null) return
  changeRequest(raw, at, request, { by, kind: null, to: { payment, paidAt: occurredAt } })
  retry(context, request.id)
}

/** What was kept for this moment, and what failed after it was paid though it was told before. */
export function retry(context: At, id: number): void {
  const { paidAt, payment } = getRecord(context.raw, id)
  const { kept, settle } = statementsOf(context.raw)
  for (const event of kept.all({ id, paidAt, payment }) as Kept[]) {
    const outcome = happen(context, getRecord(context.raw, id), { ...event, by: `gateway:${event.gateway}` })
    if (outcome !== 'outdated') settle.run(outcome, event.id)
  }
}

type Kept = Told & Claim & Readonly<{ id: number }>

/** What its limits counted, and whether they do from now on. */
function countNoMore(context: At, request: FundRecord): number {
  if (request.counted === 1) giveBack(context.raw, countedOf(context, request), request.caller)
  return 0
}

function countAgain(context: At, request: FundRecord): number {
  if (request.counted === 0) noteSpent(context.raw, countedOf(context, request), request.caller)
  return 1
}

const countedOf = (context: At, request: FundRecord) =>
  ({
    operation: 'deposit',
    currency: request.currency,
    amount: request.amount,
    subject: new FundDesk(context).walletOf(request),
    day: request.countedDay,
  }) as const

/** Ended by us: expected no more. */
export function end(
  context: At,
  request: FundRecord,
  { state, by, reason }: Readonly<{ state: 'expired' | 'cancelled'; by: string; reason?: string }>,
): FundRecord {
  const detail = reason === undefined ? {} : { reason }
  const to = { state, counted: countNoMore(context, request) }
  return changeRequest(context.raw, context.at, request, { by, kind: state, detail, to })
}

const statementsOf = perConnection((raw: Database) => ({
  kept: raw.prepare(`
    SELECT id, gateway, type, reference, payment, amount, currency, occurred_at AS occurredAt FROM fund_event
    WHERE request_id = @id AND (payment = @payment OR @payment IS NULL)
      AND (outcome = 'waits' OR (type = 'failed' AND outcome IN ('applied', 'known', 'outdated') AND occurred_at >= @paidAt))
    ORDER BY occurred_at, type, event_id`),
  settle: raw.prepare('UPDATE fund_event SET outcome = ? WHERE id = ?'),
}))
