/** How money, its accounts and the words around it come in. */
import { z } from 'zod'

/** Minor units. The bound is what no business moves at once: a number misread as an amount must not become money. */
export const Amount = z.int().min(1).max(100_000_000_000)

export const CurrencyCode = z.string().regex(/^[A-Z]{3}$/)

/** A text that is stored and shown as it came: no control characters, no half characters. */
export const plainText = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u)

/** `omnibus:main`, `gateway:acme`, `suspense`: the accounts that a person may name. */
export const AccountCode = plainText(200)

/** A transaction is known by the number of its first posting, whether a row of a batch or somebody made it. */
export const TransactionNumber = z.int().min(1)

/** The same as text, from a path or typed. In a body `true` is no transaction, so that is held to the number itself. */
export const TransactionId = z.coerce.number().int().min(1)

export const BusinessDay = z.iso.date()
