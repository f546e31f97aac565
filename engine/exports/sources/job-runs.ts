/** The runs of a job, newest first: one that runs every minute has more of them than fit in memory. */
import type { JobRun } from '../../contract/jobs.ts'
import { isJob, listRuns } from '../../jobs/job-commands.ts'
import { pageRows, pagesBehind, sourceOf } from '../source.ts'

export const jobRuns = sourceOf<'job_runs', JobRun>('job_runs', {
  title: 'Runs of a job',
  columns: {
    id: ['integer', 0.8],
    job: ['text', 1.4],
    startedAt: ['instant', 1.6],
    endedAt: ['instant', 1.6],
    outcome: ['state', 1.1],
    by: ['text', 1],
    detail: ['json', 3],
  },
  pages: (context, { job }) =>
    pagesBehind<JobRun, number>(async (before) => {
      const items = await listRuns(context, { job, before, limit: pageRows })
      const last = items.at(-1)
      return { items, next: last !== undefined && items.length === pageRows ? last.id : null }
    }),
  missing: ({ raw }, { job }) => (isJob(raw, job) ? null : { noun: 'job', id: job }),
})
