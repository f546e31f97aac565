/** The rules of matching as they are typed, and read back against the contract. Pure. */
import type { MatchRule, MatchRuleKind, ReconcilableKind, ResidueAccount } from '../../engine/contract/match-rules.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import type { MessageId } from '../messages/messages.ts'
import { decimalString } from '../money/format.ts'
import { readAmount } from '../money/read.ts'
import { amountProblem } from '../operations/typed.ts'
import type { ReadSetting } from './setting-drafts.ts'
import { readWhole } from './whole-number.ts'

/** `key` stays with a rule while others move around it. */
export type TypedMatchRule = Readonly<{
  key: string
  /** What its matches name it by: a rule keeps it under any name and at any place. */
  id: string
  /** What a rule goes by is chosen once: matches that were made by it mean that. */
  isNew: boolean
  name: string
  isOn: boolean
  accounts: readonly ReconcilableKind[]
  by: MatchRuleKind
  daysBefore: string
  daysAfter: string
  party: MatchRule['party']
  mayDiffer: boolean
  amount: string
  percent: string
  statedCharges: boolean
  residueTo: ResidueAccount
  effect: MatchRule['effect']
}>

export type TypedMatching = Readonly<{
  rules: readonly TypedMatchRule[]
  daysAfter: string
  at: string
  unmatchedAfterDays: string
  searchSteps: string
}>

/** Begins as what can do no harm: it suggests, and only what comes out even. */
export const newMatchRule = (key: string, id: string): TypedMatchRule => ({
  key,
  id,
  isNew: true,
  name: '',
  isOn: true,
  accounts: ['omnibus', 'gateway', 'clearing'],
  by: 'amount',
  daysBefore: '7',
  daysAfter: '5',
  party: 'not_other',
  mayDiffer: false,
  amount: '',
  percent: '',
  statedCharges: false,
  residueTo: 'fee-expense',
  effect: 'suggest',
})

export function typedMatching(value: SettingValue<'matching'>, digits: number): TypedMatching {
  const { cutOff, unmatchedAfterDays, searchSteps, rules } = value
  return {
    rules: rules.map((rule, place) => typedRule(rule, { key: `rule ${place}`, digits })),
    daysAfter: String(cutOff.daysAfter),
    at: cutOff.at,
    unmatchedAfterDays: String(unmatchedAfterDays),
    searchSteps: String(searchSteps),
  }
}

function typedRule(rule: MatchRule, { key, digits }: Readonly<{ key: string; digits: number }>): TypedMatchRule {
  const { tolerance, ...kept } = rule
  return {
    ...kept,
    key,
    isNew: false,
    daysBefore: String(rule.daysBefore),
    daysAfter: String(rule.daysAfter),
    mayDiffer: tolerance !== null,
    amount: tolerance === null ? '' : decimalString(tolerance.amount, digits),
    percent: tolerance === null ? '' : decimalString(tolerance.basisPoints, 2),
    statedCharges: tolerance?.statedCharges ?? false,
    residueTo: tolerance?.residueTo ?? 'fee-expense',
  }
}

type Problem = readonly [string, MessageId]

const days = { min: 0, max: 366 }

/** Problems are named `<key of the rule>.<field>`, or by the field alone. */
export function readMatching(typed: TypedMatching, digits: number): ReadSetting<SettingValue<'matching'>> {
  const daysAfter = readWhole(typed.daysAfter, { min: 0, max: 31 })
  const at = /^([01]\d|2[0-3]):[0-5]\d$/.test(typed.at) ? typed.at : null
  const unmatchedAfterDays = readWhole(typed.unmatchedAfterDays, { min: 1, max: 366 })
  const searchSteps = readWhole(typed.searchSteps, { min: 1_000, max: 10_000_000 })
  const rules = typed.rules.map((rule) => readRule(rule, { all: typed.rules, digits }))
  const problems: readonly Problem[] = [
    ...rules.flatMap((rule) => rule.problems),
    ...(daysAfter === null ? [['daysAfter', 'rules.matching.cut_off.wrong'] as const] : []),
    ...(at === null ? [['at', 'rules.matching.at.wrong'] as const] : []),
    ...(unmatchedAfterDays === null ? [['unmatchedAfterDays', 'rules.exceptions.snooze.wrong'] as const] : []),
    ...(searchSteps === null ? [['searchSteps', 'rules.matching.steps.wrong'] as const] : []),
  ]
  if (problems.length > 0 || daysAfter === null || at === null || unmatchedAfterDays === null || searchSteps === null)
    return { ok: false, problems: Object.fromEntries(problems) }
  const value = { cutOff: { daysAfter, at }, unmatchedAfterDays, searchSteps }
  return { ok: true, value: { ...value, rules: rules.flatMap(({ rule }) => (rule === null ? [] : [rule])) } }
}

/** What a rule of a kind can look at; the rest is neither asked for nor proposed. */
export const usesOf = ({ by, effect }: Pick<MatchRule, 'by' | 'effect'>) => ({
  party: by === 'amount',
  // By an amount alone nothing that differs is certain.
  tolerance: by === 'reference' || by === 'reference_group' || (by === 'amount' && effect === 'suggest'),
  statedCharges: by === 'reference_group',
  match: by !== 'search',
})

export type ReadRule = Readonly<{ rule: MatchRule | null; problems: readonly Problem[] }>

export function readRule(
  typed: TypedMatchRule,
  { all, digits }: Readonly<{ all: readonly TypedMatchRule[]; digits: number }>,
): ReadRule {
  const { key, id, isOn, accounts, by } = typed
  const uses = usesOf(typed)
  const party = uses.party ? typed.party : 'any'
  const effect = uses.match ? typed.effect : 'suggest'
  const name = typed.name.trim()
  const isTwice = all.some((other) => other.key !== key && other.name.trim() === name)
  const daysBefore = readWhole(typed.daysBefore, days)
  const daysAfter = readWhole(typed.daysAfter, days)
  const mayDiffer = uses.tolerance && typed.mayDiffer
  const statedCharges = uses.statedCharges && typed.statedCharges
  const tolerance = readTolerance({ ...typed, mayDiffer, statedCharges }, digits)
  const problems: readonly Problem[] = [
    ...(name === '' ? [[`${key}.name`, 'rules.matching.name.missing'] as const] : []),
    ...(name !== '' && isTwice ? [[`${key}.name`, 'rules.limits.name.twice'] as const] : []),
    ...(accounts.length === 0 ? [[`${key}.accounts`, 'rules.matching.accounts.missing'] as const] : []),
    ...(daysBefore === null ? [[`${key}.daysBefore`, 'rules.matching.days.wrong'] as const] : []),
    ...(daysAfter === null ? [[`${key}.daysAfter`, 'rules.matching.days.wrong'] as const] : []),
    ...tolerance.problems,
  ]
  if (problems.length > 0 || daysBefore === null || daysAfter === null) return { rule: null, problems }
  const rule = { id, name, isOn, accounts: [...accounts], by, daysBefore, daysAfter, party, effect }
  return { rule: { ...rule, tolerance: tolerance.value }, problems }
}

const amountMax = 100_000_000
const nothing = 'rules.matching.tolerance.nothing'

function readTolerance(
  { key, mayDiffer, amount, percent, statedCharges, residueTo }: TypedMatchRule,
  digits: number,
): Readonly<{ value: MatchRule['tolerance']; problems: readonly Problem[] }> {
  if (!mayDiffer) return { value: null, problems: [] }
  const minor = readBound(amount, digits)
  const basisPoints = readBound(percent, 2)
  const wrong: readonly Problem[] = [
    ...(minor === null ? [[`${key}.amount`, amountProblem(amount, digits, true) ?? 'amount.unreadable'] as const] : []),
    ...(minor !== null && minor > amountMax ? [[`${key}.amount`, 'amount.too_large'] as const] : []),
    ...(basisPoints === null || basisPoints > 10_000
      ? [[`${key}.percent`, 'rules.matching.percent.wrong'] as const]
      : []),
  ]
  if (wrong.length > 0 || minor === null || basisPoints === null) return { value: null, problems: wrong }
  // The two bounds hold at once: beside a nought the other would look as if it allowed something.
  if (minor > 0 !== basisPoints > 0)
    return { value: null, problems: [[`${key}.${minor > 0 ? 'percent' : 'amount'}`, 'rules.matching.tolerance.both']] }
  if (minor === 0 && !statedCharges) return { value: null, problems: [[`${key}.amount`, nothing]] }
  return { value: { amount: minor, basisPoints, statedCharges, residueTo }, problems: [] }
}

/** Nothing typed is nought; null is what can't be read. */
function readBound(typed: string, digits: number): number | null {
  const read = readAmount(typed, digits)
  if (read.ok) return read.minor
  return read.problem === 'empty' || read.problem === 'zero' ? 0 : null
}
