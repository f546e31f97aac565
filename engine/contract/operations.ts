/**
 * What a person or a caller may do with wallets. Every operation carries a key: asked again with the same key it gives the
 * same answer and moves nothing twice. Amounts are minor units.
 */
import { z } from 'zod'
import { ClientId } from './client-id.ts'
import { AccountCode, Amount, CurrencyCode, plainText, TransactionNumber } from './money.ts'
import { procedure } from './procedure.ts'

/** No calendar reckons days of years below 1000, so an instant there could not be shown again. */
const Moment = z.iso.datetime({ offset: true }).regex(/^[1-9]/)

/** What every operation may say about itself, whoever makes it. */
export const operationDetails = {
  reference: plainText(140).optional(),
  /** The bank's or gateway's own number of the movement. */
  bankTransactionId: plainText(64).optional(),
  /** When it happened; now, when it is not said. Its business day is that day, or the first open one. */
  occurredAt: Moment.optional(),
}

const Currency = CurrencyCode.optional()
const ProducerNumber = z.int().min(1)
const OrderId = plainText(64)

/**
 * What each operation is about, without who asks for it and how: a proposal holds exactly this. A field that is not known is
 * refused: a misspelt currency or version would else be left out without a word.
 */
export const operationContent = {
  deposit: z.strictObject({
    client: ClientId.optional(),
    /** A virtual account instead of the client that it belongs to. */
    virtualAccount: plainText(34).optional(),
    amount: Amount,
    currency: Currency,
    /** The gateway or bank that has the money. */
    from: AccountCode.default('omnibus:main'),
    ...operationDetails,
  }),
  withdrawal: z.strictObject({ client: ClientId, amount: Amount, currency: Currency, ...operationDetails }),
  payout: z.strictObject({
    of: TransactionNumber.meta({ examples: [3] }),
    amount: Amount.optional(),
    to: AccountCode.default('omnibus:main'),
    ...operationDetails,
  }),
  purchase: z.strictObject({
    client: ClientId,
    amount: Amount,
    currency: Currency,
    /** The producer that sold it; without one, the house. */
    producer: ProducerNumber.optional(),
    orderId: OrderId.optional(),
    ...operationDetails,
  }),
  refund: z.strictObject({
    of: TransactionNumber.meta({ examples: [2] }),
    /** All that is left, when it is not said. */
    amount: Amount.optional(),
    relatedOrderId: OrderId.optional(),
    ...operationDetails,
  }),
  transfer: z.strictObject({ from: ClientId, to: ClientId, amount: Amount, currency: Currency, ...operationDetails }),
  fee: z.strictObject({ client: ClientId, amount: Amount, currency: Currency, ...operationDetails }),
  chargeback: z.strictObject({ of: TransactionNumber, amount: Amount.optional(), ...operationDetails }),
  hold: z.strictObject({
    client: ClientId,
    amount: Amount,
    currency: Currency,
    producer: ProducerNumber.optional(),
    orderId: OrderId.optional(),
    /** How long the money stays aside; what the settings say, when it is not said. */
    hours: z.int().min(1).max(8_784).optional(),
    reference: operationDetails.reference,
  }),
} as const

/** What makes an operation the same one when it is asked again. */
export const operationKey = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\x21-\x7e]+$/)

/** Who asks and how often: beside the content of every operation that is carried out at once. */
const asked = {
  key: operationKey,
  /** On whose behalf; needs a permission of its own. */
  initiatedBy: plainText(128).optional(),
  /** Refused when the wallet moved on since. */
  expectedVersion: z.int().min(0).optional(),
  reason: plainText(500).optional(),
}

export const WalletBalance = z.object({
  client: z.string(),
  currency: z.string(),
  balance: z.int(),
  available: z.int(),
  version: z.int(),
})
export type WalletBalance = z.infer<typeof WalletBalance>

export const Receipt = z.object({
  transaction: z.int(),
  kind: z.string(),
  currency: z.string(),
  amount: z.int(),
  at: z.iso.datetime(),
  businessDay: z.string(),
  /** True when the day it happened on was closed, so that it stands in the first open one. */
  late: z.boolean(),
  /** Every wallet that it touched, as it left them. */
  wallets: z.array(WalletBalance),
  /** Held payments that went through because of it. */
  heldPosted: z.int(),
  /** The top-up that it set off by taking a wallet below its threshold. */
  autoTopUp: z.int().nullable(),
})
export type Receipt = z.infer<typeof Receipt>

export const Hold = z.object({
  id: z.int(),
  client: z.string(),
  currency: z.string(),
  amount: z.int(),
  captured: z.int(),
  /** What it still sets aside. */
  left: z.int(),
  state: z.enum(['open', 'captured', 'released', 'expired']),
  producer: z.int().nullable(),
  orderId: z.string().nullable(),
  reference: z.string().nullable(),
  placedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
})
export type Hold = z.infer<typeof Hold>

export const HoldReceipt = z.object({
  hold: Hold,
  wallet: WalletBalance,
  heldPosted: z.int(),
  transaction: z.int().nullable(),
})
export type HoldReceipt = z.infer<typeof HoldReceipt>

const client = z.object({ client: z.string() })

/** Why an operation was refused, in the order in which it is asked. Nothing was moved, and the key is still free. */
export const operationFaults = {
  key_reused_with_other_content: { status: 409, data: z.object({ key: z.string() }) },
  currency_unknown: { status: 404, data: z.object({ currency: z.string() }) },
  wallet_unknown: { status: 404, data: client.extend({ currency: z.string() }) },
  virtual_account_unknown: { status: 404, data: z.object({ virtualAccount: z.string() }) },
  account_unknown: { status: 404, data: z.object({ account: z.string() }) },
  account_not_meant_for_this: { status: 409, data: z.object({ account: z.string() }) },
  producer_unknown: { status: 404, data: z.object({ producer: z.int() }) },
  transaction_unknown: { status: 404, data: z.object({ transaction: z.int() }) },
  hold_unknown: { status: 404, data: z.object({ hold: z.int() }) },
  same_wallet: { status: 409, data: client },
  wallet_closed: { status: 409, data: client },
  wallet_frozen: { status: 409, data: client },
  version_moved: { status: 409, data: client.extend({ expected: z.int(), found: z.int() }) },
  bank_transaction_known: { status: 409, data: z.object({ transaction: z.int() }) },
  /** A refund of a deposit, a payout of a purchase: the transaction is there and is of the wrong kind. */
  not_of_this_kind: { status: 409, data: z.object({ transaction: z.int(), kind: z.string() }) },
  exceeds_left: { status: 409, data: z.object({ left: z.int() }) },
  hold_ended: { status: 409, data: z.object({ hold: z.int(), state: z.string() }) },
  date_in_future: { status: 409, data: z.object({ latest: z.iso.datetime() }) },
  limit_exceeded: {
    status: 409,
    data: z.object({
      which: z.enum(['transaction', 'day', 'month']),
      /** The rule that says so. */
      rule: z.string(),
      limit: z.int(),
      left: z.int(),
    }),
  },
  /** A second person has to agree: propose it instead. */
  approval_needed: { status: 409, data: z.object({ above: z.int() }) },
  insufficient_funds: { status: 409, data: client.extend({ available: z.int(), shortfall: z.int() }) },
  /** The wallet would come to more than a number holds exactly. */
  balance_too_large: { status: 409, data: z.object({ account: z.string() }) },
} as const

const operation = <S extends z.ZodRawShape>(
  content: z.ZodObject<S>,
  { path, summary }: Readonly<{ path: `/${string}`; summary: string }>,
) =>
  procedure({ method: 'POST', path, summary, access: 'ledger.operate' })
    .errors(operationFaults)
    .input(content.extend(asked))
    .output(Receipt)

export const operations = {
  deposit: operation(operationContent.deposit, {
    path: '/deposits',
    summary: 'Put money that came in into a wallet',
  }),
  withdraw: operation(operationContent.withdrawal, {
    path: '/withdrawals',
    summary: 'Take money out of a wallet, to be paid out',
  }),
  payOut: operation(operationContent.payout, {
    path: '/payouts',
    summary: 'Note that a withdrawal was paid out by the bank',
  }),
  purchase: operation(operationContent.purchase, {
    path: '/purchases',
    summary: 'Pay from a wallet',
  }),
  refund: operation(operationContent.refund, {
    path: '/refunds',
    summary: 'Give back a payment, whole or in part',
  }),
  transfer: operation(operationContent.transfer, {
    path: '/transfers',
    summary: 'Move money between two wallets',
  }),
  chargeFee: operation(operationContent.fee, {
    path: '/fees',
    summary: 'Charge a fee to a wallet',
  }),
  chargeBack: operation(operationContent.chargeback, {
    path: '/chargebacks',
    summary: 'Take back money that a gateway or bank took back from us; what is spent becomes receivable',
  }),
}

const HoldId = z.coerce.number().int().min(1)

export const holds = {
  list: procedure({ method: 'GET', path: '/holds', summary: "A wallet's holds, newest first", access: 'ledger.read' })
    .input(
      z.object({
        client: ClientId,
        currency: Currency,
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
      }),
    )
    .output(z.object({ items: z.array(Hold), next: z.null() })),
  place: procedure({ method: 'POST', path: '/holds', summary: 'Set money aside', access: 'ledger.operate' })
    .errors(operationFaults)
    .input(operationContent.hold.extend(asked))
    .output(HoldReceipt),
  capture: procedure({
    method: 'POST',
    path: '/holds/{hold}/capture',
    summary: 'Move money that was set aside; what is left over is free again, unless it is kept',
    access: 'ledger.operate',
  })
    .errors(operationFaults)
    .input(
      z.strictObject({
        hold: HoldId,
        amount: Amount.optional(),
        keepRest: z.boolean().default(false),
        ...operationDetails,
        ...asked,
      }),
    )
    .output(HoldReceipt),
  release: procedure({
    method: 'POST',
    path: '/holds/{hold}/release',
    summary: 'Free money that was set aside',
    access: 'ledger.operate',
  })
    .errors(operationFaults)
    .input(z.strictObject({ hold: HoldId, ...asked }))
    .output(HoldReceipt),
}
