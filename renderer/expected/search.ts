import { z } from 'zod'
import { ExpectedKind, ExpectedState } from '../../engine/contract/expected.ts'

export const ExpectedSearch = z.object({
  kind: ExpectedKind.optional().catch(undefined),
  state: ExpectedState.optional().catch(undefined),
  producer: z.coerce.number().int().positive().optional().catch(undefined),
  client: z.string().min(1).max(128).optional().catch(undefined),
  reference: z.string().min(1).max(140).optional().catch(undefined),
  overdue: z.literal('yes').optional().catch(undefined),
  open: z.coerce.number().int().positive().optional().catch(undefined),
})
export type ExpectedSearch = z.infer<typeof ExpectedSearch>
export type ChangeExpected = (changed: Partial<ExpectedSearch>, options?: { replace?: boolean }) => void
