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
  const { version, value, managed } = newest.get(name, name) as Row
  if (value === null && managed === null) return { version: 0, value: defaultSettings[name] }
  // Known by its text and not by its version: one that was only tried is taken back, and its number is used again.
  const key = `${name} ${value} ${managed}`
  const read = parsed.get(key) ?? readSetting(name, value, managed)
  parsed.set(key, read)
  return { version: version ?? 0, value: read as SettingValue<N> }
}

function readSetting(name: SettingName, value: string | null, managed: string | null): unknown {
  const own: object = value === null ? defaultSettings[name] : JSON.parse(value)
  return settingValues[name].parse(managed === null ? own : { ...own, ...JSON.parse(managed) })
}

const known = perConnection((raw) => ({
  newest: raw.prepare(`
    SELECT version, value, fields AS managed FROM (SELECT 1)
      LEFT JOIN (SELECT version, value FROM setting WHERE name = ? ORDER BY version DESC LIMIT 1)
      LEFT JOIN managed_setting ON name = ?`),
  parsed: new Map<string, unknown>(),
}))
