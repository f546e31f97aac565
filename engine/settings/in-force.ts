/**
 * The settings as the writer and the readers find them: what the machine's policy manages, then the newest version of each,
 * or what it is by default.
 */
import type { Database } from 'better-sqlite3'
import { type SettingName, type SettingValue, settingValues } from '../contract/settings.ts'
import { perConnection } from '../store/compiled.ts'
import { defaultSettings } from './defaults.ts'

export type InForce<N extends SettingName> = Readonly<{ version: number; value: SettingValue<N> }>
type Row = Readonly<{ version: number | null; value: string | null; managed: string | null }>

export function settingInForce<N extends SettingName>(raw: Database, name: N): InForce<N> {
  const { newest, parsed } = known(raw)
  const { version, value, managed } = newest.get({ name }) as Row
  if (value === null && managed === null) return { version: 0, value: defaultSettings[name] }
  // Known by its text and not by its version: one that was only tried is taken back, and its number is used again.
  const key = `${name} ${value} ${managed}`
  const read = parsed.get(key) ?? readSetting(name, value, managed)
  parsed.set(key, read)
  return { version: version ?? 0, value: read as SettingValue<N> }
}

/** What was in force before anybody agreed on anything else: what the workspace had before there was such a setting. */
export const valueAtFirst = (raw: Database, name: SettingName): string =>
  (known(raw).atFirst.get(name) as string | undefined) ?? JSON.stringify(defaultSettings[name])

function readSetting(name: SettingName, value: string | null, managed: string | null): unknown {
  const own: object = value === null ? defaultSettings[name] : JSON.parse(value)
  return settingValues[name].parse(managed === null ? own : { ...own, ...JSON.parse(managed) })
}

const known = perConnection((raw) => ({
  newest: raw.prepare(`
    SELECT version, coalesce(agreed.value, first_setting.value) AS value, fields AS managed FROM (SELECT 1)
      LEFT JOIN (SELECT version, value FROM setting WHERE name = @name ORDER BY version DESC LIMIT 1) AS agreed
      LEFT JOIN first_setting ON first_setting.name = @name
      LEFT JOIN managed_setting ON managed_setting.name = @name`),
  atFirst: raw.prepare('SELECT value FROM first_setting WHERE name = ?').pluck(),
  parsed: new Map<string, unknown>(),
}))
