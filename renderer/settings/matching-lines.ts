/** The rules of matching in words, as they stand and as a change of them is shown. Pure. */
import type { MatchRule } from '../../engine/contract/match-rules.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { decimalString } from '../money/format.ts'
import type { SettingLine, Words } from './setting-lines.ts'

type Matching = SettingValue<'matching'>

/** Rules are named without their place, so that one that is removed does not change all that come after; the order is a line. */
export function matchingLines(value: Matching, words: Words): readonly SettingLine[] {
  const { text } = words
  const { rules } = value
  return [
    ...rules.map((rule) => ({ what: rule.name, says: ruleSentence(rule, words) })),
    {
      what: text('setting.matching.order'),
      says: rules.length === 0 ? text('setting.matching.none') : rules.map(({ name }) => name).join(' → '),
    },
    ...matchingTimes(value, words),
  ]
}

/** What holds for all rules together. */
export function matchingTimes(
  { cutOff, unmatchedAfterDays, searchSteps }: Omit<Matching, 'rules'>,
  { text }: Words,
): readonly SettingLine[] {
  return [
    {
      what: text('setting.matching.cut_off'),
      says: text('setting.matching.cut_off.at', { days: cutOff.daysAfter, at: cutOff.at }),
    },
    { what: text('setting.matching.unmatched'), says: text('setting.days', { days: unmatchedAfterDays }) },
    { what: text('setting.matching.steps'), says: text('setting.matching.steps.at_most', { steps: searchSteps }) },
  ]
}

/** A tolerance counts minor units of whatever currency the account has; it is written as the workspace's own would be. */
export function ruleSentence(rule: MatchRule, { text, formats }: Words): string {
  const { by, effect, accounts, daysBefore, daysAfter, party, tolerance, isOn } = rule
  return text('setting.matching.rule', {
    by: text(`setting.matching.by.${by}`),
    effect,
    accounts: accounts.map((kind) => text(`account.kind.${kind}`)).join(', '),
    before: daysBefore,
    after: daysAfter,
    party,
    tolerance: toleranceKind(tolerance),
    amount: formats.money(tolerance?.amount ?? 0, formats.currency),
    percent: decimalString(tolerance?.basisPoints ?? 0, 2),
    to: tolerance === null ? '' : text(`residue.to.${tolerance.residueTo}`),
    on: isOn ? 'yes' : 'no',
  })
}

function toleranceKind(tolerance: MatchRule['tolerance']): 'none' | 'stated' | 'bounds' | 'both' {
  if (tolerance === null) return 'none'
  // Both bounds have to hold, so that one of them is nought leaves nothing but what is stated.
  const hasBounds = tolerance.amount > 0 && tolerance.basisPoints > 0
  if (!tolerance.statedCharges) return 'bounds'
  return hasBounds ? 'both' : 'stated'
}
