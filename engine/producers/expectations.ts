/**
 * What a schedule expects is decided once it is due: its batch is there, came late, or is missing. A mark on the producer
 * says up to where that is done and the row of an expectation exists once, so a machine that slept, or whose clock was set
 * back, decides each of them exactly once all the same.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { Zone } from '../calendar/zone.ts'
import type { DecidedState, Expectation, OnTimeDay } from '../contract/producers.ts'
import type { Schedule } from '../contract/schedules.ts'
import { type Cause, raise, settle } from '../exceptions/raise.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { type Expected, expectationsAfter } from './schedule.ts'

export type Missing = Readonly<{ producer: number; code: string; expectedAt: number; dueAt: number }>

type Noted = Readonly<{ decided: number; missing: readonly Missing[]; more: boolean }>
type Scheduled = Readonly<{ id: number; code: string; schedule: string; expectedAfter: number }>

/** A bounded piece: a workspace that was closed for a year has very many to decide, and people wait behind it. */
const decidedMax = 1_000
const missingInRecord = 50

export const noteDue = command({
  isLong: true,
  topics: ['producers', 'exceptions'],
  record: (_: null, { decided, missing, more }: Noted) => ({
    action: 'producers.note_due',
    subject: 'producers',
    outcome: missing.length === 0 ? 'done' : 'missing',
    detail: {
      decided,
      missing: missing.length,
      first: missing
        .slice(0, missingInRecord)
        .map(({ producer, expectedAt }) => ({ producer, expectedAt: isoOf(expectedAt) })),
      more,
    },
  }),
  run: ({ raw, at }): Noted => {
    const missing: Missing[] = []
    let decided = 0
    for (const producer of statementsOf(raw).scheduled.all() as Scheduled[]) {
      const outcome = decideDueOf(raw, producer, { at, max: decidedMax - decided })
      decided += outcome.decided
      missing.push(...outcome.missing)
      if (outcome.more) return { decided, missing, more: true }
    }
    return { decided, missing, more: false }
  },
})

export function anyExpectationDue({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): boolean {
  const { zone } = homeOf(raw)
  return (statementsOf(raw).scheduled.all() as Scheduled[]).some((producer) => {
    const next = nextOf(producer, zone)
    return next !== null && next.dueAt <= at
  })
}

/** Before a schedule changes or rests, what is due by the old one is decided by it. */
export function decideDue(raw: Database, producer: number, at: number): void {
  const scheduled = statementsOf(raw).scheduledOne.get(producer) as Scheduled | undefined
  if (scheduled !== undefined) decideDueOf(raw, scheduled, { at, max: Number.POSITIVE_INFINITY })
}

/**
 * A batch that was received: where one was missing it is this one, late, or in time when a clock had run ahead. Either way
 * nobody has to look for it any more.
 */
export function noteArrival(
  raw: Database,
  { batch, producer, at }: Readonly<{ batch: number; producer: number; at: number }>,
): void {
  const expectedAt = statementsOf(raw).arrive.get({ batch, producer, at }) as number | undefined
  if (expectedAt !== undefined) settle(raw, at, missingCause(producer, expectedAt), 'not_a_problem')
}

/** The expectation that was decided last. */
export function lastExpectation(raw: Database, producer: number): Expectation | null {
  const row = statementsOf(raw).last.get(producer) as Decided | undefined
  return row === undefined ? null : { ...row, expectedAt: isoOf(row.expectedAt), dueAt: isoOf(row.dueAt) }
}

/** The first whose batch is not there: one that came before its grace is over is decided later, and awaited no more. */
export function nextExpectation(
  raw: Database,
  producer: Readonly<{ id: number; schedule: string | null; expectedAfter: number | null }>,
): Expectation | null {
  const { id, schedule, expectedAfter } = producer
  if (schedule === null || expectedAfter === null) return null
  for (const expected of expectationsAfter(JSON.parse(schedule) as Schedule, homeOf(raw).zone, expectedAfter)) {
    if (arrivalFor(raw, id, expected) !== undefined) continue
    const { expectedAt, dueAt } = expected
    return { expectedAt: isoOf(expectedAt), dueAt: isoOf(dueAt), state: 'awaited', batch: null }
  }
  return null
}

/** What is due and not decided yet, and has not come: the oldest first. Nobody needs to know of more than so many. */
export function overdueExpectations(
  raw: Database,
  { id, schedule, expectedAfter }: Readonly<{ id: number; schedule: string | null; expectedAfter: number | null }>,
  { at, most }: Readonly<{ at: number; most: number }>,
): readonly Expected[] {
  const overdue: Expected[] = []
  if (schedule === null || expectedAfter === null) return overdue
  for (const expected of expectationsAfter(JSON.parse(schedule) as Schedule, homeOf(raw).zone, expectedAfter)) {
    if (expected.dueAt > at || overdue.length >= most) break
    if (arrivalFor(raw, id, expected) === undefined) overdue.push(expected)
  }
  return overdue
}

/** How the last of those that are decided came, oldest first. */
export const recentStates = (raw: Database, producer: number, count: number): DecidedState[] =>
  (statementsOf(raw).recent.all(producer, count) as DecidedState[]).toReversed()

/** The last days on which something was expected, newest first. */
export const onTimeDays = (raw: Database, producer: number, days: number): OnTimeDay[] =>
  statementsOf(raw).days.all(producer, days) as OnTimeDay[]

type Decided = Readonly<{ expectedAt: number; dueAt: number; state: 'met' | 'late' | 'missed'; batch: number | null }>
type Arrival = Readonly<{ id: number; receivedAt: number }>

function decideDueOf(
  raw: Database,
  { id, code, schedule, expectedAfter }: Scheduled,
  { at, max }: Readonly<{ at: number; max: number }>,
): Noted {
  const { zone } = homeOf(raw)
  const missing: Missing[] = []
  let decided = 0
  let mark = expectedAfter
  for (const expected of expectationsAfter(JSON.parse(schedule) as Schedule, zone, expectedAfter)) {
    const { expectedAt, dueAt } = expected
    if (dueAt > at || decided >= max) break
    if (decide(raw, { producer: id, expected, day: zone.dayOf(expectedAt), at }) === 'missed')
      missing.push({ producer: id, code, expectedAt, dueAt })
    decided += 1
    mark = expectedAt
  }
  if (decided > 0) statementsOf(raw).moveMark.run(mark, id)
  return { decided, missing, more: decided >= max }
}

/** Null when it was decided before: the mark is only there to be quick, the row itself is what counts. */
function decide(
  raw: Database,
  { producer, expected, day, at }: Readonly<{ producer: number; expected: Expected; day: string; at: number }>,
): 'met' | 'late' | 'missed' | null {
  const batch = arrivalFor(raw, producer, expected)
  const state = batch === undefined ? 'missed' : stateOf(batch, expected)
  const row = { ...expected, producer, day, state, batch: batch?.id ?? null, at }
  if (statementsOf(raw).insert.run(row).changes === 0) return null
  if (state === 'missed') raiseMissing(raw, { producer, expected, at })
  return state
}

const missingCause = (producer: number, expectedAt: number): Cause => ({
  code: 'BATCH_MISSING',
  scope: 'producer',
  producer,
  batch: null,
  cause: isoOf(expectedAt),
})

function raiseMissing(
  raw: Database,
  { producer, expected, at }: Readonly<{ producer: number; expected: Expected; at: number }>,
): void {
  const { expectedAt, dueAt } = expected
  raise(raw, at, {
    ...missingCause(producer, expectedAt),
    rows: 0,
    amount: null,
    client: null,
    line: null,
    found: null,
    facts: [{ fact: 'expected_at', at: isoOf(expectedAt), dueAt: isoOf(dueAt) }],
    detail: {},
  })
}

const stateOf = ({ receivedAt }: Arrival, { dueAt }: Expected): 'met' | 'late' => (receivedAt <= dueAt ? 'met' : 'late')

/** The first batch of its time that is no other expectation's. One that was rejected is none: it has brought nothing. */
const arrivalFor = (raw: Database, producer: number, { opensAt, closesAt }: Expected): Arrival | undefined =>
  statementsOf(raw).arrival.get(producer, opensAt, closesAt) as Arrival | undefined

function nextOf(
  { schedule, expectedAfter }: Pick<Scheduled, 'schedule' | 'expectedAfter'>,
  zone: Zone,
): Expected | null {
  const next = expectationsAfter(JSON.parse(schedule) as Schedule, zone, expectedAfter).next()
  return next.done === true ? null : next.value
}

const statementsOf = perConnection((raw) => {
  const scheduled = `
    SELECT id, code, schedule, expected_after AS expectedAfter FROM producer
    WHERE schedule IS NOT NULL AND expected_after IS NOT NULL AND state = 'active'`
  return {
    scheduled: raw.prepare(`${scheduled} ORDER BY id`),
    scheduledOne: raw.prepare(`${scheduled} AND id = ?`),
    moveMark: raw.prepare('UPDATE producer SET expected_after = ? WHERE id = ?'),
    arrival: raw.prepare(`
      SELECT id, received_at AS receivedAt FROM batch
      WHERE producer_id = ? AND received_at >= ? AND received_at < ? AND state <> 'rejected'
        AND NOT EXISTS (SELECT 1 FROM expected_batch WHERE batch_id = batch.id)
      ORDER BY received_at, id LIMIT 1`),
    insert: raw.prepare(`
      INSERT INTO expected_batch
        (producer_id, expected_at, opens_at, closes_at, due_at, day, state, batch_id, decided_at)
      VALUES (@producer, @expectedAt, @opensAt, @closesAt, @dueAt, @day, @state, @batch, @at)
      ON CONFLICT (producer_id, expected_at) DO NOTHING`),
    arrive: raw
      .prepare(`
      UPDATE expected_batch SET state = iif(@at <= due_at, 'met', 'late'), batch_id = @batch
      WHERE producer_id = @producer AND expected_at = (
        SELECT min(expected_at) FROM expected_batch
        WHERE producer_id = @producer AND state = 'missed' AND closes_at > @at AND opens_at <= @at)
      RETURNING expected_at`)
      .pluck(),
    last: raw.prepare(`
      SELECT expected_at AS expectedAt, due_at AS dueAt, state, batch_id AS batch FROM expected_batch
      WHERE producer_id = ? ORDER BY expected_at DESC LIMIT 1`),
    recent: raw
      .prepare('SELECT state FROM expected_batch WHERE producer_id = ? ORDER BY expected_at DESC LIMIT ?')
      .pluck(),
    days: raw.prepare(`
      SELECT day, count(*) AS expected, sum(state = 'met') AS onTime, sum(state = 'late') AS late,
        sum(state = 'missed') AS missed
      FROM expected_batch WHERE producer_id = ? GROUP BY day ORDER BY day DESC LIMIT ?`),
  }
})
