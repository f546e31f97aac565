/** How a producer and we pay each other what a clearing account comes to: part of the agreement with the producer. */
import { z } from 'zod'
import { AccountCode, plainText } from './money.ts'

/** Ten thousandths of the money. */
const share = z.int().min(0).max(10_000)

export const SettlementTerms = z.strictObject({
  /** For each batch, or for all of a business day together. */
  every: z.enum(['day', 'batch']).default('day'),
  /** One payment of what is left over, or top-ups and payments each by themselves. */
  how: z.enum(['net', 'gross']).default('net'),
  /** Where the money comes in and goes out. */
  bank: AccountCode.regex(/^omnibus:./).default('omnibus:main'),
  /** How many days after the day that it is for it has to be there. */
  dueDays: z.int().min(0).max(60).default(2),
  /** What the producer keeps of the top-ups that it took, and we keep of the payments that it is due. */
  topUpFee: share.default(0),
  paymentFee: share.default(0),
  /** Names and account numbers under which the producer appears in the bank's lines. */
  knownAs: z.array(plainText(140)).max(20).default([]),
})
export type SettlementTerms = z.infer<typeof SettlementTerms>
