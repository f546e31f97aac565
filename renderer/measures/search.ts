import { z } from 'zod'
import type { CaseMeasureGrouping } from '../../engine/contract/case-views.ts'

/** How the screen sets them out; all of them together stand above in any case. */
export const measureChoices = ['code', 'severity', 'producer', 'person', 'day'] as const satisfies readonly Exclude<
  CaseMeasureGrouping,
  'all'
>[]
export type MeasureChoice = (typeof measureChoices)[number]

const day = z.iso.date().optional().catch(undefined)

/** What the address of the measures may say. Anything else in it is as if it were not there. */
export const MeasuresSearch = z.object({
  by: z.enum(measureChoices).optional().catch(undefined),
  from: day,
  to: day,
})
export type MeasuresSearch = z.infer<typeof MeasuresSearch>
