/**
 * What is agreed with gateways and with the bank that lends account numbers: settings, changed by proposal. The secrets that
 * gateways sign with are none: they can be set, and read by nobody.
 */
import { z } from 'zod'
import { CurrencyCode, plainText } from './money.ts'

/** Part of an address and of an account's code, so it is written in one way only. */
export const GatewayName = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/)

export const Gateway = z.object({
  /** Gives the account `gateway:<name>`. */
  name: GatewayName,
  currency: CurrencyCode,
  /** Whether clients may spend what the gateway was paid before the bank has it. */
  availableWhenPaid: z.boolean(),
  /** How long a client may take to pay what was asked for. */
  expireAfterHours: z.int().min(1).max(8_784),
  /** What the gateway usually keeps, in hundredths of a percent and in minor units; null where nothing is usual. */
  feePercentBasisPoints: z.int().min(0).max(10_000).nullable(),
  feeFixed: z.int().min(0).max(100_000_000).nullable(),
  webhook: z.object({
    isOn: z.boolean(),
    /** How far the time of a signature may be from ours, either way. */
    toleranceSeconds: z.int().min(10).max(86_400),
  }),
})
export type Gateway = z.infer<typeof Gateway>

export const gateways = z.object({ gateways: z.array(Gateway).max(100) })

const digits = z
  .string()
  .max(30)
  .regex(/^[0-9]*$/)

/** Account numbers that a bank lends us, as a range of those behind its bank code. */
export const virtualIbans = z.object({
  isOn: z.boolean(),
  country: z.string().regex(/^[A-Z]{2}$/),
  /** What stands in every number between the check digits and the number itself. */
  bankCode: z
    .string()
    .max(29)
    .regex(/^[A-Z0-9]*$/),
  numberLength: z.int().min(1).max(30),
  /** First and last, with their leading zeros. */
  from: digits,
  to: digits,
  /** The account at the bank that the money comes to. */
  omnibus: plainText(200),
})
