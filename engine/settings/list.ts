import { isoOf } from '../calendar/instant.ts'
import { type Currency, type Setting, type SettingName, settingNames } from '../contract/settings.ts'
import type { QueryContext } from '../store/command.ts'
import { homeOf } from '../workspace/home.ts'
import { defaultSettings } from './defaults.ts'

export const listSettings = (context: QueryContext, _: null): Setting[] =>
  settingNames.flatMap((name) => settingHistory(context, { name }).slice(0, 1))

/** Newest first; the last one is what was in force before anybody changed it. */
export function settingHistory({ raw }: QueryContext, { name }: Readonly<{ name: SettingName }>): Setting[] {
  const rows = raw
    .prepare('SELECT version, value, at, proposal FROM setting WHERE name = ? ORDER BY version DESC')
    .all(name) as { version: number; value: string; at: number; proposal: number }[]
  const changed = rows.map((row) => ({ ...row, name, value: JSON.parse(row.value), at: isoOf(row.at) }))
  return [
    ...changed,
    { name, version: 0, value: defaultSettings[name] as unknown as Setting['value'], at: null, proposal: null },
  ]
}

export function listCurrencies({ raw }: QueryContext, _: null): Currency[] {
  const home = homeOf(raw).currency
  const rows = raw.prepare('SELECT code, digits FROM currency ORDER BY code').all() as Omit<Currency, 'home'>[]
  return rows.map((row) => ({ ...row, home: row.code === home }))
}
