import { z } from 'zod'

export const AuditSearch = z.object({
  actor: z.string().max(64).optional().catch(undefined),
  action: z.string().max(64).optional().catch(undefined),
  subject: z.string().max(200).optional().catch(undefined),
  open: z.coerce.number().int().positive().optional().catch(undefined),
})
export type AuditSearch = z.infer<typeof AuditSearch>
