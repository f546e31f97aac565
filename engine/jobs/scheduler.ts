/**
 * Runs jobs when they are due. It looks at the wall clock at least twice a minute instead of trusting one long timer, so a
 * machine that slept through a due time catches up once, soon after it wakes.
 */
import { Cron } from 'croner'
import { now } from '../calendar/instant.ts'
import type { EngineStore } from '../engine-store.ts'
import { failureOf } from '../failure.ts'
import type { JobDefinition } from './job.ts'

const lookEveryMs = 20_000

export type RunRequest =
  | Readonly<{ status: 'started'; run: number; ended: Promise<void> }>
  | Readonly<{ status: 'running' }>

export class Scheduler {
  readonly #store: EngineStore
  readonly #jobs: ReadonlyMap<string, JobDefinition>
  readonly #zone: string
  readonly #logBug: (error: unknown, job: string) => void
  readonly #running = new Set<Promise<void>>()
  #due = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined

  constructor(
    store: EngineStore,
    jobs: readonly JobDefinition[],
    { zone, logBug }: Readonly<{ zone: string; logBug: (error: unknown, job: string) => void }>,
  ) {
    this.#store = store
    this.#jobs = new Map(jobs.map((job) => [job.name, job]))
    this.#zone = zone
    this.#logBug = logBug
  }

  get definitions(): ReadonlyMap<string, JobDefinition> {
    return this.#jobs
  }

  async start(): Promise<void> {
    const plans = [...this.#jobs.values()].map(({ name, schedule }) => ({ name, nextRunAt: this.#nextOf(schedule) }))
    await this.#store.write('jobs.register', { jobs: plans }, 'engine')
    const known = await this.#store.read('jobs.list', null)
    this.#due = new Map(known.flatMap((job) => (job.nextRunAt === null ? [] : [[job.name, Date.parse(job.nextRunAt)]])))
    this.#timer = setInterval(() => void this.#look(), lookEveryMs)
    this.#timer.unref()
    void this.#look()
  }

  /** Starts a job now. What it was due for is not changed by running it by hand. */
  async run(name: string, actor: string): Promise<RunRequest> {
    const job = this.#jobs.get(name)
    if (job === undefined) throw new RangeError(`no such job: ${name}`)
    const started = await this.#store.write('jobs.start', { job: name }, actor)
    if (started.status === 'running') return started
    const ended = this.#perform(job, started.run)
    this.#running.add(ended)
    void ended.finally(() => this.#running.delete(ended))
    return { status: 'started', run: started.run, ended }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.allSettled(this.#running)
  }

  async #look(): Promise<void> {
    const at = now()
    for (const [name, dueAt] of this.#due) {
      const job = this.#jobs.get(name)
      if (job === undefined || dueAt > at) continue
      // However many times it was missed, it catches up once.
      const nextRunAt = this.#nextOf(job.schedule)
      this.#due.set(name, nextRunAt ?? Number.POSITIVE_INFINITY)
      await this.#store
        .write('jobs.plan', { job: name, nextRunAt }, 'engine')
        .catch((error) => this.#logBug(error, name))
      await this.#runIfNeeded(job).catch((error: unknown) => this.#logBug(error, name))
    }
  }

  async #runIfNeeded({ name, needed }: JobDefinition): Promise<void> {
    if (needed === undefined || (await needed())) await this.run(name, 'engine')
  }

  async #perform(job: JobDefinition, run: number): Promise<void> {
    try {
      const ended = await job.run((detail) => this.#store.write('jobs.noteProgress', { run, detail }, 'engine'))
      await this.#store.write('jobs.end', { job: job.name, run, ...ended }, 'engine')
    } catch (error) {
      const failure = failureOf(error)
      if (failure === undefined) this.#logBug(error, job.name)
      const detail = failure === undefined ? { code: 'internal' } : { code: failure.code, ...failure.facts }
      await this.#store
        .write('jobs.end', { job: job.name, run, outcome: 'failed', detail }, 'engine')
        // The store itself is what failed; the next start marks the run as interrupted.
        .catch((second: unknown) => this.#logBug(second, job.name))
    }
  }

  #nextOf(schedule: string): number | null {
    return new Cron(schedule, { timezone: this.#zone }).nextRun()?.getTime() ?? null
  }
}
