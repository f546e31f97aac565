/**
 * Payments that are expected at a bank beside top-ups through gateways: settlements with producers, and withdrawals that are
 * to be paid out. Each is known by a reference that the bank's line quotes. Amounts are as the bank sees them: what comes in
 * is positive.
 */
import { z } from 'zod'
import { ClientId } from './client-id.ts'
import { notFound } from './fault.ts'
import { matchFaults } from './match-faults.ts'
import { plainText } from './money.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'
import { ItemNumber } from './reconciliation.ts'

export const expectedKinds = ['settlement', 'withdrawal'] as const
export const ExpectedKind = z.enum(expectedKinds)
export type ExpectedKind = z.infer<typeof ExpectedKind>

/** What it is for: what is left over of both, one of them alone, what came later, or one withdrawal. */
export const expectedParts = ['net', 'top_ups', 'payments', 'withdrawal'] as const
export const ExpectedPart = z.enum(expectedParts)
export type ExpectedPart = z.infer<typeof ExpectedPart>

/**
 * `pending`: on its way, as somebody said. `paid`: the one side says that it was paid, and no statement does yet. `settled`:
 * the bank's line and the books have it. `reconciled`: and that is final. `failed`: the bank gave it back. `refunded`: the
 * client has the money again.
 */
export const expectedStates = [
  'requested',
  'pending',
  'paid',
  'settled',
  'reconciled',
  'failed',
  'cancelled',
  'refunded',
] as const
export const ExpectedState = z.enum(expectedStates)
export type ExpectedState = z.infer<typeof ExpectedState>

export const ExpectedPayment = z.object({
  id: z.int(),
  kind: ExpectedKind,
  part: ExpectedPart,
  state: ExpectedState,
  reference: z.string(),
  currency: z.string(),
  amount: z.int(),
  /** What has come or gone of it, and what is still to, as the bank sees it. */
  paid: z.int(),
  left: z.int(),
  bank: z.string(),
  /** The account that it clears. */
  account: z.string(),
  producer: z.int().nullable(),
  producerName: z.string().nullable(),
  client: z.string().nullable(),
  /** What a settlement is made of; fees are what the one keeps of the other's money. */
  topUps: z.int(),
  payments: z.int(),
  feeExpense: z.int(),
  feeIncome: z.int(),
  /** What is neither, such as corrections and what was bought at the counter. */
  other: z.int(),
  /** What it takes off the account, debit positive. */
  cleared: z.int(),
  batch: z.int().nullable(),
  /** The last business day that it is for. */
  throughDay: z.string().nullable(),
  /** The withdrawal that it pays out. */
  withdrawal: z.int().nullable(),
  dueDay: z.string().nullable(),
  overdue: z.boolean(),
  createdAt: z.iso.datetime(),
  /** What posted it last. */
  transaction: z.int().nullable(),
  version: z.int(),
})
export type ExpectedPayment = z.infer<typeof ExpectedPayment>

export const ExpectedHistoryItem = z.object({
  at: z.iso.datetime(),
  by: z.string(),
  /** An open set. */
  kind: z.string(),
  transaction: z.int().nullable(),
  detail: z.record(z.string(), z.json()),
})
export type ExpectedHistoryItem = z.infer<typeof ExpectedHistoryItem>

export const ExpectedDetail = ExpectedPayment.extend({
  /** Oldest first. */
  history: z.array(ExpectedHistoryItem),
  /** The matches in which its postings stand. */
  matches: z.array(z.object({ match: z.int(), final: z.boolean() })),
  /** What may become of it as it stands, whoever asks. */
  can: z.object({ settle: z.boolean(), send: z.boolean(), cancel: z.boolean() }),
})
export type ExpectedDetail = z.infer<typeof ExpectedDetail>

/** Why an expected payment does not change as somebody asks. */
export const expectedFaults = {
  not_found: notFound,
  /** It is paid, cancelled or given back already. */
  expected_over: { status: 409, data: z.object({ state: ExpectedState }) },
  /** A withdrawal ends by its reversal, which gives the client the money back. */
  reverse_instead: { status: 409, data: z.object({ withdrawal: z.int() }) },
  item_unknown: matchFaults.item_unknown,
  item_matched: matchFaults.item_matched,
  item_split: matchFaults.item_split,
  line_posted_before: matchFaults.line_posted_before,
  /** The line goes the other way, is of another currency or of no bank, or pays out more than was withdrawn. */
  line_does_not_pay: { status: 409, data: z.object({ line: z.int(), amount: z.int(), expected: z.int() }) },
} as const

const Id = z.coerce.number().int().min(1)
const Reason = plainText(500)

export const expected = {
  list: procedure({
    method: 'GET',
    path: '/expected-payments',
    summary: 'Settlements with producers and withdrawals to be paid out, newest first',
    access: 'ledger.read',
  })
    .input(
      z.object({
        ...pageInput,
        kind: ExpectedKind.optional(),
        state: ExpectedState.optional(),
        producer: Id.optional(),
        client: ClientId.optional(),
        /** Ours, however it is written. */
        reference: plainText(140).optional(),
        overdue: z.stringbool().or(z.boolean()).optional(),
      }),
    )
    .output(pageOf(ExpectedPayment)),
  get: procedure({
    method: 'GET',
    path: '/expected-payments/{id}',
    summary: 'One expected payment with its history and the matches it stands in',
    access: 'ledger.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: Id }))
    .output(ExpectedDetail),
  send: procedure({
    method: 'POST',
    path: '/expected-payments/{id}/send',
    summary: 'Note that the bank was told to pay, or that the producer says it is on its way',
    access: 'reconciliation.work',
  })
    .errors(expectedFaults)
    .input(z.object({ id: Id, reason: Reason }))
    .output(ExpectedPayment),
  cancel: procedure({
    method: 'POST',
    path: '/expected-payments/{id}/cancel',
    summary: 'Expect a settlement no more: what it was for is part of the next one',
    access: 'reconciliation.work',
  })
    .errors(expectedFaults)
    .input(z.object({ id: Id, reason: Reason }))
    .output(ExpectedPayment),
  settle: procedure({
    method: 'POST',
    path: '/expected-payments/{id}/settle',
    summary: "Say that a bank's line is this payment: it is posted, and the line is explained",
    access: 'reconciliation.work',
  })
    .errors(expectedFaults)
    .input(z.object({ id: Id, line: ItemNumber, reason: Reason }))
    .output(ExpectedPayment),
}
