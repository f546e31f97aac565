/** What recurs: matching what came, and looking at a day again as a whole when it is cut off. */
import { type Instant, now } from '../calendar/instant.ts'
import type { EngineStore } from '../engine-store.ts'
import type { JobDefinition } from '../jobs/job.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { cutOffDay } from './cut-off.ts'
import type { Reconciler } from './reconciler.ts'

export const reconcileJobs = (store: EngineStore, reconciler: Reconciler): readonly JobDefinition[] => [
  {
    name: 'reconcile.run',
    schedule: '* * * * *',
    needed: () => store.read('reconcile.anyDue', { at: now() }),
    run: async () => {
      const runs = await reconciler.run('engine')
      const sum = (of: (run: (typeof runs)[number]) => number): number => runs.reduce((all, run) => all + of(run), 0)
      return {
        outcome: 'done',
        detail: {
          accounts: runs.length,
          lines: sum(({ lines }) => lines),
          postings: sum(({ postings }) => postings),
          suggestions: sum(({ suggestions }) => suggestions),
        },
      }
    },
  },
]

/** Whether there is a line or a posting that no run has looked at, or a day that is to be cut off. */
export function anyRunDue({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: Instant }>): boolean {
  const { uncut, newPosting, newLine } = statementsOf(raw)
  const day = cutOffDay(raw, at)
  return uncut.get(day) !== undefined || newPosting.get() !== undefined || newLine.get() !== undefined
}

const statementsOf = perConnection((raw) => ({
  uncut: raw.prepare('SELECT 1 FROM reconciled_account WHERE coalesce(cut_off_day, 0) < ? LIMIT 1'),
  newPosting: raw.prepare(`
    SELECT 1 FROM reconciled_account JOIN account ON account.id = reconciled_account.account
    WHERE account.last_posting > reconciled_account.seen LIMIT 1`),
  newLine: raw.prepare(`
    SELECT 1 FROM statement WHERE state = 'accepted' AND lines > 0 AND opened_to >= last_line
      AND NOT EXISTS (SELECT 1 FROM reconciled_statement WHERE reconciled_statement.statement = statement.id) LIMIT 1`),
}))
