/** How bad exceptions are and when they are due, as it is typed, and read back against the contract. Pure. */
import { type Severity, severities } from '../../engine/contract/exceptions.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import type { MessageId } from '../messages/messages.ts'
import { decimalString } from '../money/format.ts'
import { readAmount } from '../money/read.ts'
import { amountProblem } from '../operations/typed.ts'
import { type ReadSetting, readHours } from './setting-drafts.ts'

/** `key` stays with a step while others are added and removed around it. */
export type TypedStep = Readonly<{ key: string; atLeast: string; severity: Severity }>

export type TypedExceptions = Readonly<{
  steps: readonly TypedStep[]
  dueInHours: Readonly<Record<Severity, string>>
  snoozeDaysMax: string
}>

export const newStep = (key: string): TypedStep => ({ key, atLeast: '', severity: 'high' })

export function typedExceptions(
  { moneySteps, dueInHours, snoozeDaysMax }: SettingValue<'exceptions'>,
  digits: number,
): TypedExceptions {
  const { critical, high, medium, low } = dueInHours
  return {
    steps: moneySteps.map(({ atLeast, severity }, place) => ({
      key: `step ${place}`,
      atLeast: decimalString(atLeast, digits),
      severity,
    })),
    dueInHours: { critical: String(critical), high: String(high), medium: String(medium), low: String(low) },
    snoozeDaysMax: String(snoozeDaysMax),
  }
}

type Problem = readonly [string, MessageId]

/** Problems are named `<key of the step>.atLeast`, by the severity, or `snoozeDaysMax`. */
export function readExceptions(typed: TypedExceptions, digits: number): ReadSetting<SettingValue<'exceptions'>> {
  const steps = typed.steps.map((step) => ({ ...step, read: readAmount(step.atLeast, digits) }))
  const moneySteps = steps.flatMap(({ read, severity }) => (read.ok ? [{ atLeast: read.minor, severity }] : []))
  const hours = severities.map((severity) => readHours(typed.dueInHours[severity]))
  const [critical = null, high = null, medium = null, low = null] = hours
  const days = readDays(typed.snoozeDaysMax)
  const found: readonly Problem[] = [
    ...steps.flatMap(({ key, atLeast, read, severity }, place): readonly Problem[] => {
      const field = `${key}.atLeast`
      if (!read.ok) return [[field, missing(read.problem) ?? amountProblem(atLeast, digits) ?? 'amount.unreadable']]
      const others = steps.filter((_, other) => other !== place)
      const isIdle = others.some(
        (other) => other.read.ok && other.read.minor <= read.minor && rankOf(other.severity) <= rankOf(severity),
      )
      return isIdle ? [[field, 'rules.exceptions.step.idle']] : []
    }),
    ...severities.flatMap((severity, place): readonly Problem[] => {
      const own = hours[place] ?? null
      if (own === null) return [[severity, 'rules.hours.wrong']]
      const isLate = hours.slice(place + 1).some((milder) => milder !== null && milder < own)
      return isLate ? [[severity, 'rules.exceptions.due.order']] : []
    }),
    ...(days === null ? [['snoozeDaysMax', 'rules.exceptions.snooze.wrong'] as const] : []),
  ]
  const isWhole = critical !== null && high !== null && medium !== null && low !== null && days !== null
  if (found.length > 0 || !isWhole) return { ok: false, problems: Object.fromEntries(found) }
  return { ok: true, value: { moneySteps, dueInHours: { critical, high, medium, low }, snoozeDaysMax: days } }
}

const missing = (problem: string): MessageId | null =>
  problem === 'empty' || problem === 'zero' ? 'rules.exceptions.atLeast.missing' : null

const rankOf = (severity: Severity): number => severities.indexOf(severity)

/** A year: what the contract takes. */
const daysMax = 366

function readDays(typed: string): number | null {
  const text = typed.trim()
  if (!/^\d{1,3}$/.test(text)) return null
  const days = Number(text)
  return days >= 1 && days <= daysMax ? days : null
}
