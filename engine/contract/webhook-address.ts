/**
 * To which addresses anything may be told, as a setting: an address that is not listed is never called, whoever proposed it.
 * An origin is scheme, host and port, as `https://erp.example.com`.
 */
import { z } from 'zod'

const Origin = z
  .string()
  .max(300)
  .refine((text) => originOf(text) === text, 'not an origin like https://erp.example.com')

export const WebhookOrigin = z.object({
  origin: Origin,
  /** Whether it lies inside: its name may then lead to an address of a private network. */
  isPrivate: z.boolean(),
  /** Of a server whose certificate no public authority signed: its own, or that of who did, as PEM. */
  trustedCertificate: z.string().max(20_000).startsWith('-----BEGIN CERTIFICATE-----').nullable(),
})
export type WebhookOrigin = z.infer<typeof WebhookOrigin>

export const webhookAddresses = z.object({ origins: z.array(WebhookOrigin).max(100) })

/** Null where it is no address that could be called. */
function originOf(text: string): string | null {
  const url = URL.parse(text)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.origin : null
}
