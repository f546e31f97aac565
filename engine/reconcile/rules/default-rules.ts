/** The rules that a workspace begins with: what can be wrong is only suggested. */
import type { MatchRule } from '../../contract/match-rules.ts'
import type { SettingValue } from '../../contract/settings.ts'

const everywhere = ['omnibus', 'gateway', 'clearing'] as const

const rule = (of: Pick<MatchRule, 'id' | 'name' | 'by'> & Partial<MatchRule>): MatchRule => ({
  isOn: true,
  accounts: [...everywhere],
  daysBefore: 31,
  daysAfter: 5,
  party: 'any',
  tolerance: null,
  effect: 'match',
  ...of,
})

export const defaultMatching: SettingValue<'matching'> = {
  cutOff: { daysAfter: 1, at: '12:00' },
  unmatchedAfterDays: 5,
  searchSteps: 50_000,
  rules: [
    rule({ id: 'reference', name: 'Same reference, same amount', by: 'reference' }),
    rule({ id: 'reference-group', name: 'Same reference, in sum', by: 'reference_group' }),
    rule({
      id: 'reference-charges',
      name: 'Same reference, less the charges that the line states',
      by: 'reference_group',
      tolerance: { amount: 0, basisPoints: 0, statedCharges: true, residueTo: 'fee-expense' },
    }),
    rule({
      id: 'reference-tolerance',
      name: 'Same reference, up to 1.00 and 1 % apart',
      by: 'reference',
      tolerance: { amount: 100, basisPoints: 100, statedCharges: false, residueTo: 'fee-expense' },
    }),
    rule({ id: 'batch', name: 'A batch, in sum', by: 'batch', accounts: ['clearing'], daysBefore: 10 }),
    rule({ id: 'day', name: 'A day, in sum', by: 'day', accounts: ['gateway', 'clearing'], daysBefore: 7 }),
    rule({ id: 'party', name: 'Same amount, same party', by: 'amount', party: 'same', daysBefore: 4, daysAfter: 2 }),
    rule({ id: 'amount', name: 'Same amount', by: 'amount', party: 'not_other', daysBefore: 7, effect: 'suggest' }),
    rule({
      id: 'reference-differs',
      name: 'Same reference, another amount',
      by: 'reference',
      tolerance: { amount: 100_000_000, basisPoints: 10_000, statedCharges: false, residueTo: 'write-off' },
      effect: 'suggest',
    }),
    rule({ id: 'search', name: 'Some that come to the amount', by: 'search', daysBefore: 7, effect: 'suggest' }),
  ],
}
