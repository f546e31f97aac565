/** The proof of a bank's money in words, and where each of its terms leads. Pure. */
import type { OmnibusProof, ProofTerm } from '../../engine/contract/reconciliation.ts'
import { assertNever } from '../assert-never.ts'
import { accountsAddress } from '../ledger/address.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'
import { openOfDayAddress } from './address.ts'

type Of = Pick<OmnibusProof, 'account' | 'currency' | 'day'>

/** The rows that a term is made of: accounts of its kind, or what was open at the end of the day. */
export function termAddress({ term }: Pick<ProofTerm, 'term'>, of: Of): string {
  switch (term) {
    case 'wallets':
      return accountsAddress('wallet', of.currency)
    case 'fee_income':
      return accountsAddress('fee-income', of.currency)
    case 'fee_expense':
      return accountsAddress('fee-expense', of.currency)
    case 'write_off':
      return accountsAddress('write-off', of.currency)
    case 'other_banks':
      return accountsAddress('omnibus', of.currency)
    case 'pending':
    case 'payout':
    case 'suspense':
    case 'gateway':
    case 'clearing':
    case 'receivable':
      return accountsAddress(term, of.currency)
    case 'lines_not_posted':
    case 'postings_not_at_bank':
      return openOfDayAddress(of, of.day)
    default:
      return assertNever(term)
  }
}

export type Verdict = Readonly<{ tone: Tone; words: string }>

/** What it comes to, plainly: who has more than whom, and how much. */
export function proofVerdict(
  { bankClosing, bankDay, isTold, difference }: Pick<OmnibusProof, 'bankClosing' | 'bankDay' | 'isTold' | 'difference'>,
  { text, money }: Readonly<{ text: Text; money: (minor: bigint) => string }>,
): Verdict {
  if (bankClosing === null || bankDay === null || difference === null)
    return { tone: 'low', words: text('proof.no_statement') }
  // Behind the last statement everything waits for the bank: that it comes out says nothing.
  if (!isTold) return { tone: 'medium', words: text('proof.untold', { day: bankDay }) }
  const gap = BigInt(difference)
  if (gap === 0n) return { tone: 'ok', words: text('proof.proven') }
  return {
    tone: 'critical',
    words: text(gap > 0n ? 'proof.bank_has_more' : 'proof.bank_has_less', { amount: money(gap < 0n ? -gap : gap) }),
  }
}

const dayMs = 86_400_000

export const dayBeside = (day: string, step: 1 | -1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + step * dayMs).toISOString().slice(0, 10)
