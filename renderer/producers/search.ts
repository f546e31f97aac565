import { z } from 'zod'

export const ProducerSearch = z.object({ open: z.coerce.number().int().positive().optional().catch(undefined) })
