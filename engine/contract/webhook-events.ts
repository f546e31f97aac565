/** What other systems can be told of, and the shape of what they are told. */
import { z } from 'zod'

export const webhookEventTypes = [
  'wallet.changed',
  'transaction.posted',
  'transaction.reversed',
  'batch.posted',
  'batch.held',
  'batch.rejected',
  'batch.reversed',
  'exception.opened',
  'producer.suspended',
  'producer.resumed',
] as const
export const WebhookEventType = z.enum(webhookEventTypes)
export type WebhookEventType = z.infer<typeof WebhookEventType>

/** Sent when somebody wants to see whether an address answers; nobody subscribes to it. */
export const testEventType = 'webhook.test'
export type ToldType = WebhookEventType | typeof testEventType

/** The body of every call. `id` is the same however often it is sent, so that a receiver can tell a double. */
export const WebhookBody = z.object({
  id: z.string(),
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.record(z.string(), z.json()),
})
export type WebhookBody = z.infer<typeof WebhookBody>
