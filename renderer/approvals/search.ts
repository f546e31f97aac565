import { z } from 'zod'
import { changeKinds, ProposalState } from '../../engine/contract/proposals.ts'

/** The state `any` is named, because an address that says nothing means what waits for a decision. */
export const ApprovalSearch = z.object({
  state: z
    .enum([...ProposalState.options, 'any'])
    .catch('open')
    .default('open'),
  kind: z.enum(changeKinds).optional().catch(undefined),
  /** Only what the signed-in person proposed. */
  mine: z.literal('yes').optional().catch(undefined),
  proposal: z.coerce.number().int().positive().optional().catch(undefined),
})
export type ApprovalSearch = z.infer<typeof ApprovalSearch>
export type ChangeSearch = (changed: Partial<ApprovalSearch>, options?: { replace?: boolean }) => void
