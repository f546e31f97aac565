/** Settings as they are typed, and read back against the contract. Amounts are typed in major units. Pure. */
import type { Role } from '../../engine/contract/permission.ts'
import type { LimitedOperation, SettingValue } from '../../engine/contract/settings.ts'
import type { MessageId } from '../messages/messages.ts'
import { decimalString } from '../money/format.ts'
import { readAmount } from '../money/read.ts'
import { amountProblem } from '../operations/typed.ts'

/** Digits behind the point of a currency; of the workspace's own, where a rule names none. */
export type DigitsOf = (currency: string | null) => number

/** `key` stays with a rule while others are added and removed around it. */
export type TypedLimit = Readonly<{
  key: string
  name: string
  operations: readonly LimitedOperation[]
  currency: string | null
  tier: string | null
  role: Role | null
  perTransaction: string
  perDay: string
  perMonth: string
}>

export type TypedApproval = Readonly<{
  key: string
  role: Role | null
  currency: string | null
  aloneUpTo: string
  approveUpTo: string
}>

/** What is wrong, by the field it is wrong in: `<key of the rule>.<field>`, or the field alone. */
export type Problems = Readonly<Record<string, MessageId>>
export type ReadSetting<V> = Readonly<{ ok: true; value: V }> | Readonly<{ ok: false; problems: Problems }>

export const limitBounds = ['perTransaction', 'perDay', 'perMonth'] as const
export const approvalBounds = ['aloneUpTo', 'approveUpTo'] as const

export const newLimit = (key: string): TypedLimit => ({
  key,
  name: '',
  operations: [],
  currency: null,
  tier: null,
  role: null,
  perTransaction: '',
  perDay: '',
  perMonth: '',
})

export function typedLimits({ rules }: SettingValue<'limits'>, digitsOf: DigitsOf): readonly TypedLimit[] {
  return rules.map((rule, place) => {
    const typed = (minor: number | undefined): string => typedBound(minor ?? null, digitsOf(rule.currency ?? null))
    return {
      key: `rule ${place}`,
      name: rule.name,
      operations: rule.operations ?? [],
      currency: rule.currency ?? null,
      tier: rule.tier ?? null,
      role: rule.role ?? null,
      perTransaction: typed(rule.perTransaction),
      perDay: typed(rule.perDay),
      perMonth: typed(rule.perMonth),
    }
  })
}

export function readLimits(typed: readonly TypedLimit[], digitsOf: DigitsOf): ReadSetting<SettingValue<'limits'>> {
  const problems = Object.fromEntries(typed.flatMap((rule) => limitProblems(rule, typed, digitsOf)))
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const rules = typed.map((rule) => {
    const { operations, currency, tier, role } = rule
    const bounds = limitBounds.flatMap((field) => {
      const minor = readBound(rule[field], digitsOf(currency))
      return typeof minor === 'number' ? [[field, minor] as const] : []
    })
    return {
      name: rule.name.trim(),
      ...(operations.length === 0 ? {} : { operations: [...operations] }),
      ...(currency === null ? {} : { currency }),
      ...(tier === null ? {} : { tier }),
      ...(role === null ? {} : { role }),
      ...Object.fromEntries(bounds),
    }
  })
  return { ok: true, value: { rules } }
}

type Problem = readonly [string, MessageId]
const problem = (field: string, id: MessageId): Problem => [field, id]

function limitProblems(rule: TypedLimit, all: readonly TypedLimit[], digitsOf: DigitsOf): readonly Problem[] {
  const name = rule.name.trim()
  const twice = all.some((other) => other.key !== rule.key && other.name.trim() === name)
  const wrong: MessageId | null = name === '' ? 'rules.limits.name.missing' : twice ? 'rules.limits.name.twice' : null
  const named = wrong === null ? [] : [problem(`${rule.key}.name`, wrong)]
  const empty = limitBounds.every((field) => rule[field].trim() === '')
  const bounds = empty
    ? [problem(`${rule.key}.perTransaction`, 'rules.limits.bound.missing')]
    : boundProblems(rule, limitBounds, digitsOf)
  return [...named, ...bounds]
}

export const newApproval = (key: string): TypedApproval => ({
  key,
  role: null,
  currency: null,
  aloneUpTo: '',
  approveUpTo: '',
})

export function typedApprovals({ rules }: SettingValue<'approvals'>, digitsOf: DigitsOf): readonly TypedApproval[] {
  return rules.map((rule, place) => {
    const currency = rule.currency ?? null
    return {
      key: `rule ${place}`,
      role: rule.role,
      currency,
      aloneUpTo: typedBound(rule.aloneUpTo, digitsOf(currency)),
      approveUpTo: typedBound(rule.approveUpTo, digitsOf(currency)),
    }
  })
}

type TypedApprovals = Readonly<{ rules: readonly TypedApproval[]; expireAfterHours: string }>

export function readApprovals(typed: TypedApprovals, digitsOf: DigitsOf): ReadSetting<SettingValue<'approvals'>> {
  const hours = readHours(typed.expireAfterHours)
  const found: readonly Problem[] = typed.rules.flatMap((rule) => [
    ...(rule.role === null ? [problem(`${rule.key}.role`, 'rules.approvals.role.missing')] : []),
    ...boundProblems(rule, approvalBounds, digitsOf),
  ])
  const all = hours === null ? [...found, problem('expireAfterHours', 'rules.hours.wrong')] : found
  const problems = Object.fromEntries(all)
  if (Object.keys(problems).length > 0 || hours === null) return { ok: false, problems }
  const rules = typed.rules.flatMap(({ role, currency, aloneUpTo, approveUpTo }) => {
    if (role === null) return []
    const bound = (text: string): number | null => readBound(text, digitsOf(currency)) ?? null
    return [
      {
        role,
        ...(currency === null ? {} : { currency }),
        aloneUpTo: bound(aloneUpTo),
        approveUpTo: bound(approveUpTo),
      },
    ]
  })
  return { ok: true, value: { rules, expireAfterHours: hours } }
}

export function readTiers(names: readonly string[]): ReadSetting<SettingValue<'tiers'>> {
  const kept = names.map((name) => name.trim()).filter((name) => name !== '')
  if (kept.length === 0) return { ok: false, problems: { names: 'rules.tiers.missing' } }
  return { ok: true, value: { names: kept } }
}

export function readHolds(typed: string): ReadSetting<SettingValue<'holds'>> {
  const hours = readHours(typed)
  if (hours === null) return { ok: false, problems: { expireAfterHours: 'rules.hours.wrong' } }
  return { ok: true, value: { expireAfterHours: hours } }
}

/** A year and a day: what the contract takes. */
const hoursMax = 8_784

export function readHours(typed: string): number | null {
  const text = typed.trim()
  if (!/^\d{1,4}$/.test(text)) return null
  const hours = Number(text)
  return hours >= 1 && hours <= hoursMax ? hours : null
}

function boundProblems<F extends string>(
  rule: Readonly<Record<F | 'key', string>> & Readonly<{ currency: string | null }>,
  fields: readonly F[],
  digitsOf: DigitsOf,
): readonly Problem[] {
  return fields.flatMap((field): readonly Problem[] => {
    const digits = digitsOf(rule.currency)
    if (readBound(rule[field], digits) !== null) return []
    return [[`${rule.key}.${field}`, amountProblem(rule[field], digits, true) ?? 'amount.unreadable']]
  })
}

/** Nought is a bound, and nothing typed is none; null is what can't be read. */
function readBound(typed: string, digits: number): number | undefined | null {
  const read = readAmount(typed, digits)
  if (read.ok) return read.minor
  if (read.problem === 'empty') return undefined
  return read.problem === 'zero' ? 0 : null
}

const typedBound = (minor: number | null, digits: number): string =>
  minor === null ? '' : decimalString(minor, digits)
