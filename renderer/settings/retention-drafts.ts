/** How long is kept what may go, as it is typed, read back and read out. Pure. */
import { type RetentionField, retention, retentionBounds } from '../../engine/contract/retention.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import type { Text } from '../messages/use-text.ts'
import type { ReadSetting } from './setting-drafts.ts'
import type { SettingLine } from './setting-lines.ts'

export const retentionFields = Object.keys(retentionBounds) as readonly RetentionField[]

export type TypedRetention = Readonly<Record<RetentionField, string>>

export const typedRetention = (value: SettingValue<'retention'>): TypedRetention =>
  Object.fromEntries(retentionFields.map((field) => [field, String(value[field])])) as TypedRetention

export function readRetention(typed: TypedRetention): ReadSetting<SettingValue<'retention'>> {
  const read = retention.safeParse(Object.fromEntries(retentionFields.map((field) => [field, daysIn(typed[field])])))
  if (read.success) return { ok: true, value: read.data }
  const wrong = read.error.issues.map(({ path }) => [String(path[0]), 'rules.retention.wrong'] as const)
  return { ok: false, problems: Object.fromEntries(wrong) }
}

const daysIn = (typed: string): number => (/^\d{1,5}$/.test(typed.trim()) ? Number(typed) : Number.NaN)

/** First what goes, and when; then what never does. */
export const retentionLines = (value: SettingValue<'retention'>, text: Text): readonly SettingLine[] =>
  retentionFields.map((field) => ({
    what: text(`rules.field.${field}`),
    says: text('setting.days', { days: value[field] }),
  }))
