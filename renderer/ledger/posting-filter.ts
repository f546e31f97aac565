import type { PostingFilter } from '../../engine/contract/accounts.ts'
import type { LedgerSearch } from './search.ts'

/** What the address asks of the engine: only what is set, since an empty word would be looked for as such. */
export function postingFilterOf(search: LedgerSearch): PostingFilter {
  const { in: account, client, type: kind, amount, reference, text, location, from, to } = search
  return {
    ...(account ? { account } : {}),
    ...(client ? { client } : {}),
    ...(kind ? { kind } : {}),
    ...(amount ? { amount } : {}),
    ...(reference ? { reference } : {}),
    ...(text ? { text } : {}),
    ...(location ? { location } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  }
}

export const noFilter = {
  in: undefined,
  client: undefined,
  type: undefined,
  amount: undefined,
  reference: undefined,
  text: undefined,
  location: undefined,
  from: undefined,
  to: undefined,
} as const

/** The kinds that this console knows; an engine newer than it may post others, which an address may still ask for. */
export const postingKinds = [
  'TopUp',
  'Payment',
  'deposit',
  'withdrawal',
  'payout',
  'purchase',
  'refund',
  'transfer',
  'fee',
  'chargeback',
  'capture',
  'auto_top_up',
  'fund_paid',
  'fund_settled',
  'fund_released',
  'fund_undone',
  'unknown_payer',
  'settlement',
  'adjustment',
  'write_off',
  'reversal',
] as const
