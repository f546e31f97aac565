/** The runs of jobs in the store: what makes them durable, and what refuses to run one twice at once. */
import { isoOf } from '../calendar/instant.ts'
import type { Job, JobRun } from '../contract/jobs.ts'
import type { Finding } from '../contract/workspace.ts'
import { raiseCheckFailed } from '../exceptions/check-failed.ts'
import { raiseJobFailed, settleJobFailed } from '../exceptions/job-failed.ts'
import { assertNever } from '../invariant.ts'
import { type CommandContext, command, type Json, type QueryContext } from '../store/command.ts'
import type { Reader } from '../store/tables.ts'

type Started = Readonly<{ status: 'started'; run: number }> | Readonly<{ status: 'running' }>

/** At a start: every job is known, and what the last process left running is said to have been interrupted. */
export const registerJobs = command({
  topics: ['jobs', 'exceptions'],
  record: null,
  run: async (
    { db, raw, at },
    { jobs }: Readonly<{ jobs: readonly Readonly<{ name: string; nextRunAt: number | null }>[] }>,
  ) => {
    const interrupted = await db
      .updateTable('job_run')
      .set({ outcome: 'interrupted', ended_at: at })
      .where('outcome', '=', 'running')
      .returning(['id', 'job'])
      .execute()
    for (const run of interrupted) await noteInterrupted({ db, raw, at }, run)
    for (const { name, nextRunAt } of jobs) {
      await db
        .insertInto('job')
        .values({ name, next_run_at: nextRunAt })
        // A due time that passed while the engine was away stays, so that the job catches up.
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ next_run_at: (each) => each.fn.coalesce('job.next_run_at', 'excluded.next_run_at') }),
        )
        .execute()
    }
    return null
  },
})

/** A machine that is switched off interrupts what runs, and that is nobody's work; a job that never ends is somebody's. */
const interruptedMax = 3

async function noteInterrupted(
  { db, raw, at }: Pick<CommandContext, 'db' | 'raw' | 'at'>,
  { id: run, job }: Readonly<{ id: number; job: string }>,
): Promise<void> {
  const last = await runs(db).where('job', '=', job).orderBy('id', 'desc').limit(interruptedMax).execute()
  if (last.length < interruptedMax || last.some(({ outcome }) => outcome !== 'interrupted')) return
  raiseJobFailed(raw, at, { job, run, detail: { code: 'interrupted' }, inARow: interruptedMax })
}

export const startJob = command({
  topics: ['jobs'],
  record: ({ job }: Readonly<{ job: string }>, { status }: Started) => ({
    action: 'job.run',
    subject: `job:${job}`,
    outcome: status,
  }),
  run: async ({ db, at, actor }, { job }): Promise<Started> => {
    const running = await db
      .selectFrom('job_run')
      .select('id')
      .where('job', '=', job)
      .where('outcome', '=', 'running')
      .executeTakeFirst()
    if (running !== undefined) return { status: 'running' }
    // Where nothing runs by itself, on a command line for one, no start has registered the job yet.
    await db
      .insertInto('job')
      .values({ name: job, next_run_at: null })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
    const { id } = await db
      .insertInto('job_run')
      .values({ job, started_at: at, ended_at: null, outcome: 'running', by: actor, detail: '{}' })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { status: 'started', run: id }
  },
})

type JobProgress = Readonly<{ run: number; detail: Readonly<Record<string, Json>> }>

/** How far a long one is; what came of it replaces that in the end. */
export const noteJobProgress = command({
  topics: ['jobs'],
  record: null,
  run: async ({ db }, { run, detail }: JobProgress) => {
    await db
      .updateTable('job_run')
      .set({ detail: JSON.stringify(detail) })
      .where('id', '=', run)
      .where('outcome', '=', 'running')
      .execute()
    return null
  },
})

export type JobEnd = Readonly<{
  job: string
  run: number
  outcome: 'done' | 'problems' | 'failed'
  detail: Readonly<Record<string, Json>>
  findings?: readonly Finding[]
}>

export const endJob = command({
  topics: ['jobs', 'exceptions'],
  record: ({ job, outcome, detail }: JobEnd, _: null) => ({
    action: 'job.end',
    subject: `job:${job}`,
    outcome,
    detail,
  }),
  run: async ({ db, raw, at }, { job, run, outcome, detail, findings }) => {
    await db
      .updateTable('job_run')
      .set({ ended_at: at, outcome, detail: JSON.stringify(detail) })
      .where('id', '=', run)
      .execute()
    switch (outcome) {
      case 'failed':
        raiseJobFailed(raw, at, { job, run, detail })
        break
      case 'done':
      case 'problems':
        settleJobFailed(raw, at, { job, run })
        if (findings !== undefined) raiseCheckFailed(raw, at, { check: job, findings })
        break
      default:
        assertNever(outcome)
    }
    return null
  },
})

export const planJob = command({
  topics: ['jobs'],
  record: null,
  run: async ({ db }, { job, nextRunAt }: Readonly<{ job: string; nextRunAt: number | null }>) => {
    await db.updateTable('job').set({ next_run_at: nextRunAt }).where('name', '=', job).execute()
    return null
  },
})

export type JobRecord = Omit<Job, 'schedule'>

export async function listJobs({ db }: QueryContext, _: null): Promise<readonly JobRecord[]> {
  const jobs = await db.selectFrom('job').selectAll().orderBy('name').execute()
  const last = await runs(db)
    .where(
      'id',
      'in',
      db
        .selectFrom('job_run')
        .groupBy('job')
        .select((each) => each.fn.max('id').as('id')),
    )
    .execute()
  return jobs.map(({ name, next_run_at }) => {
    const run = last.find((each) => each.job === name)
    return {
      name,
      nextRunAt: next_run_at === null ? null : isoOf(next_run_at),
      lastRun: run === undefined ? null : runOf(run),
    }
  })
}

export async function listRuns(
  { db }: QueryContext,
  { job, before = null, limit }: Readonly<{ job: string; before?: number | null; limit: number }>,
): Promise<readonly JobRun[]> {
  const last = before ?? Number.MAX_SAFE_INTEGER
  const rows = runs(db).where('job', '=', job).where('id', '<', last).orderBy('id', 'desc').limit(limit)
  return (await rows.execute()).map(runOf)
}

export const isJob = (raw: QueryContext['raw'], job: string): boolean =>
  raw.prepare('SELECT 1 FROM job WHERE name = ?').get(job) !== undefined

export async function findRun({ db }: QueryContext, { run }: Readonly<{ run: number }>): Promise<JobRun | null> {
  const row = await runs(db).where('id', '=', run).executeTakeFirst()
  return row === undefined ? null : runOf(row)
}

const runs = (db: Reader) => db.selectFrom('job_run').selectAll()

type RunRow = Awaited<ReturnType<ReturnType<typeof runs>['executeTakeFirstOrThrow']>>

const runOf = (row: RunRow): JobRun => ({
  id: row.id,
  job: row.job,
  startedAt: isoOf(row.started_at),
  endedAt: row.ended_at === null ? null : isoOf(row.ended_at),
  outcome: row.outcome,
  by: row.by,
  detail: JSON.parse(row.detail) as JobRun['detail'],
})
