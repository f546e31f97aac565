/** What makes sense to offer about a transaction: by its kind, by what is left of it and by what the person may do. */
import type { Transaction } from '../../engine/contract/accounts.ts'
import type { Permission } from '../../engine/contract/permission.ts'

export type Action = 'refund' | 'chargeback' | 'payout' | 'reverse'

/** What each kind of transaction is undone or followed by in the trade; anything can be reversed. */
const usual: Readonly<Record<string, Action>> = {
  purchase: 'refund',
  capture: 'refund',
  Payment: 'refund',
  deposit: 'chargeback',
  auto_top_up: 'chargeback',
  TopUp: 'chargeback',
  withdrawal: 'payout',
}

export function actionsFor(
  { kind, left }: Pick<Transaction, 'kind' | 'left'>,
  permissions: readonly Permission[],
): readonly Action[] {
  if (left === 0) return []
  const may = (...needed: readonly Permission[]): boolean => needed.every((each) => permissions.includes(each))
  const own = usual[kind]
  return [
    ...(own !== undefined && may('ledger.operate') ? [own] : []),
    ...(may('ledger.correct', 'proposals.propose') ? (['reverse'] as const) : []),
  ]
}
