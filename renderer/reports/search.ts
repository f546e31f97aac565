import { z } from 'zod'

export const tabs = ['reports', 'exports'] as const

export const ReportsSearch = z.object({
  tab: z.enum(tabs).catch('reports').default('reports'),
  open: z.coerce.number().int().min(1).optional().catch(undefined),
})
export type ReportsSearch = z.infer<typeof ReportsSearch>
export type ChangeReports = (changed: Partial<ReportsSearch>, options?: { replace?: boolean }) => void
