/** What the store knows of the policy: which fields of a setting are managed, and the setting as it is with them. */
import type { Database } from 'better-sqlite3'
import type { SettingName } from '../contract/settings.ts'
import { canonical } from '../operations/keys.ts'
import { perConnection } from '../store/compiled.ts'
import type { Fields } from './policy-file.ts'

/** The managed fields of a setting with their values; none for a setting that the policy leaves alone. */
export function managedFields(raw: Database, name: SettingName): Fields {
  const text = statementsOf(raw).fields.get(name) as string | undefined
  return text === undefined ? {} : (JSON.parse(text) as Fields)
}

/** Which managed fields a value would change. */
export function fieldsAgainstPolicy(raw: Database, name: SettingName, value: unknown): string[] {
  const given = value as Readonly<Record<string, unknown>>
  return Object.entries(managedFields(raw, name))
    .filter(([field, managed]) => canonical(given[field]) !== canonical(managed))
    .map(([field]) => field)
}

const statementsOf = perConnection((raw) => ({
  fields: raw.prepare('SELECT fields FROM managed_setting WHERE name = ?').pluck(),
}))
