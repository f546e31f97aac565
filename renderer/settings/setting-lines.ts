/** A setting's value as lines that a person reads: what each is about, and what it says. */
import type { z } from 'zod'
import { severities } from '../../engine/contract/exceptions.ts'
import type { Gateway } from '../../engine/contract/gateways.ts'
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
import { decimalString } from '../money/format.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { type ContactField, choiceWord, contactFields, type FieldKind, type MailField } from './contact-drafts.ts'
import { locationLines } from './location-drafts.ts'
import { matchingLines } from './matching-lines.ts'
import { originLines } from './origin-drafts.ts'
import { retentionLines } from './retention-drafts.ts'
import { sourceLines } from './source-lines.ts'

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
    case 'exceptions':
      return read(name, value, text, (of) => exceptionLines(of, words))
    case 'mail':
      return read(name, value, text, (of) => contactLines(of, contactFields.mail, text))
    case 'contact':
      return read(name, value, text, (of) => contactLines(of, contactFields.contact, text))
    case 'matching':
      return read(name, value, text, (of) => matchingLines(of, words))
    case 'gateways':
      return read(name, value, text, (of) => gatewayLines(of, words))
    case 'virtualIbans':
      return read(name, value, text, (of) => virtualIbanLines(of, text))
    case 'statements':
      return read(name, value, text, (of) => sourceLines(of, text))
    case 'webhooks':
      return read(name, value, text, (of) => originLines(of, text))
    case 'locations':
      return read(name, value, text, (of) => locationLines(of))
    case 'retention':
      return read(name, value, text, (of) => retentionLines(of, text))
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

function exceptionLines(
  { moneySteps, dueInHours, snoozeDaysMax }: SettingValue<'exceptions'>,
  { text, formats }: Words,
): readonly SettingLine[] {
  return [
    ...moneySteps.map(({ atLeast, severity }) => ({
      what: text('setting.exceptions.step', { amount: formats.money(atLeast, formats.currency) }),
      says: text(`case.severity.${severity}`),
    })),
    ...severities.map((severity) => ({
      what: text('setting.exceptions.due', { severity: text(`case.severity.${severity}`) }),
      says: text('setting.hours', { hours: dueInHours[severity] }),
    })),
    { what: text('setting.exceptions.snooze'), says: text('setting.days', { days: snoozeDaysMax }) },
  ]
}

function gatewayLines({ gateways }: SettingValue<'gateways'>, words: Words): readonly SettingLine[] {
  const { text } = words
  if (gateways.length === 0) return [{ what: text('setting.gateways'), says: text('setting.gateways.none') }]
  return gateways.map((gateway) => ({
    what: gateway.name,
    says: text('setting.gateways.line', {
      currency: gateway.currency,
      available: gateway.availableWhenPaid ? 'yes' : 'no',
      hours: gateway.expireAfterHours,
      fee: feeWords(gateway, words),
      webhook: gateway.webhook.isOn ? 'on' : 'off',
      seconds: gateway.webhook.toleranceSeconds,
    }),
  }))
}

/** Hundredths of a percent are written as a percentage; `none` where neither part is usual. */
function feeWords({ feePercentBasisPoints, feeFixed, currency }: Gateway, { formats }: Words): string {
  const percent = feePercentBasisPoints === null ? [] : [`${decimalString(feePercentBasisPoints, 2)} %`]
  const fixed = feeFixed === null ? [] : [`${currency} ${formats.money(feeFixed, currency)}`]
  const parts = [...percent, ...fixed]
  return parts.length === 0 ? 'none' : parts.join(' + ')
}

function virtualIbanLines(
  { isOn, country, bankCode, from, to, omnibus }: SettingValue<'virtualIbans'>,
  text: Text,
): readonly SettingLine[] {
  const what = text('setting.virtualIbans')
  if (!isOn) return [{ what, says: text('setting.virtualIbans.off') }]
  return [
    { what, says: text('setting.virtualIbans.range', { country, bank: bankCode, from, to }) },
    { what: text('setting.virtualIbans.omnibus'), says: omnibus },
  ]
}

/** Field by field; a certificate is a wall of letters, so only that there is one is said. */
function contactLines<F extends MailField | ContactField>(
  value: Readonly<Record<F, string | number | boolean | null>>,
  fields: Readonly<Record<F, FieldKind>>,
  text: Text,
): readonly SettingLine[] {
  return (Object.entries(fields) as [F, FieldKind][]).map(([field, kind]) => {
    const found = value[field]
    const what = text(`rules.contact.${field}`)
    if (found === null) return { what, says: text('setting.contact.none') }
    if (kind === 'lines' || typeof found === 'boolean')
      return { what, says: text(found === false ? 'setting.contact.no' : 'setting.contact.yes') }
    const isChoice = kind === 'security' || kind === 'language'
    return { what, says: isChoice ? text(choiceWord(String(found))) : String(found) }
  })
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
