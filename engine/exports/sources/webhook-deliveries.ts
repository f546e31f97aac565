/** What other systems were told or are to be told, newest first; neither what was sent nor what it was signed with. */
import type { WebhookDelivery } from '../../contract/webhooks.ts'
import { listDeliveries } from '../../webhooks/deliveries.ts'
import { behindLast, pageRows, pagesBehind, sourceOf } from '../source.ts'

export const webhookDeliveries = sourceOf<'webhook_deliveries', WebhookDelivery>('webhook_deliveries', {
  title: 'Webhook deliveries',
  columns: {
    id: ['integer', 0.8],
    endpoint: 'integer',
    endpointName: ['text', 1.3],
    event: 'text',
    type: ['state', 1.5],
    subject: ['text', 1.8],
    state: ['state', 1.1],
    attempts: ['integer', 0.8],
    nextAt: 'instant',
    lastStatus: ['integer', 0.8],
    lastProblem: ['state', 1.1],
    happenedAt: ['instant', 1.6],
    createdAt: 'instant',
    endedAt: ['instant', 1.6],
    repeats: 'integer',
    askedBy: 'text',
  },
  pages: (context, asked) =>
    pagesBehind<WebhookDelivery, number>((before) =>
      behindLast(listDeliveries(context, { ...asked, before, limit: pageRows }), ({ id }) => id),
    ),
})
