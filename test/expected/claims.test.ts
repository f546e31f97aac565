/** What a settlement comes to, by what was agreed: to the cent, and whatever is claimed is all that was owed. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { claimsOf } from '../../engine/expected/claims.ts'

const net = { how: 'net', topUpFee: 0, paymentFee: 0 } as const

it.each([
  ['the producer owes us what it took', { owed: 700, topUps: 1_000, payments: 300 }, net, ['net 700 clears 700']],
  ['we owe it what was bought', { owed: -200, topUps: 100, payments: 300 }, net, ['net -200 clears -200']],
  ['nothing is left over', { owed: 0, topUps: 300, payments: 300 }, net, []],
  [
    'each by itself',
    { owed: 700, topUps: 1_000, payments: 300 },
    { ...net, how: 'gross' },
    ['top_ups 1000 clears 1000', 'payments -300 clears -300'],
  ],
  ['only top-ups', { owed: 1_000, topUps: 1_000, payments: 0 }, { ...net, how: 'gross' }, ['top_ups 1000 clears 1000']],
  [
    'it keeps 1.5 % of what it took, we keep 2.5 % of what was bought',
    { owed: 7_000, topUps: 10_000, payments: 3_000 },
    { ...net, topUpFee: 150, paymentFee: 250 },
    ['net 6925 clears 7000 less 150 more 75'],
  ],
  [
    'each side’s fee off its own payment',
    { owed: 7_000, topUps: 10_000, payments: 3_000 },
    { how: 'gross', topUpFee: 150, paymentFee: 250 },
    ['top_ups 9850 clears 10000 less 150', 'payments -2925 clears -3000 more 75'],
  ],
  [
    'half a cent goes up',
    { owed: 50, topUps: 50, payments: 0 },
    { ...net, topUpFee: 100 },
    ['net 49 clears 50 less 1'],
  ],
  [
    'of what was taken back there is no fee',
    { owed: -50, topUps: -50, payments: 0 },
    { ...net, topUpFee: 100 },
    ['net -50 clears -50'],
  ],
  ['fees use all of it up', { owed: 10, topUps: 10, payments: 0 }, { ...net, topUpFee: 10_000 }, []],
] as const)('%s', (_, unclaimed, terms, expected) => {
  const said = claimsOf(unclaimed, terms).map(
    ({ part, amount, cleared, feeExpense, feeIncome }) =>
      `${part} ${amount} clears ${cleared}${feeExpense > 0 ? ` less ${feeExpense}` : ''}${feeIncome > 0 ? ` more ${feeIncome}` : ''}`,
  )
  expect(said).toEqual(expected)
})

it('clears all that is owed, and what the bank moves is that less the fees', () => {
  const money = fc.integer({ min: 0, max: 9_000_000_000_000 })
  const terms = fc.record({
    how: fc.constantFrom('net', 'gross'),
    topUpFee: fc.integer({ min: 0, max: 9_999 }),
    paymentFee: fc.integer({ min: 0, max: 9_999 }),
  })
  fc.assert(
    fc.property(money, money, fc.integer({ min: -1_000, max: 1_000 }), terms, (topUps, payments, other, agreed) => {
      const owed = topUps - payments + other
      const claims = claimsOf({ owed, topUps, payments }, agreed as Parameters<typeof claimsOf>[1])
      const sum = (of: (claim: (typeof claims)[number]) => number) => claims.reduce((all, one) => all + of(one), 0)
      for (const { amount, cleared, feeExpense, feeIncome } of claims) {
        expect(Number.isSafeInteger(amount)).toBe(true)
        expect(amount).toBe(cleared - feeExpense + feeIncome)
      }
      const whole = agreed.how === 'net' ? 1 : Number(owed + payments !== 0) + Number(payments !== 0)
      if (claims.length === whole) expect(sum(({ cleared }) => cleared)).toBe(owed)
    }),
  )
})
