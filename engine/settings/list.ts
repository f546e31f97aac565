import { isoOf } from '../calendar/instant.ts'
import { type Currency, type Setting, type SettingName, settingNames } from '../contract/settings.ts'
import { managedFields } from '../policy/managed.ts'
import type { QueryContext } from '../store/command.ts'
import { homeOf } from '../workspace/home.ts'
import { settingInForce, valueAtFirst } from './in-force.ts'

/** The values in force, with what the machine's policy says of them. */
export const listSettings = (context: QueryContext, _: null): Setting[] =>
  settingNames.flatMap((name) =>
    settingHistory(context, { name })
      .slice(0, 1)
      .map((newest) => ({
        ...newest,
        value: settingInForce(context.raw, name).value as unknown as Setting['value'],
        managed: Object.keys(managedFields(context.raw, name)),
      })),
  )

/** What people agreed on, newest first; the last one is what was in force before anybody changed it. */
export function settingHistory({ raw }: QueryContext, { name }: Readonly<{ name: SettingName }>): Setting[] {
  const rows = raw
    .prepare('SELECT version, value, at, proposal FROM setting WHERE name = ? ORDER BY version DESC')
    .all(name) as { version: number; value: string; at: number; proposal: number }[]
  const changed = rows.map((row) => ({ ...row, name, value: JSON.parse(row.value), at: isoOf(row.at), managed: [] }))
  return [
    ...changed,
    {
      name,
      version: 0,
      value: JSON.parse(valueAtFirst(raw, name)) as Setting['value'],
      at: null,
      proposal: null,
      managed: [],
    },
  ]
}

export function listCurrencies({ raw }: QueryContext, _: null): Currency[] {
  const home = homeOf(raw).currency
  const rows = raw.prepare('SELECT code, digits FROM currency ORDER BY code').all() as Omit<Currency, 'home'>[]
  return rows.map((row) => ({ ...row, home: row.code === home }))
}
