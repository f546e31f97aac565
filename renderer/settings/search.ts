import { z } from 'zod'
import { settingNames } from '../../engine/contract/settings.ts'

export const ruleSections = [...settingNames, 'currencies', 'configuration'] as const
export type RuleSection = (typeof ruleSections)[number]

/** Which of them a link is about: it is brought into view. */
export const RuleSearch = z.object({ setting: z.enum(ruleSections).optional().catch(undefined) })
