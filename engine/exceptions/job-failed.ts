/**
 * A recurring job that failed is an exception until it runs through again. However often it fails meanwhile, that is one:
 * it counts.
 */
import type { Database } from 'better-sqlite3'
import type { Json } from '../store/command.ts'
import { type Cause, findCause, raise, settle } from './raise.ts'

export type FailedRun = Readonly<{
  job: string
  run: number
  /** The code of the failure and its facts. */
  detail: Readonly<Record<string, Json>>
  /** How many runs in a row came to this before it counts. */
  inARow?: number
}>

export function raiseJobFailed(raw: Database, at: number, { job, run, detail, inARow = 1 }: FailedRun): void {
  const cause = causeOf(job)
  const known = findCause(raw, cause)
  const isOpen = known !== undefined && known.status !== 'resolved'
  const before = isOpen ? (JSON.parse(known.detail) as Readonly<{ code?: Json; failures?: number }>) : {}
  const failures = before.failures === undefined ? inARow : before.failures + 1
  const draft = {
    ...cause,
    rows: 0,
    amount: null,
    client: null,
    line: null,
    found: null,
    facts: [],
    detail: { ...detail, job, run, failures },
  }
  // Who put it off knows that it fails, and not that it fails for another reason now.
  raise(raw, at, draft, { anew: true, worse: before.code !== detail.code, told: { run, failures } })
}

/** A run that came to its end, whatever it found, is what a failed one was not. */
export function settleJobFailed(raw: Database, at: number, { job, run }: Pick<FailedRun, 'job' | 'run'>): void {
  settle(raw, at, causeOf(job), 'not_a_problem', undefined, { run })
}

const causeOf = (job: string): Cause => ({
  code: 'JOB_FAILED',
  scope: 'engine',
  producer: null,
  batch: null,
  cause: job,
})
