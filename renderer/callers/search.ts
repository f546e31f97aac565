import { z } from 'zod'

export const CallerSearch = z.object({ open: z.coerce.number().int().positive().optional().catch(undefined) })
