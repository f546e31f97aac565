import { z } from 'zod'

export const ProducerSearch = z.object({
  open: z.coerce.number().int().positive().optional().catch(undefined),
  /** Whose agreement is being drafted: it takes the place of the list. */
  edit: z.coerce.number().int().positive().optional().catch(undefined),
})
