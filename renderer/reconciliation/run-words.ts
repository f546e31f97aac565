/** What runs came to, in words. Pure. */
import type { ReconciliationRun } from '../../engine/contract/reconciliation.ts'
import type { Text } from '../messages/use-text.ts'

type Came = Pick<ReconciliationRun, 'lines' | 'postings' | 'suggestions' | 'bounded' | 'openLines' | 'openPostings'>

/** "3 lines and 4 postings matched. Left: 2 lines and 1 posting, with 1 suggestion." */
export function runsWords(runs: readonly Came[], text: Text): string {
  if (runs.length === 0) return text('reconcile.ran.nothing')
  const total = (of: (run: Came) => number): number => runs.reduce((sum, run) => sum + of(run), 0)
  return text('reconcile.ran', {
    lines: total(({ lines }) => lines),
    postings: total(({ postings }) => postings),
    openLines: total(({ openLines }) => openLines ?? 0),
    openPostings: total(({ openPostings }) => openPostings ?? 0),
    suggestions: total(({ suggestions }) => suggestions),
    bounded: total(({ bounded }) => bounded),
  })
}
