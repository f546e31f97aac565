/** All rules in force, one after another: what one has taken the next do not see. */
import type { MatchRule } from '../../contract/match-rules.ts'
import { assertNever } from '../../invariant.ts'
import type { ItemSet } from '../items/item-set.ts'
import { matchByAmount, type PartyOf } from './amount.ts'
import { type MayBeMatched, netCorrections } from './corrections.ts'
import { Findings } from './findings.ts'
import { matchByReference } from './reference.ts'
import { type ChargesOf, matchGroups } from './reference-group.ts'
import { netReversals } from './reversals.ts'
import { searchSums } from './search.ts'
import { releaseShared, type SharedKeys, sharedKeys } from './shared-keys.ts'
import { matchBatches, matchDays } from './sums.ts'

export type Look = Readonly<{ chargesOf: ChargesOf; partyOf: PartyOf }>

/**
 * The number of a match that no rule made: a posting and its reversal, which no statement ever tells of, and a line that a
 * bank took back, which nobody ever posted.
 */
export const reversalRule = 255

export function runPasses(
  { lines, postings }: Readonly<{ lines: ItemSet; postings: ItemSet }>,
  rules: readonly MatchRule[],
  { look, searchSteps, mayBeMatched }: Readonly<{ look: Look; searchSteps: number; mayBeMatched: MayBeMatched }>,
): Findings {
  const found = new Findings(lines, postings)
  const shared = sharedKeys(lines, postings)
  for (const [number, rule] of rules.entries()) runPass(found, shared, { rule, number, look, searchSteps })
  netReversals(found, reversalRule)
  netCorrections(found, shared, { rule: reversalRule, mayBeMatched })
  releaseShared(shared)
  return found
}

type Pass = Readonly<{ rule: MatchRule; number: number; look: Look; searchSteps: number }>

function runPass(found: Findings, shared: SharedKeys, { rule, number, look, searchSteps }: Pass): void {
  switch (rule.by) {
    case 'reference':
      return matchByReference(found, shared, rule, number)
    case 'reference_group':
      return matchGroups(found, shared, { rule, number, chargesOf: look.chargesOf })
    case 'batch':
      return matchBatches(found, { rule, number })
    case 'day':
      return matchDays(found, { rule, number })
    case 'amount':
      return matchByAmount(found, { rule, number, partyOf: look.partyOf })
    case 'search':
      return searchSums(found, { rule, number, steps: searchSteps })
    default:
      return assertNever(rule.by)
  }
}
