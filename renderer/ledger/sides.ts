/**
 * A balance as an accountant reads it: an amount on the debit or the credit side, never a signed number. The engine's
 * balances are credits less debits.
 */
import type { AccountKind } from '../../engine/contract/accounts.ts'
import type { Text } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'

export type Side = 'debit' | 'credit'

/** Where an account of the kind usually stands, which is where a balance of nothing is written too. */
const usualSide: Readonly<Record<AccountKind, Side>> = {
  wallet: 'credit',
  pending: 'credit',
  receivable: 'debit',
  clearing: 'debit',
  gateway: 'debit',
  omnibus: 'debit',
  payout: 'credit',
  suspense: 'credit',
  'fee-income': 'credit',
  'fee-expense': 'debit',
  'write-off': 'debit',
}

export function sideOf(balance: number, kind: AccountKind): Side {
  if (balance === 0) return usualSide[kind]
  return balance > 0 ? 'credit' : 'debit'
}

type Standing = Readonly<{ balance: number; currency: string }>
type Words = Readonly<{ text: Text; formats: Formats }>

/** "974.50 Cr": for where there is no column for each side. Nothing has no side. */
export function sidedMoney({ balance, currency }: Standing, { text, formats }: Words): string {
  const money = formats.money(Math.abs(balance), currency)
  if (balance === 0) return money
  return text(balance > 0 ? 'ledger.credit_short' : 'ledger.debit_short', { money })
}

/** What stands in the column of one side; empty where the balance is on the other. */
export function onSide(side: Side, account: Standing & Readonly<{ kind: AccountKind }>, formats: Formats): string {
  return sideOf(account.balance, account.kind) === side
    ? formats.money(Math.abs(account.balance), account.currency)
    : ''
}
