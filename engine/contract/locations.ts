/** Where producers do their business: one list for the whole workspace, from which producers' own places are chosen. */
import { z } from 'zod'
import { plainText } from './money.ts'

/** A time zone as IANA names it. Offsets alone are none: they know nothing of summer. */
export const ZoneName = z
  .string()
  .max(64)
  .regex(/^(UTC|[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+){1,2})$/)
  .refine(isZone, 'no such time zone')

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export const LocationCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/)

const LocationFields = z.object({
  code: LocationCode,
  name: plainText(120).refine((name) => name === name.trim(), 'begins or ends with a blank'),
  /** Of its own clock. The days of the books are the workspace's, wherever a row comes from. */
  zone: ZoneName,
  /** As ISO 3166 has it, in two letters. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  address: plainText(300).nullable(),
})
/** Rows name a location by its name or its code; how wide blanks are and capitals do not matter. */
export const Location = LocationFields.meta({
  examples: [{ code: 'central-1', name: 'Central', zone: 'Asia/Hong_Kong', country: 'HK', address: '1 Pier Road' }],
})
export type Location = z.infer<typeof Location>

export const locationsMax = 10_000
export const locations = z.object({ locations: z.array(Location).max(locationsMax) })
