import { z } from 'zod'

export const ClientId = z.string().min(1).max(128)
