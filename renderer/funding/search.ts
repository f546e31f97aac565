import { z } from 'zod'
import { FundState } from '../../engine/contract/funding.ts'
import { GatewayName } from '../../engine/contract/gateways.ts'

export const FundSearch = z.object({
  state: FundState.optional().catch(undefined),
  gateway: GatewayName.optional().catch(undefined),
  client: z.string().min(1).max(128).optional().catch(undefined),
  reference: z.string().min(1).max(140).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  open: z.coerce.number().int().positive().optional().catch(undefined),
})
export type FundSearch = z.infer<typeof FundSearch>
export type ChangeFunds = (changed: Partial<FundSearch>, options?: { replace?: boolean }) => void
