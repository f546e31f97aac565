/** An address as it is typed, and read back. Whether it is listed the engine says when its effect is looked at. Pure. */
import type { WebhookEventType } from '../../engine/contract/webhook-events.ts'
import type { WebhookEndpoint } from '../../engine/contract/webhooks.ts'
import type { MessageId } from '../messages/messages.ts'

export type TypedEndpoint = Readonly<{ name: string; url: string; events: readonly WebhookEventType[] }>

export const emptyEndpoint: TypedEndpoint = { name: '', url: 'https://', events: [] }

export const typedEndpoint = ({ name, url, events }: WebhookEndpoint): TypedEndpoint => ({ name, url, events })

type Content = { name: string; url: string; events: WebhookEventType[] }
type Read =
  | Readonly<{ ok: true; value: Content }>
  | Readonly<{ ok: false; problems: Readonly<Partial<Record<keyof TypedEndpoint, MessageId>>> }>

export function readEndpoint(typed: TypedEndpoint): Read {
  const [name, url] = [typed.name.trim(), typed.url.trim()]
  const isUrl = URL.parse(url)?.hostname
  const problems = {
    ...(name === '' ? { name: 'webhooks.name.missing' as const } : {}),
    ...(isUrl ? {} : { url: 'webhooks.url.wrong' as const }),
    ...(typed.events.length === 0 ? { events: 'webhooks.events.missing' as const } : {}),
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  return { ok: true, value: { name, url, events: [...typed.events] } }
}
