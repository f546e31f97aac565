/** Rules that would not mean what somebody means are refused before they are in force. */
import { expect, it } from 'vitest'
import type { MatchRule } from '../../engine/contract/match-rules.ts'
import { defaultMatching } from '../../engine/reconcile/rules/default-rules.ts'
import { matchingProblem } from '../../engine/reconcile/rules/rule-problems.ts'

const tolerance = { amount: 1, basisPoints: 1, statedCharges: false, residueTo: 'write-off' } as const
const last = defaultMatching.rules.length
const withRule = (change: Partial<MatchRule>) => {
  const [first] = defaultMatching.rules
  if (first === undefined) throw new Error('there are rules')
  return { ...defaultMatching, rules: [...defaultMatching.rules, { ...first, id: 'new', name: 'New', ...change }] }
}

it.each<[what: string, change: Partial<MatchRule>, path: string | null]>([
  ['a rule of its own', {}, null],
  ['the id of another', { id: 'party' }, `rules.${last}.id`],
  ['the name of another', { name: 'Same amount' }, `rules.${last}.name`],
  ['a search that decides', { by: 'search', effect: 'match' }, `rules.${last}.effect`],
  ['a tolerance without a reference that decides', { by: 'amount', tolerance }, `rules.${last}.tolerance`],
  ['a tolerance without a reference that suggests', { by: 'amount', tolerance, effect: 'suggest' }, null],
  ['a tolerance of a sum', { by: 'day', tolerance, effect: 'suggest' }, `rules.${last}.tolerance`],
  ['a party without an amount', { by: 'reference', party: 'same' }, `rules.${last}.party`],
  ['a party with an amount', { by: 'amount', party: 'same' }, null],
  [
    'stated charges of one line',
    { by: 'reference', tolerance: { ...tolerance, statedCharges: true } },
    `rules.${last}.tolerance`,
  ],
  ['a tolerance with a reference', { by: 'reference_group', tolerance }, null],
])('%s', (_, change, path) => {
  expect(matchingProblem(withRule(change))?.path ?? null).toBe(path)
})

it('the rules that a workspace begins with are usable', () => {
  expect(matchingProblem(defaultMatching)).toBeNull()
})
