/** A setting's value as lines that a person reads: what each is about, and what it says. */
import type { z } from 'zod'
import {
  type ApprovalRule,
  type LimitRule,
  type SettingName,
  type SettingValue,
  settingNames,
  settingValues,
} from '../../engine/contract/settings.ts'
import { assertNever } from '../assert-never.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'

export type Words = Readonly<{ text: Text; formats: Formats }>

/** `what` is the same before and after a change, so that two values can be held against each other. */
export type SettingLine = Readonly<{ what: string; says: string }>

export const isSettingName = (name: string): name is SettingName => settingNames.some((known) => known === name)

export function settingLines(name: SettingName, value: unknown, words: Words): readonly SettingLine[] {
  const { text } = words
  switch (name) {
    case 'limits':
      return read(name, value, text, ({ rules }) => rules.map((rule) => limitLine(rule, words)))
    case 'approvals':
      return read(name, value, text, ({ rules, expireAfterHours }) => [
        ...rules.map((rule) => approvalLine(rule, words)),
        { what: text('setting.approvals.expire'), says: text('setting.hours', { hours: expireAfterHours }) },
      ])
    case 'tiers':
      return read(name, value, text, ({ names }) => [{ what: text('setting.tiers.names'), says: names.join(', ') }])
    case 'holds':
      return read(name, value, text, ({ expireAfterHours }) => [
        { what: text('setting.holds.expire'), says: text('setting.hours', { hours: expireAfterHours }) },
      ])
    default:
      return assertNever(name)
  }
}

/** A value of another version's shape is shown as it came: better unreadable than not there. */
function read<N extends SettingName>(
  name: N,
  value: unknown,
  text: Text,
  lines: (value: SettingValue<N>) => readonly SettingLine[],
): readonly SettingLine[] {
  const shape: z.ZodType<SettingValue<N>> = settingValues[name] as unknown as z.ZodType<SettingValue<N>>
  const found = shape.safeParse(value)
  return found.success ? lines(found.data) : [{ what: text(`setting.${name}`), says: JSON.stringify(value) }]
}

function limitLine(rule: LimitRule, words: Words): SettingLine {
  return {
    what: rule.name,
    says: words.text('setting.limits.rule', { scope: limitScope(rule, words), bounds: limitBounds(rule, words) }),
  }
}

/** What a rule speaks about; where it names nothing, everything. */
export function limitScope({ operations, currency, tier, role }: LimitRule, { text }: Words): string {
  const parts = [
    ...(operations ? [operations.map((operation) => textOfCode(text, 'posting', operation)).join(', ')] : []),
    ...(currency ? [currency] : []),
    ...(tier ? [text('setting.limits.tier', { tier })] : []),
    ...(role ? [text('setting.limits.role', { role: text(`role.${role}`) })] : []),
  ]
  return parts.length === 0 ? text('setting.limits.all') : parts.join(' · ')
}

function limitBounds(rule: LimitRule, { text, formats }: Words): string {
  const money = (minor: number): string => formats.money(minor, rule.currency ?? formats.currency)
  const bounds = [
    ...(rule.perTransaction === undefined
      ? []
      : [text('setting.limits.at_a_time', { amount: money(rule.perTransaction) })]),
    ...(rule.perDay === undefined ? [] : [text('setting.limits.a_day', { amount: money(rule.perDay) })]),
    ...(rule.perMonth === undefined ? [] : [text('setting.limits.a_month', { amount: money(rule.perMonth) })]),
  ]
  return bounds.length === 0 ? text('setting.no_bound') : bounds.join(', ')
}

function approvalLine({ role, currency, aloneUpTo, approveUpTo }: ApprovalRule, { text, formats }: Words): SettingLine {
  const bound = (minor: number | null): string =>
    minor === null ? text('setting.no_bound') : formats.money(minor, currency ?? formats.currency)
  const who = text(`role.${role}`)
  return {
    what: currency ? `${who} · ${currency}` : who,
    says: text('setting.approvals.rule', { alone: bound(aloneUpTo), approve: bound(approveUpTo) }),
  }
}
