/**
 * The operations that other systems call, in the shape that they know: one path for each verb, users by id. They are the same
 * operations as the resource routes', with the same laws, refusals and answers under other names. A key is always needed,
 * best as the header `Idempotency-Key`: asked again with it, a call gives the same answer and moves nothing twice.
 */
import { z } from 'zod'
import { ClientId } from './client-id.ts'
import { Amount, CurrencyCode, plainText, TransactionNumber } from './money.ts'
import { operationFaults, operationKey } from './operations.ts'
import { procedure } from './procedure.ts'

const asked = {
  key: operationKey,
  /** Who asked for it: oneself, or somebody else where the key allows it. */
  initiated_by: plainText(128),
  reference: plainText(140).optional(),
}
const money = { amount: Amount, currency: CurrencyCode.optional() }

export const PlainReceipt = z.object({
  transaction_id: z.int(),
  kind: z.string(),
  status: z.literal('posted'),
  amount: z.int(),
  currency: z.string(),
  at: z.iso.datetime(),
  business_day: z.string(),
  /** Every wallet that it touched, as it left them. */
  wallets: z.array(
    z.object({ user_id: z.string(), currency: z.string(), balance: z.int(), available: z.int(), version: z.int() }),
  ),
})
export type PlainReceipt = z.infer<typeof PlainReceipt>

const plain = <S extends z.ZodRawShape>(
  content: S,
  { path, summary }: Readonly<{ path: `/${string}`; summary: string }>,
) =>
  procedure({ method: 'POST', path, summary, access: 'ledger.operate' })
    .errors(operationFaults)
    .input(z.strictObject({ ...content, ...asked }))
    .output(PlainReceipt)

export const plainOperations = {
  deposit: plain(
    { user_id: ClientId, ...money, bank_transaction_id: plainText(64).optional() },
    { path: '/deposit', summary: 'Put money that came in into a wallet' },
  ),
  withdraw: plain({ user_id: ClientId, ...money }, { path: '/withdraw', summary: 'Take money out of a wallet' }),
  purchase: plain(
    { user_id: ClientId, ...money, order_id: plainText(64).optional(), producer_id: z.int().min(1).optional() },
    { path: '/purchase', summary: 'Pay from a wallet' },
  ),
  refund: procedure({
    method: 'POST',
    path: '/refund',
    summary: 'Give back a purchase, whole or in part, by its transaction or its order',
    access: 'ledger.operate',
  })
    .errors({
      ...operationFaults,
      order_unknown: { status: 404, data: z.object({ order: z.string() }) },
      /** Several purchases have this order: the transaction says which. */
      order_ambiguous: { status: 409, data: z.object({ order: z.string(), transactions: z.array(z.int()) }) },
    })
    .input(
      z
        .strictObject({
          user_id: ClientId,
          amount: Amount.optional(),
          transaction_id: TransactionNumber.optional().meta({ examples: [4] }),
          related_order_id: plainText(64).optional(),
          ...asked,
        })
        .refine(
          ({ transaction_id, related_order_id }) => transaction_id !== undefined || related_order_id !== undefined,
          { error: 'says neither which transaction nor which order', path: ['related_order_id'] },
        ),
    )
    .output(PlainReceipt),
  transfer: plain(
    { from_user_id: ClientId, to_user_id: ClientId, ...money },
    { path: '/transfer', summary: 'Move money between two wallets' },
  ),
}
