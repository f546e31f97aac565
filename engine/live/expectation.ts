/**
 * What is awaited of a producer by now. Late it is from the end of a grace until something comes, or until somebody has
 * looked into what is missing and closed it: a holiday that nobody entered must not stay red.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { LiveExpectation } from '../contract/live.ts'
import { nextExpectation, overdueExpectations } from '../producers/expectations.ts'
import { perConnection } from '../store/compiled.ts'

export type Awaiting = Readonly<{
  id: number
  code: string
  name: string
  schedule: string | null
  expectedAfter: number | null
}>

const missingCountedMax = 100
/** The last that came is among so many, unless all of them were rejected: then it is as if none had come. */
const arrivalsLookedAtMax = 50

export function expectationNow(raw: Database, producer: Awaiting, at: number): LiveExpectation | null {
  const { id, code, name } = producer
  // Without a schedule, or while it is suspended, nothing is expected of it.
  const next = nextExpectation(raw, producer)
  if (next === null) return null
  const who = { producer: id, code, name }
  const missing = [
    ...missingSinceArrival(raw, id),
    ...overdueExpectations(raw, producer, { at, most: missingCountedMax }),
  ].slice(0, missingCountedMax)
  const [first] = missing
  if (first !== undefined) {
    const since = { expectedAt: isoOf(first.expectedAt), dueAt: isoOf(first.dueAt) }
    return { ...who, standing: 'late', ...since, missing: missing.length }
  }
  const { expectedAt, dueAt } = next
  return { ...who, standing: Date.parse(expectedAt) <= at ? 'due' : 'coming', expectedAt, dueAt, missing: 0 }
}

type Missed = Readonly<{ expectedAt: number; dueAt: number }>

/** The oldest first. */
function missingSinceArrival(raw: Database, producer: number): readonly Missed[] {
  const { lastArrival, missed } = statementsOf(raw)
  const since = (lastArrival.get({ producer, most: arrivalsLookedAtMax }) as number | null) ?? 0
  return (missed.all({ producer, since, most: missingCountedMax }) as Missed[]).toReversed()
}

const statementsOf = perConnection((raw) => ({
  lastArrival: raw
    .prepare(`
      SELECT max(received_at) FROM (
        SELECT received_at, state FROM batch WHERE producer_id = @producer ORDER BY received_at DESC LIMIT @most)
      WHERE state <> 'rejected'`)
    .pluck(),
  // A batch that came before one could be expected was another's.
  missed: raw.prepare(`
    SELECT expected_at AS expectedAt, due_at AS dueAt FROM expected_batch
    WHERE producer_id = @producer AND expected_at > @since AND opens_at > @since AND state = 'missed'
      AND NOT EXISTS (
        SELECT 1 FROM exception
        WHERE code = 'BATCH_MISSING' AND ifnull(producer_id, 0) = @producer AND ifnull(batch_id, 0) = 0
          AND scope = 'producer' AND cause = strftime('%Y-%m-%dT%H:%M:%fZ', expected_at / 1000.0, 'unixepoch')
          AND status = 'resolved')
    ORDER BY expected_at DESC LIMIT @most`),
}))
