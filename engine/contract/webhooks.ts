/**
 * Webhooks: addresses of other systems that are told what happens here, and the log of what they were told. An address comes
 * and changes by proposal, and only of a listed origin; what it is sent is signed, in order, and tried again until it is
 * taken or given up.
 */
import { z } from 'zod'
import { notFound } from './fault.ts'
import { plainText } from './money.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'
import { WebhookEventType, webhookEventTypes } from './webhook-events.ts'

export const endpointStates = ['active', 'paused', 'removed'] as const
export const EndpointState = z.enum(endpointStates)
export type EndpointState = z.infer<typeof EndpointState>

/** `queued`: something about the same thing goes first. `waiting`: it is sent when its time comes. */
export const deliveryStates = ['queued', 'waiting', 'sending', 'delivered', 'given_up', 'cancelled'] as const
export const DeliveryState = z.enum(deliveryStates)
export type DeliveryState = z.infer<typeof DeliveryState>

/** Why a try came to nothing. `interrupted`: the program ended while it was under way, so it may have arrived. */
export const webhookProblems = [
  'not_listed',
  'address_refused',
  'unreachable',
  'tls_failed',
  'timed_out',
  'redirected',
  'refused',
  'interrupted',
] as const
export const WebhookProblem = z.enum(webhookProblems)
export type WebhookProblem = z.infer<typeof WebhookProblem>

export const webhookUrlProblems = ['unreadable', 'not_https', 'has_credentials', 'has_fragment'] as const

const EndpointNumber = z.int().min(1)

/** What is proposed: a new address, or with its number the one that it becomes. */
export const endpointChange = {
  endpoint: EndpointNumber.optional(),
  name: plainText(80),
  url: z.string().min(1).max(500),
  events: z.array(WebhookEventType).min(1).max(webhookEventTypes.length),
}

/** Why an address can't be told anything as it was proposed. */
export const webhookFaults = {
  webhook_unknown: { status: 404, data: z.object({ endpoint: z.int() }) },
  webhook_url_unusable: { status: 400, data: z.object({ problem: z.enum(webhookUrlProblems) }) },
  webhook_not_listed: { status: 409, data: z.object({ origin: z.string() }) },
  webhook_name_taken: { status: 409, data: z.object({ name: z.string() }) },
  webhook_unchanged: { status: 409, data: z.object({ endpoint: z.int() }) },
} as const

/** Why what was asked of an address or a delivery can't be done now. */
export const webhookRefusals = {
  webhook_removed: { status: 409, data: z.object({ endpoint: z.int() }) },
  replay_under_way: { status: 409, data: z.object({ since: z.iso.datetime() }) },
  delivery_under_way: { status: 409, data: z.object({ state: DeliveryState }) },
} as const

export const WebhookEndpoint = z.object({
  id: z.int(),
  name: z.string(),
  url: z.string(),
  events: z.array(WebhookEventType),
  state: EndpointState,
  /** Whether its origin is listed now; nothing is sent while it is not. */
  isListed: z.boolean(),
  /** By whom it was paused: `engine` where nothing came through for days. */
  pausedBy: z.string().nullable(),
  pausedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  proposal: z.int(),
  /** Without a secret nothing is sent. */
  secretMadeAt: z.iso.datetime().nullable(),
  /** Until when the secret before signs beside it. */
  oldSecretUntil: z.iso.datetime().nullable(),
  /** Since when every try has failed. */
  failingSince: z.iso.datetime().nullable(),
  /** Not delivered and not given up. */
  waiting: z.int(),
  lastDeliveredAt: z.iso.datetime().nullable(),
  /** Postings whose wallets it has not been told of yet; 0 where it does not want to know. */
  postingsBehind: z.int(),
  replay: z.object({ since: z.iso.datetime(), deliveries: z.int() }).nullable(),
})
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>

export const WebhookDelivery = z.object({
  id: z.int(),
  endpoint: z.int(),
  endpointName: z.string(),
  /** As the receiver knows it. */
  event: z.string(),
  type: z.string(),
  subject: z.string(),
  state: DeliveryState,
  attempts: z.int(),
  nextAt: z.iso.datetime().nullable(),
  lastStatus: z.int().nullable(),
  lastProblem: WebhookProblem.nullable(),
  happenedAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** The delivery that it sends once more, and who wanted that. */
  repeats: z.int().nullable(),
  askedBy: z.string().nullable(),
})
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

export const WebhookAttempt = z.object({
  attempt: z.int(),
  at: z.iso.datetime(),
  url: z.string(),
  status: z.int().nullable(),
  problem: WebhookProblem.nullable(),
  tookMs: z.int().nullable(),
  /** The beginning of what was answered. */
  answer: z.string().nullable(),
})
export type WebhookAttempt = z.infer<typeof WebhookAttempt>

export const WebhookDeliveryDetail = WebhookDelivery.extend({
  /** As it is sent, to the byte. */
  body: z.string(),
  /** Beside the signature, which is made for each try. */
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Oldest first. */
  tries: z.array(WebhookAttempt),
})
export type WebhookDeliveryDetail = z.infer<typeof WebhookDeliveryDetail>

const one = z.object({ id: z.coerce.number().int().min(1) })
const oneOnly = z.strictObject({ id: z.coerce.number().int().min(1) })
const changing = { not_found: notFound, webhook_removed: webhookRefusals.webhook_removed }

export const webhooks = {
  endpoints: procedure({
    method: 'GET',
    path: '/webhooks/endpoints',
    summary: 'The addresses that are told what happens, and how each of them stands',
    access: 'webhooks.read',
  })
    .input(z.object({ state: EndpointState.optional() }))
    .output(z.object({ items: z.array(WebhookEndpoint), next: z.null() })),
  endpoint: procedure({
    method: 'GET',
    path: '/webhooks/endpoints/{id}',
    summary: 'One address as it stands',
    access: 'webhooks.read',
  })
    .errors({ not_found: notFound })
    .input(one)
    .output(WebhookEndpoint),
  pause: procedure({
    method: 'POST',
    path: '/webhooks/endpoints/{id}/pause',
    summary: 'Send nothing to an address until it is resumed; what happens meanwhile waits',
    access: 'webhooks.manage',
  })
    .errors(changing)
    .input(oneOnly)
    .output(WebhookEndpoint),
  resume: procedure({
    method: 'POST',
    path: '/webhooks/endpoints/{id}/resume',
    summary: 'Send to an address again, beginning with what waits',
    access: 'webhooks.manage',
  })
    .errors(changing)
    .input(oneOnly)
    .output(WebhookEndpoint),
  remove: procedure({
    method: 'POST',
    path: '/webhooks/endpoints/{id}/remove',
    summary: 'Tell an address nothing any more, for good; what waits for it is cancelled',
    access: 'webhooks.manage',
  })
    .errors(changing)
    .input(oneOnly)
    .output(WebhookEndpoint),
  newSecret: procedure({
    method: 'POST',
    path: '/webhooks/endpoints/{id}/secret',
    summary: 'Make a new secret to sign with; it is answered once and can be read by nobody again',
    access: 'webhooks.manage',
  })
    .errors(changing)
    .input(
      z.strictObject({
        id: z.coerce.number().int().min(1),
        /** How long the one before signs beside it. */
        oldValidHours: z.int().min(0).max(720).default(24),
      }),
    )
    .output(z.object({ secret: z.string(), endpoint: WebhookEndpoint })),
  test: procedure({
    method: 'POST',
    path: '/webhooks/endpoints/{id}/test',
    summary: 'Send an event to an address that says nothing, to see whether it is taken',
    access: 'webhooks.manage',
  })
    .errors(changing)
    .input(oneOnly)
    .output(z.object({ delivery: WebhookDelivery })),
  replaySince: procedure({
    method: 'POST',
    path: '/webhooks/endpoints/{id}/replay',
    summary: 'Send once more everything that an address was told since an instant, in its order',
    access: 'webhooks.manage',
  })
    .errors({ ...changing, replay_under_way: webhookRefusals.replay_under_way })
    .input(
      z.strictObject({ id: z.coerce.number().int().min(1), since: z.iso.datetime({ offset: true }).regex(/^[1-9]/) }),
    )
    .output(z.object({ events: z.int(), endpoint: WebhookEndpoint })),
  deliveries: procedure({
    method: 'GET',
    path: '/webhooks/deliveries',
    summary: 'What addresses were told or are to be told, newest first',
    access: 'webhooks.read',
  })
    .input(
      z.object({
        ...pageInput,
        endpoint: z.coerce.number().int().min(1).optional(),
        state: DeliveryState.optional(),
        type: plainText(60).optional(),
        /** As `wallet:C-1 USD`, `batch:12`, `exception:5` or `producer:acme`; or the id of an event. */
        subject: plainText(200).optional(),
      }),
    )
    .output(pageOf(WebhookDelivery)),
  delivery: procedure({
    method: 'GET',
    path: '/webhooks/deliveries/{id}',
    summary: 'One delivery with what is sent and every try',
    access: 'webhooks.read',
  })
    .errors({ not_found: notFound })
    .input(one)
    .output(WebhookDeliveryDetail),
  replay: procedure({
    method: 'POST',
    path: '/webhooks/deliveries/{id}/replay',
    summary: 'Send an event once more, as a delivery of its own',
    access: 'webhooks.manage',
  })
    .errors({ ...changing, delivery_under_way: webhookRefusals.delivery_under_way })
    .input(oneOnly)
    .output(WebhookDelivery),
}
