import { z } from 'zod'
import { notFound } from './fault.ts'
import { procedure } from './procedure.ts'

export const JobRun = z.object({
  id: z.int(),
  job: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** `interrupted`: the engine ended while the job was running. */
  outcome: z.enum(['running', 'done', 'problems', 'failed', 'interrupted']),
  by: z.string(),
  detail: z.record(z.string(), z.json()),
})
export type JobRun = z.infer<typeof JobRun>

export const Job = z.object({
  name: z.string(),
  schedule: z.string(),
  nextRunAt: z.iso.datetime().nullable(),
  lastRun: JobRun.nullable(),
})
export type Job = z.infer<typeof Job>

export const JobName = z
  .string()
  .max(64)
  .meta({ examples: ['audit.verify'] })

export const jobs = {
  list: procedure({
    method: 'GET',
    path: '/jobs',
    summary: 'Recurring work: last and next run',
    access: 'jobs.read',
  }).output(z.object({ items: z.array(Job), next: z.null() })),
  runs: procedure({ method: 'GET', path: '/jobs/{name}/runs', summary: 'The last runs of a job', access: 'jobs.read' })
    .errors({ not_found: notFound })
    .input(z.object({ name: JobName, limit: z.coerce.number().int().min(1).max(200).default(50) }))
    .output(z.object({ items: z.array(JobRun), next: z.null() })),
  run: procedure({ method: 'POST', path: '/jobs/{name}/run', summary: 'Run a job now', access: 'jobs.run' })
    .errors({ not_found: notFound, job_running: { status: 409, data: z.object({ job: z.string() }) } })
    .input(z.object({ name: JobName }))
    .output(JobRun),
}
