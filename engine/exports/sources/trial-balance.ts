/** Debits and credits by kind of account, now or as the books stood at an instant. */
import type { TrialBalanceLine } from '../../contract/accounts.ts'
import { readTrialBalance } from '../../ledger/trial-balance.ts'
import { sourceOf } from '../source.ts'

export const trialBalance = sourceOf<'trial_balance', TrialBalanceLine>('trial_balance', {
  title: 'Trial balance',
  columns: {
    kind: ['state', 2],
    currency: ['text', 1],
    accounts: ['integer', 1],
    debit: ['money', 2],
    credit: ['money', 2],
  },
  pages: async function* (context, { at }) {
    yield readTrialBalance(context, { at: at === undefined ? null : Date.parse(at) }).items
  },
})
