/** The settings as the writer and the readers find them: the newest version of each, or what it is by default. */
import type { Database } from 'better-sqlite3'
import { type SettingName, type SettingValue, settingValues } from '../contract/settings.ts'
import { perConnection } from '../store/compiled.ts'
import { defaultSettings } from './defaults.ts'

export type InForce<N extends SettingName> = Readonly<{ version: number; value: SettingValue<N> }>

export function settingInForce<N extends SettingName>(raw: Database, name: N): InForce<N> {
  const { newest, parsed } = known(raw)
  const row = newest.get(name) as Readonly<{ version: number; value: string }> | undefined
  if (row === undefined) return { version: 0, value: defaultSettings[name] }
  // Known by its text and not by its version: one that was only tried is taken back, and its number is used again.
  const key = `${name} ${row.value}`
  const read = parsed.get(key) ?? settingValues[name].parse(JSON.parse(row.value))
  parsed.set(key, read)
  return { version: row.version, value: read as SettingValue<N> }
}

const known = perConnection((raw) => ({
  newest: raw.prepare('SELECT version, value FROM setting WHERE name = ? ORDER BY version DESC LIMIT 1'),
  parsed: new Map<string, unknown>(),
}))
