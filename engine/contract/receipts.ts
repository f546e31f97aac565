/** Receipts: what the books say of one transaction of a client, as a signed PDF that anybody can have checked here. */
import { z } from 'zod'
import { ClientId } from './client-id.ts'
import { notFound } from './fault.ts'
import { TransactionId } from './money.ts'
import { procedure } from './procedure.ts'
import { Language } from './settings.ts'

/** What a receipt says. It is signed as it stands, and shows how it was when the receipt was made. */
export const ReceiptFacts = z.strictObject({
  version: z.literal(1),
  receipt: z.string(),
  /** The workspace's own number, and the name of the house. */
  workspace: z.string(),
  house: z.string(),
  client: z.string(),
  transaction: z.int(),
  kind: z.string(),
  /** Signed, in minor units: what the wallet gained. */
  amount: z.int(),
  currency: z.string(),
  digits: z.int().min(0).max(4),
  at: z.iso.datetime(),
  zone: z.string(),
  businessDay: z.iso.date(),
  producer: z.string().nullable(),
  place: z.string().nullable(),
  txId: z.string().nullable(),
  order: z.string().nullable(),
  reference: z.string().nullable(),
  /** The transaction that this one refunds, pays out or reverses. */
  related: z.int().nullable(),
  state: z.enum(['confirmed', 'in_process']),
  undone: z.enum(['none', 'partly', 'whole']),
  undoneAmount: z.int(),
  language: Language,
  madeAt: z.iso.datetime(),
  /** Of the workspace's keys. */
  generation: z.int(),
})
export type ReceiptFacts = z.infer<typeof ReceiptFacts>

/** How the transaction of a genuine receipt stands now. */
export const ReceiptNow = z.object({
  /** `not_in_books` where books that were restored from before it do not have it. */
  standing: z.enum(['stands', 'partly_undone', 'undone', 'not_in_books']),
  state: ReceiptFacts.shape.state.nullable(),
  undoneBy: z.array(
    z.object({ transaction: z.int(), kind: z.string(), amount: z.int(), at: z.iso.datetime() }).readonly(),
  ),
})
export type ReceiptNow = z.infer<typeof ReceiptNow>

export const ReceiptVerdict = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('genuine'), facts: ReceiptFacts, fingerprint: z.string(), now: ReceiptNow }),
  /** It names a key of ours, and is not what that key signed. */
  z.object({ verdict: z.literal('changed') }),
  /** No receipt at all, or signed by somebody else. */
  z.object({ verdict: z.literal('not_ours') }),
])
export type ReceiptVerdict = z.infer<typeof ReceiptVerdict>

/** Ten times what one has, whatever is written in it. */
export const receiptBytesMax = 2 ** 20

export const receiptRefusals = {
  /** Several clients have a part in the transaction, and each gets a receipt of their own. */
  client_needed: { status: 409, data: z.object({ clients: z.array(z.string()) }) },
} as const

export const receipts = {
  make: procedure({
    method: 'GET',
    path: '/receipts/{transaction}',
    summary: 'A receipt for a transaction of a client, as a signed PDF',
    access: 'ledger.read',
  })
    .errors({ not_found: notFound, ...receiptRefusals })
    .input(
      z.object({
        transaction: TransactionId,
        /** Whose receipt it is, where several clients have a part in it. */
        client: ClientId.optional(),
        language: Language.default('en'),
      }),
    )
    .output(z.file()),
  verify: procedure({
    method: 'POST',
    path: '/receipts/verify',
    summary: 'Whether a receipt is from here and unchanged, and how its transaction stands now',
    access: 'signed_in',
  })
    .input(z.object({ base64: z.base64().max(Math.ceil(receiptBytesMax / 3) * 4) }))
    .output(ReceiptVerdict),
}
