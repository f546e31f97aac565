/** Changing a setting, by proposal only: the new value is checked against the shape of its setting, and kept beside the old. */
import type { Database } from 'better-sqlite3'
import { contactProblem, mailProblem } from '../contact/setting-problems.ts'
import { severities } from '../contract/exceptions.ts'
import { type SettingName, type SettingValue, settingValues } from '../contract/settings.ts'
import { gatewaysProblem, virtualIbansProblem } from '../funding/setting-problems.ts'
import { locationsProblem } from '../locations/location-problems.ts'
import { canonical } from '../operations/keys.ts'
import { fieldsAgainstPolicy } from '../policy/managed.ts'
import { matchingProblem } from '../reconcile/rules/rule-problems.ts'
import { sourcesProblem } from '../statements/sources/source-problems.ts'
import type { Json } from '../store/command.ts'
import { webhooksProblem } from '../webhooks/setting-problems.ts'
import { settingInForce } from './in-force.ts'

export type SettingChange = Readonly<{ name: SettingName; value: Json }>

type Issue = Readonly<{ path: string; problem: string }>
export type SettingOutcome =
  | Readonly<{ status: 'done'; before: Json; after: Json; version: number }>
  | Readonly<{ status: 'setting_unusable'; issues: Issue[] }>
  | Readonly<{ status: 'setting_managed'; name: string; fields: string[] }>
  | Readonly<{ status: 'setting_unchanged'; name: string }>

export function changeSetting(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  { name, value }: SettingChange,
  proposal: number,
): SettingOutcome {
  const read = settingValues[name].safeParse(value)
  if (!read.success) {
    const issues = read.error.issues.map(({ path, message }) => ({ path: path.join('.'), problem: message }))
    return { status: 'setting_unusable', issues }
  }
  const { version, value: before } = settingInForce(raw, name)
  const after = read.data
  // A misspelt field is left out by the shape; a rule would then limit nothing, and nobody would notice.
  if (canonical(after) !== canonical(value))
    return { status: 'setting_unusable', issues: [{ path: '', problem: 'it has a field that is not known' }] }
  const fields = fieldsAgainstPolicy(raw, name, after)
  if (fields.length > 0) return { status: 'setting_managed', name, fields }
  const problem = settingProblem(raw, name, after)
  if (problem !== null) return { status: 'setting_unusable', issues: [problem] }
  if (JSON.stringify(before) === JSON.stringify(after)) return { status: 'setting_unchanged', name }
  raw
    .prepare('INSERT INTO setting (name, version, value, proposal, at) VALUES (?, ?, ?, ?, ?)')
    .run(name, version + 1, JSON.stringify(after), proposal, at)
  return { status: 'done', before: before as Json, after: after as Json, version: version + 1 }
}

/** What its shape can't say: a tier that wallets are in can't go, and the rules name no two things alike. */
export function settingProblem(raw: Database, name: SettingName, value: unknown): Issue | null {
  if (name === 'tiers') {
    const { names } = value as { names: readonly string[] }
    const used = raw.prepare(`SELECT DISTINCT tier FROM account WHERE kind = 'wallet'`).pluck().all() as string[]
    const lost = used.find((tier) => !names.includes(tier))
    if (lost !== undefined) return { path: 'names', problem: `wallets are in the tier ${lost}` }
    if (!names.includes('standard')) return { path: 'names', problem: 'new wallets begin in the tier standard' }
    if (new Set(names).size < names.length) return { path: 'names', problem: 'a tier is named twice' }
    const { rules } = settingInForce(raw, 'limits').value
    const bound = rules.find(({ tier }) => tier !== undefined && !names.includes(tier))
    if (bound !== undefined) return { path: 'names', problem: `the limit ${bound.name} is for the tier ${bound.tier}` }
  }
  if (name === 'limits') {
    const { rules } = value as SettingValue<'limits'>
    const names = rules.map((rule) => rule.name)
    if (new Set(names).size < names.length) return { path: 'rules', problem: 'two rules have one name' }
    // A rule for a tier that no wallet can be in would never speak, and nobody would notice that a limit is not held.
    const tiers = settingInForce(raw, 'tiers').value.names
    const lost = rules.find(({ tier }) => tier !== undefined && !tiers.includes(tier))
    if (lost !== undefined) return { path: 'rules', problem: `there is no tier ${lost.tier}` }
  }
  if (name === 'statements') return sourcesProblem(raw, value as SettingValue<'statements'>)
  if (name === 'matching') return matchingProblem(value as SettingValue<'matching'>)
  if (name === 'mail') return mailProblem(value as SettingValue<'mail'>)
  if (name === 'gateways') return gatewaysProblem(raw, value as SettingValue<'gateways'>)
  if (name === 'virtualIbans') return virtualIbansProblem(value as SettingValue<'virtualIbans'>)
  if (name === 'webhooks') return webhooksProblem(value as SettingValue<'webhooks'>)
  if (name === 'locations') return locationsProblem(value as SettingValue<'locations'>)
  if (name === 'contact') return contactProblem(value as SettingValue<'contact'>)
  return name === 'exceptions' ? unusableForExceptions(value as SettingValue<'exceptions'>) : null
}

/** What is worse is never due later, and a step for more money that says no more than one for less would never speak. */
function unusableForExceptions({ moneySteps, dueInHours }: SettingValue<'exceptions'>): Issue | null {
  const rank = (severity: (typeof severities)[number]): number => severities.indexOf(severity)
  const idle = moneySteps.findIndex((step, place) =>
    moneySteps.some(
      (other, otherPlace) =>
        otherPlace !== place && other.atLeast <= step.atLeast && rank(other.severity) <= rank(step.severity),
    ),
  )
  if (idle !== -1) return { path: `moneySteps.${idle}`, problem: 'another step says as much of less money' }
  const late = severities.find((severity, place) =>
    severities.slice(place + 1).some((milder) => dueInHours[milder] < dueInHours[severity]),
  )
  return late === undefined ? null : { path: `dueInHours.${late}`, problem: 'what is less severe would be due sooner' }
}
