/**
 * Money that is expected: requests to top up a wallet through a gateway, and what gateways told of them. A request is known by
 * its reference, which the gateway quotes; what a gateway tells comes signed, to an address of its own (`host/gateways.ts`).
 */
import { z } from 'zod'
import { ClientId } from './client-id.ts'
import { notFound } from './fault.ts'
import { GatewayName } from './gateways.ts'
import { Amount, BusinessDay, CurrencyCode, plainText } from './money.ts'
import { operationFaults } from './operations.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'

export const fundStates = [
  'requested',
  'pending',
  'paid',
  'settled',
  'reconciled',
  'failed',
  'expired',
  'cancelled',
  'refunded',
  'charged_back',
] as const
export const FundState = z.enum(fundStates)
export type FundState = z.infer<typeof FundState>

export const gatewayEventTypes = ['pending', 'paid', 'failed', 'refunded', 'charged_back'] as const
export const GatewayEventType = z.enum(gatewayEventTypes)
export type GatewayEventType = z.infer<typeof GatewayEventType>

/**
 * What became of what a gateway told. `waits`: kept until that is known without which it makes no sense, as a refund of what
 * nobody has paid yet. `outdated`: something newer was known already.
 */
export const eventOutcomes = [
  'applied',
  'known',
  'outdated',
  'waits',
  'unknown_reference',
  'amount_differs',
  'contradicts',
] as const
export const EventOutcome = z.enum(eventOutcomes)
export type EventOutcome = z.infer<typeof EventOutcome>

export const FundRequest = z.object({
  id: z.int(),
  client: z.string(),
  amount: z.int(),
  currency: z.string(),
  gateway: z.string(),
  state: FundState,
  /** Ours: what the gateway quotes. */
  reference: z.string(),
  /** That of whoever asked. */
  callerReference: z.string().nullable(),
  availableWhenPaid: z.boolean(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  expiresAt: z.iso.datetime(),
  /** The gateway's number of the payment. */
  payment: z.string().nullable(),
  paidAt: z.iso.datetime().nullable(),
  /** Paid when it had expired, failed or been cancelled: the money came all the same. */
  paidLate: z.boolean(),
  settledAt: z.iso.datetime().nullable(),
  /** The business day of the bank. */
  settledDay: z.string().nullable(),
  /** What the bank received, and what the gateway kept of it. */
  received: z.int().nullable(),
  fee: z.int().nullable(),
  bankReference: z.string().nullable(),
  reconciledAt: z.iso.datetime().nullable(),
  /** When the money went back: failed, refunded or charged back after it was paid. */
  undoneAt: z.iso.datetime().nullable(),
  version: z.int(),
})
export type FundRequest = z.infer<typeof FundRequest>

export const GatewayEvent = z.object({
  id: z.int(),
  gateway: z.string(),
  /** The gateway's own number of it. */
  event: z.string(),
  type: GatewayEventType,
  reference: z.string(),
  request: z.int().nullable(),
  payment: z.string(),
  amount: z.int(),
  currency: z.string(),
  fee: z.int().nullable(),
  occurredAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  outcome: EventOutcome,
})
export type GatewayEvent = z.infer<typeof GatewayEvent>

export const FundHistoryItem = z.object({
  at: z.iso.datetime(),
  by: z.string(),
  /** An open set. */
  kind: z.string(),
  /** The state that it left the request in. */
  state: FundState,
  /** What it posted; null where it moved nothing. */
  transaction: z.int().nullable(),
  detail: z.record(z.string(), z.json()),
})
export type FundHistoryItem = z.infer<typeof FundHistoryItem>

export const FundRequestDetail = FundRequest.extend({
  /** Oldest first. */
  history: z.array(FundHistoryItem),
  /** What the gateway told of it, in the order in which it came. */
  events: z.array(GatewayEvent),
})
export type FundRequestDetail = z.infer<typeof FundRequestDetail>

/** A gateway as it stands: what is agreed, and whether it can be listened to. */
export const GatewayStanding = z.object({
  name: z.string(),
  currency: z.string(),
  account: z.string(),
  availableWhenPaid: z.boolean(),
  webhookIsOn: z.boolean(),
  /** Where it sends what happens. */
  webhookPath: z.string(),
  secretSetAt: z.iso.datetime().nullable(),
  /** Until when what it signed with before is taken as well. */
  oldSecretUntil: z.iso.datetime().nullable(),
})
export type GatewayStanding = z.infer<typeof GatewayStanding>

/** What a gateway sends. More fields may come, and are left alone: gateways add theirs without asking. */
export const GatewayEventBody = z.object({
  id: plainText(128),
  type: z.enum(['payment.pending', 'payment.paid', 'payment.failed', 'payment.refunded', 'payment.charged_back']),
  reference: plainText(140),
  payment: plainText(64),
  amount: Amount,
  currency: CurrencyCode,
  fee: z.int().min(0).max(100_000_000_000).optional(),
  occurredAt: z.iso.datetime({ offset: true }).regex(/^[1-9]/),
})
export type GatewayEventBody = z.infer<typeof GatewayEventBody>

/** What it is answered; the same again for the same event. */
export const GatewayEventAnswer = z.object({ event: z.string(), outcome: EventOutcome })
export type GatewayEventAnswer = z.infer<typeof GatewayEventAnswer>

const RequestId = z.coerce.number().int().min(1)

/** What is refused about expected money and account numbers, beside what is refused about wallets. */
export const fundingFaults = {
  gateway_unknown: { status: 404, data: z.object({ gateway: z.string() }) },
  /** The gateway takes money in another currency than the wallet's. */
  gateway_in_other_currency: { status: 409, data: z.object({ gateway: z.string(), currency: z.string() }) },
  fund_request_over: { status: 409, data: z.object({ state: FundState }) },
  /** Every number up to the last one was given out. */
  virtual_ibans_used_up: { status: 409, data: z.object({ last: z.string() }) },
} as const

const requestFaults = {
  key_reused_with_other_content: operationFaults.key_reused_with_other_content,
  currency_unknown: operationFaults.currency_unknown,
  wallet_unknown: operationFaults.wallet_unknown,
  wallet_closed: operationFaults.wallet_closed,
  wallet_frozen: operationFaults.wallet_frozen,
  limit_exceeded: operationFaults.limit_exceeded,
  balance_too_large: operationFaults.balance_too_large,
  gateway_unknown: fundingFaults.gateway_unknown,
  gateway_in_other_currency: fundingFaults.gateway_in_other_currency,
} as const

export const funding = {
  list: procedure({
    method: 'GET',
    path: '/fund-requests',
    summary: 'Requests to top up through a gateway, newest first',
    access: 'ledger.read',
  })
    .input(
      z.object({
        ...pageInput,
        state: FundState.optional(),
        client: ClientId.optional(),
        gateway: GatewayName.optional(),
        /** Ours, however it is written, or that of whoever asked. */
        reference: plainText(140).optional(),
        /** Days of asking. */
        from: BusinessDay.optional(),
        to: BusinessDay.optional(),
      }),
    )
    .output(pageOf(FundRequest)),
  get: procedure({
    method: 'GET',
    path: '/fund-requests/{id}',
    summary: 'One request with its history and what the gateway told of it',
    access: 'ledger.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: RequestId }))
    .output(FundRequestDetail),
  create: procedure({
    method: 'POST',
    path: '/fund-requests',
    summary: 'Expect money for a wallet through a gateway',
    access: 'ledger.operate',
  })
    .errors(requestFaults)
    .input(
      z.strictObject({
        client: ClientId,
        amount: Amount,
        currency: CurrencyCode.optional(),
        gateway: GatewayName,
        reference: plainText(140).optional(),
        key: z
          .string()
          .min(1)
          .max(128)
          .regex(/^[\x21-\x7e]+$/),
        /** On whose behalf; needs a permission of its own. */
        initiatedBy: plainText(128).optional(),
      }),
    )
    .output(FundRequest),
  cancel: procedure({
    method: 'POST',
    path: '/fund-requests/{id}/cancel',
    summary: 'Expect the money no more; should it come all the same, it is taken',
    access: 'ledger.operate',
  })
    .errors({ not_found: notFound, fund_request_over: fundingFaults.fund_request_over })
    .input(z.strictObject({ id: RequestId, reason: plainText(500) }))
    .output(FundRequest),
  gateways: procedure({
    method: 'GET',
    path: '/gateways',
    summary: 'The gateways that money comes through, and whether they can be listened to',
    access: 'ledger.read',
  }).output(z.object({ items: z.array(GatewayStanding), next: z.null() })),
  events: procedure({
    method: 'GET',
    path: '/gateway-events',
    summary: 'What gateways told, newest first, with what became of it',
    access: 'ledger.read',
  })
    .input(z.object({ ...pageInput, gateway: GatewayName.optional(), outcome: EventOutcome.optional() }))
    .output(pageOf(GatewayEvent)),
  setWebhookSecret: procedure({
    method: 'PUT',
    path: '/gateways/{gateway}/webhook-secret',
    summary: 'Set the secret that a gateway signs with, or take all away; it can be read by nobody again',
    access: 'keys.manage',
  })
    .errors({ gateway_unknown: requestFaults.gateway_unknown })
    .input(
      z.object({
        gateway: GatewayName,
        secret: plainText(500).min(16).nullable(),
        /** How long the one before is taken as well. */
        oldValidHours: z.int().min(0).max(720).default(24),
      }),
    )
    .output(GatewayStanding),
}
