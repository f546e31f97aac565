import { z } from 'zod'

export const JobSearch = z.object({ open: z.string().max(64).optional().catch(undefined) })
