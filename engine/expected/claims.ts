/** What a settlement comes to: of what nobody has claimed yet on a clearing account, by what was agreed. Pure. */
import type { ExpectedPart } from '../contract/expected.ts'
import type { SettlementTerms } from '../contract/settlement-terms.ts'

/** Nobody has claimed it yet: what is owed, debit positive, and what of it were top-ups and payments of batches. */
export type Unclaimed = Readonly<{ owed: number; topUps: number; payments: number }>

export type Claim = Readonly<{
  part: Exclude<ExpectedPart, 'withdrawal'>
  /** As the bank sees it: what the producer pays us is positive. */
  amount: number
  topUps: number
  payments: number
  feeExpense: number
  feeIncome: number
  cleared: number
}>

type Fees = Pick<SettlementTerms, 'how' | 'topUpFee' | 'paymentFee'>

/** Claims together clear exactly what is owed. What fees would use up whole is no payment, and waits for the next time. */
export function claimsOf({ owed, topUps, payments }: Unclaimed, { how, topUpFee, paymentFee }: Fees): readonly Claim[] {
  const feeExpense = shareOf(topUps, topUpFee)
  const feeIncome = shareOf(payments, paymentFee)
  if (how === 'net') return someOf([claim('net', { owed, topUps, payments }, feeExpense, feeIncome)])
  // Whatever is neither, corrections and what a person bought at the counter, goes with the top-ups.
  const bought = { owed: 0 - payments, topUps: 0, payments }
  return someOf([
    claim('top_ups', { owed: owed + payments, topUps, payments: 0 }, feeExpense, 0),
    claim('payments', bought, 0, feeIncome),
  ])
}

const claim = (part: Claim['part'], unclaimed: Unclaimed, feeExpense: number, feeIncome: number): Claim => ({
  part,
  amount: unclaimed.owed - feeExpense + feeIncome,
  topUps: unclaimed.topUps,
  payments: unclaimed.payments,
  feeExpense,
  feeIncome,
  cleared: unclaimed.owed,
})

const someOf = (claims: readonly Claim[]): readonly Claim[] => claims.filter(({ amount }) => amount !== 0)

/** Half a cent goes up; of what was taken back there is no fee. */
function shareOf(amount: number, share: number): number {
  if (amount <= 0 || share === 0) return 0
  const whole = Math.floor(amount / 10_000)
  return whole * share + Math.floor(((amount - whole * 10_000) * share + 5_000) / 10_000)
}
