/** What the check of the chain found, as a sentence. Pure. */
import type { ChainVerdict } from '../../engine/contract/audit.ts'
import type { Text } from '../messages/use-text.ts'

export function chainSentence(verdict: ChainVerdict, withAnchor: boolean, text: Text): string {
  const { intact, records, brokenAt, problem } = verdict
  if (intact) return text(withAnchor ? 'audit.intact_anchor' : 'audit.intact', { records })
  const what = problem === null ? text('audit.problem.changed') : text(`audit.problem.${problem}`)
  return brokenAt === null
    ? text('audit.broken', { what, records })
    : text('audit.broken_at', { what, brokenAt, records })
}
