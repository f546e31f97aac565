import { z } from 'zod'
import { AccountKind, PostingFilter } from '../../engine/contract/accounts.ts'
import { AccountCode, BusinessDay, CurrencyCode } from '../../engine/contract/money.ts'
import { PeriodName } from '../../engine/contract/periods.ts'

export const tabs = ['accounts', 'postings', 'trial-balance', 'periods'] as const

const oneNumber = z.coerce.number().int().positive().optional().catch(undefined)
const day = BusinessDay.optional().catch(undefined)
const { client, reference, text, location } = PostingFilter.shape

/** What the address of the ledger may say. Anything else in it is as if it were not there. */
export const LedgerSearch = z.object({
  tab: z.enum(tabs).catch('accounts').default('accounts'),
  /** What the pane shows: a transaction, before an account, before a period. */
  account: AccountCode.optional().catch(undefined),
  currency: CurrencyCode.optional().catch(undefined),
  transaction: oneNumber,
  /** The row that the transaction was opened from, where it has more postings than one. */
  posting: oneNumber,
  period: PeriodName.optional().catch(undefined),
  // Accounts.
  kind: AccountKind.optional().catch(undefined),
  of: CurrencyCode.optional().catch(undefined),
  search: AccountCode.optional().catch(undefined),
  // Postings.
  in: AccountCode.optional().catch(undefined),
  client: client.catch(undefined),
  type: z.string().max(40).optional().catch(undefined),
  amount: oneNumber,
  reference: reference.catch(undefined),
  text: text.catch(undefined),
  location: location.catch(undefined),
  from: day,
  to: day,
  // An account's statement.
  since: day,
  until: day,
  order: z.enum(['newest', 'oldest']).catch('newest').default('newest'),
  // Trial balance.
  at: z.iso.datetime({ offset: true }).optional().catch(undefined),
})
export type LedgerSearch = z.infer<typeof LedgerSearch>
export type ChangeSearch = (changed: Partial<LedgerSearch>, options?: { replace?: boolean }) => void
