import { z } from 'zod'
import { CurrencyCode } from '../../engine/contract/money.ts'
import { MatchState } from '../../engine/contract/reconciliation.ts'

const oneNumber = z.coerce.number().int().positive().optional().catch(undefined)
const currency = CurrencyCode.optional().catch(undefined)
const day = z.iso.date().optional().catch(undefined)

export const AccountsSearch = z.object({
  /** An account and its currency, as its row is called. */
  open: z.string().max(210).optional().catch(undefined),
  /** A match that somebody has only the number of. */
  match: oneNumber,
})
export type AccountsSearch = z.infer<typeof AccountsSearch>

export const looks = ['open', 'matched'] as const

export const WorkspaceSearch = z.object({
  currency,
  look: z.enum(looks).catch('open').default('open'),
  // What is open.
  from: day,
  to: day,
  amount: oneNumber,
  text: z.string().min(1).max(140).optional().catch(undefined),
  // What is matched.
  state: MatchState.optional().catch(undefined),
  match: oneNumber,
})
export type WorkspaceSearch = z.infer<typeof WorkspaceSearch>
export type ChangeWorkspace = (changed: Partial<WorkspaceSearch>, options?: { replace?: boolean }) => void

export const ProofSearch = z.object({ currency, day })
export type ProofSearch = z.infer<typeof ProofSearch>
