/**
 * The secrets that gateways sign with. They go in and nowhere out but to the proof of a signature; what is recorded is that
 * one was set. While the two sides change over, the one before is taken as well, for as long as was said.
 */
import type { GatewayStanding } from '../contract/funding.ts'
import { command, type QueryContext } from '../store/command.ts'
import { findGateway, standingOfGateway } from './gateways.ts'

type Setting = Readonly<{ gateway: string; secret: string | null; oldValidHours: number }>
type Set =
  | Readonly<{ status: 'done'; standing: GatewayStanding }>
  | Readonly<{ status: 'gateway_unknown'; gateway: string }>

const hourMs = 3_600_000

export const setWebhookSecret = command({
  topics: ['funding'],
  record: ({ gateway, secret, oldValidHours }: Setting, { status }: Set) => ({
    action: 'funding.set_webhook_secret',
    subject: `gateway:${gateway}`,
    outcome: status,
    detail: secret === null ? { taken_away: true } : { taken_away: false, oldValidHours },
  }),
  run: ({ raw, at, actor }, { gateway: name, secret, oldValidHours }): Set => {
    const gateway = findGateway(raw, name)
    if (gateway === undefined) return { status: 'gateway_unknown', gateway: name }
    const endsAt = secret === null ? at : at + oldValidHours * hourMs
    // Two are taken at most: the one before the last ends now.
    raw.prepare('DELETE FROM gateway_secret WHERE gateway = ? AND ends_at IS NOT NULL').run(name)
    raw.prepare('UPDATE gateway_secret SET ends_at = ? WHERE gateway = ?').run(endsAt, name)
    raw.prepare('DELETE FROM gateway_secret WHERE gateway = ? AND ends_at <= ?').run(name, at)
    if (secret !== null)
      raw
        .prepare('INSERT INTO gateway_secret (gateway, secret, set_at, set_by) VALUES (?, ?, ?, ?)')
        .run(name, secret, at, actor)
    return { status: 'done', standing: standingOfGateway(raw, at, gateway) }
  },
})

export type WebhookTerms = Readonly<{ toleranceSeconds: number; secrets: readonly string[] }>

/** What the proof of a signature needs; null for a gateway that is not listened to. */
export function webhookTerms(
  { raw }: Pick<QueryContext, 'raw'>,
  { gateway: name, at }: Readonly<{ gateway: string; at: number }>,
): WebhookTerms | null {
  const gateway = findGateway(raw, name)
  if (gateway?.webhook.isOn !== true) return null
  const secrets = raw
    .prepare(
      'SELECT secret FROM gateway_secret WHERE gateway = ? AND (ends_at IS NULL OR ends_at > ?) ORDER BY id DESC',
    )
    .pluck()
    .all(name, at) as string[]
  return { toleranceSeconds: gateway.webhook.toleranceSeconds, secrets }
}
