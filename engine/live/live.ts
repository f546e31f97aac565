/**
 * What an operator keeps in sight, as far as the store knows it: one look on one snapshot, whose cost does not grow with
 * the business. What only the running engine knows, folders and progress, is put to it in `live-handlers.ts`.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { Batch } from '../contract/batches.ts'
import type { Exception } from '../contract/exceptions.ts'
import {
  batchesThroughMax,
  batchesUnderWayMax,
  comingMax,
  type Live,
  type LiveExpectation,
  type LiveFolder,
  type LiveQueues,
  latestOpenedMax,
  queueCountMax,
} from '../contract/live.ts'
import { exceptionsByIds } from '../exceptions/exceptions.ts'
import { batchesByIds } from '../ingest/batch-queries.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { expectationNow } from './expectation.ts'
import { type Passed, passedLately } from './throughput.ts'

export type LiveAsked = Readonly<{ at: number; seesExceptions: boolean }>

export type StoredLive = Readonly<{
  /** Every producer: whose folder needs somebody, only a look at it tells. */
  producers: readonly Omit<LiveFolder, 'folder' | 'waiting'>[]
  late: readonly LiveExpectation[]
  coming: readonly LiveExpectation[]
  underWay: readonly Batch[]
  through: readonly Batch[]
  queues: Omit<LiveQueues, 'filesWaiting'>
  passed: Passed
  opened: Live['opened']
  /** Files that were taken and stand in their folder all the same: they do not wait. */
  left: readonly string[]
}>

const hourMs = 3_600_000
/** Those that are over are passed by; a flood of them ends the look. */
const openedLookedAtMax = 500
const leftMax = 10_000

export async function readLive(context: QueryContext, { at, seesExceptions }: LiveAsked): Promise<StoredLive> {
  const { raw } = context
  const statements = statementsOf(raw)
  const producers = statements.producers.all() as ProducerRow[]
  const expected = producers.flatMap((producer) => expectationNow(raw, producer, at) ?? [])
  return {
    producers: producers.map(folderOwner),
    late: expected.filter(({ standing }) => standing === 'late').toSorted(byTime),
    coming: expected
      .filter(({ standing }) => standing !== 'late')
      .toSorted(byTime)
      .slice(0, comingMax),
    underWay: await batchesByIds(context, { ids: statements.underWay.all(batchesUnderWayMax) as number[] }),
    through: await batchesByIds(context, { ids: statements.through.all(batchesThroughMax) as number[] }),
    queues: queuesOf(raw),
    passed: passedLately(raw, at),
    opened: seesExceptions ? await openedLately(context, at) : null,
    left: statements.left.all(leftMax) as string[],
  }
}

type ProducerRow = Readonly<{
  id: number
  code: string
  name: string
  state: 'active' | 'suspended'
  suspendedAt: number | null
  suspendedBy: string
  suspendedFor: string
  schedule: string | null
  expectedAfter: number | null
}>

const byTime = (a: LiveExpectation, b: LiveExpectation): number =>
  a.expectedAt < b.expectedAt ? -1 : a.expectedAt > b.expectedAt ? 1 : a.producer - b.producer

function folderOwner(row: ProducerRow): StoredLive['producers'][number] {
  const { id, code, name, state, suspendedAt, suspendedBy: by, suspendedFor: reason } = row
  const suspension = suspendedAt === null ? null : { at: isoOf(suspendedAt), by, reason }
  return { producer: id, code, name, state, suspension }
}

async function openedLately(context: Pick<QueryContext, 'db' | 'raw'>, at: number): Promise<Exception[]> {
  const asked = { from: at - hourMs, at, looked: openedLookedAtMax, most: latestOpenedMax }
  const ids = statementsOf(context.raw).opened.all(asked) as number[]
  return [...(await exceptionsByIds(context, { ids }))]
}

function queuesOf(raw: Database): StoredLive['queues'] {
  const { underWayCount, held, jobs, exportsWaiting, messages, webhooks, proposals } = statementsOf(raw)
  const count = (statement: typeof held): number => statement.get({ most: queueCountMax }) as number
  return {
    batchesUnderWay: count(underWayCount),
    batchesHeld: count(held),
    jobsRunning: count(jobs),
    exportsWaiting: count(exportsWaiting),
    messagesWaiting: count(messages),
    webhooksWaiting: count(webhooks),
    proposalsWaiting: count(proposals),
  }
}

const counted = (which: string): string => `SELECT count(*) FROM (SELECT 1 FROM ${which} LIMIT @most)`

const statementsOf = perConnection((raw) => ({
  producers: raw.prepare(`
    SELECT id, code, name, state, suspended_at AS suspendedAt, suspended_by AS suspendedBy,
      suspended_for AS suspendedFor, schedule, expected_after AS expectedAfter
    FROM producer ORDER BY name, id`),
  underWay: raw.prepare(`SELECT id FROM batch WHERE sealed_at IS NULL AND state <> 'held' ORDER BY id LIMIT ?`).pluck(),
  // Nearly all are through, so few are passed by on the way back from the newest.
  through: raw.prepare('SELECT id FROM batch WHERE sealed_at IS NOT NULL ORDER BY id DESC LIMIT ?').pluck(),
  opened: raw
    .prepare(`
      SELECT id FROM (
        SELECT id, raised_at, status FROM exception WHERE raised_at > @from AND raised_at <= @at
        ORDER BY raised_at DESC, id DESC LIMIT @looked)
      WHERE status <> 'resolved' ORDER BY raised_at DESC, id DESC LIMIT @most`)
    .pluck(),
  left: raw.prepare('SELECT path FROM batch WHERE drop_removed = 0 LIMIT ?').pluck(),
  underWayCount: raw.prepare(counted(`batch WHERE sealed_at IS NULL AND state <> 'held'`)).pluck(),
  held: raw.prepare(counted(`batch WHERE sealed_at IS NULL AND state = 'held'`)).pluck(),
  jobs: raw.prepare(counted(`job_run WHERE outcome = 'running'`)).pluck(),
  exportsWaiting: raw.prepare(counted(`export_job WHERE state IN ('waiting', 'running')`)).pluck(),
  messages: raw.prepare(counted('message WHERE next_attempt_at IS NOT NULL')).pluck(),
  webhooks: raw.prepare(counted('webhook_delivery WHERE ended_at IS NULL')).pluck(),
  proposals: raw.prepare(counted(`proposal WHERE state = 'open'`)).pluck(),
}))
