import { z } from 'zod'

export const UserSearch = z.object({ open: z.string().max(64).optional().catch(undefined) })
