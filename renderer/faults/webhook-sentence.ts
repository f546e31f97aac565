/** Why an address is told nothing as it was asked, and what to do instead. */
import { webhookFaults, webhookRefusals } from '../../engine/contract/webhooks.ts'
import { assertNever } from '../assert-never.ts'
import type { Fault } from '../engine/fault.ts'
import type { Sentence, Shown } from './fault-sentence.ts'

const all = { ...webhookFaults, ...webhookRefusals }
export type WebhookFault = Extract<Fault, { code: keyof typeof all }>

export const isWebhookFault = (fault: Fault): fault is WebhookFault => Object.hasOwn(all, fault.code)

export function webhookSentence(fault: WebhookFault, { instant }: Pick<Shown, 'instant'>): Sentence {
  switch (fault.code) {
    case 'webhook_unknown':
    case 'webhook_unchanged':
    case 'webhook_removed':
      return { id: `fault.${fault.code}`, values: { endpoint: String(fault.endpoint) } }
    case 'webhook_url_unusable':
      return { id: `fault.webhook_url_unusable.${fault.problem}` }
    case 'webhook_not_listed':
      return { id: 'fault.webhook_not_listed', values: { origin: fault.origin } }
    case 'webhook_name_taken':
      return { id: 'fault.webhook_name_taken', values: { name: fault.name } }
    case 'replay_under_way':
      return { id: 'fault.replay_under_way', values: { since: instant(fault.since) } }
    case 'delivery_under_way':
      return { id: 'fault.delivery_under_way' }
    default:
      return assertNever(fault)
  }
}
