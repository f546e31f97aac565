/** What is usually done about a transaction of a kind. A courtesy: the engine says what can be, and of how much. */
export type PastOperation = 'refund' | 'chargeback' | 'payout'

const byKind: ReadonlyMap<string, PastOperation> = new Map([
  ['purchase', 'refund'],
  ['capture', 'refund'],
  ['Payment', 'refund'],
  ['deposit', 'chargeback'],
  ['TopUp', 'chargeback'],
  ['auto_top_up', 'chargeback'],
  ['withdrawal', 'payout'],
])

export const pastOperationOf = (kind: string): PastOperation | null => byKind.get(kind) ?? null
