/** Addresses that may be called, as they are typed, read back and read out. Pure. */
import type { SettingValue } from '../../engine/contract/settings.ts'
import { WebhookOrigin } from '../../engine/contract/webhook-address.ts'
import type { MessageId } from '../messages/messages.ts'
import type { Text } from '../messages/use-text.ts'
import type { ReadSetting } from './setting-drafts.ts'
import type { SettingLine } from './setting-lines.ts'

export type TypedOrigin = Readonly<{ key: string; origin: string; isPrivate: boolean; trustedCertificate: string }>

export const newOrigin = (key: string): TypedOrigin => ({ key, origin: '', isPrivate: false, trustedCertificate: '' })

export const typedOrigins = ({ origins }: SettingValue<'webhooks'>): readonly TypedOrigin[] =>
  origins.map(({ origin, isPrivate, trustedCertificate }, place) => ({
    key: `origin ${place}`,
    origin,
    isPrivate,
    trustedCertificate: trustedCertificate ?? '',
  }))

type Problem = readonly [string, MessageId]

/** Problems are named `<key of the address>.<field>`. */
export function readOrigins(typed: readonly TypedOrigin[]): ReadSetting<SettingValue<'webhooks'>> {
  const read = typed.map((each) => WebhookOrigin.safeParse(readValue(each)))
  const problems = typed.flatMap((each, place): Problem[] => {
    const wrong = read[place]?.error?.issues.map(({ path }) => String(path[0])) ?? []
    const isTwice = typed.some(({ key, origin }) => key !== each.key && readValue(each).origin === origin.trim())
    return [
      ...(wrong.includes('origin') ? [[`${each.key}.origin`, 'rules.webhooks.origin.wrong'] as const] : []),
      ...(isTwice ? [[`${each.key}.origin`, 'rules.webhooks.origin.twice'] as const] : []),
      ...(wrong.includes('trustedCertificate')
        ? [[`${each.key}.trustedCertificate`, 'rules.webhooks.certificate.wrong'] as const]
        : []),
    ]
  })
  if (problems.length > 0) return { ok: false, problems: Object.fromEntries(problems) }
  return { ok: true, value: { origins: read.flatMap(({ data }) => (data === undefined ? [] : [data])) } }
}

/** A slash behind an origin is what people copy with it. */
const readValue = ({ origin, isPrivate, trustedCertificate }: TypedOrigin) => ({
  origin: origin.trim().replace(/\/$/, ''),
  isPrivate,
  trustedCertificate: trustedCertificate.trim() === '' ? null : trustedCertificate.trim(),
})

export function originLines({ origins }: SettingValue<'webhooks'>, text: Text): readonly SettingLine[] {
  if (origins.length === 0) return [{ what: text('setting.webhooks'), says: text('setting.webhooks.none') }]
  return origins.map(({ origin, isPrivate, trustedCertificate }) => ({
    what: origin,
    says: text('setting.webhooks.line', {
      inside: isPrivate ? 'yes' : 'no',
      certificate: trustedCertificate === null ? 'no' : 'yes',
    }),
  }))
}
