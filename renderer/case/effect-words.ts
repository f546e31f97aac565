/** What an action would do, in the words that stand above its postings. Pure. */

import type { z } from 'zod'
import type { CaseAction } from '../../engine/contract/case-actions.ts'
import type { CaseEffect } from '../../engine/contract/cases.ts'
import type { Text } from '../messages/use-text.ts'

type Effect = z.infer<typeof CaseEffect>

/** What it does, to how many rows, and what is left. */
export function effectLines(action: CaseAction, effect: Effect, text: Text): readonly string[] {
  const { rows, left, needsApproval, resolution } = effect
  return [
    text(`case.will.${action}`, { rows, approval: needsApproval ? 'yes' : 'no' }),
    ...(rows > 0 && left > 0 ? [text('case.will.left', { left })] : []),
    ...(!needsApproval && resolution !== null ? [text('case.will.resolved', { resolution })] : []),
  ]
}
