import { z } from 'zod'

export const PacksSearch = z.object({ open: z.coerce.number().int().min(1).optional().catch(undefined) })
