import { z } from 'zod'
import { DeliveryState } from '../../engine/contract/webhooks.ts'

const Numbered = z.coerce.number().int().positive().optional().catch(undefined)

export const WebhookSearch = z.object({
  endpoint: Numbered,
  state: DeliveryState.optional().catch(undefined),
  type: z.string().min(1).max(60).optional().catch(undefined),
  subject: z.string().min(1).max(200).optional().catch(undefined),
  /** A delivery, or an address, that is open beside the list. */
  open: Numbered,
  address: Numbered,
})
export type WebhookSearch = z.infer<typeof WebhookSearch>
export type ChangeWebhooks = (changed: Partial<WebhookSearch>, options?: { replace?: boolean }) => void

export const endpointAddress = (id: number): string => `/settings/webhooks?address=${id}`
