/**
 * Exceptions that were open at any time of the period, as they stood at its end. One that was ended may be opened again at
 * any time later, and the same row goes on: what a period says of it is reckoned from what happened up to its end, so that
 * it says the same whenever a pack is made of it.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../../calendar/instant.ts'
import type { Resolution } from '../../contract/exceptions.ts'
import type { EventKind } from '../../exceptions/case.ts'
import { perConnection } from '../../store/compiled.ts'
import type { Instants } from '../pack-days.ts'
import type { Row } from '../tables.ts'
import { paged, type RowsContext } from './context.ts'

type ExceptionRow = Readonly<{
  number: number
  code: string
  severity: string
  status: string
  raisedAt: number
  resolvedAt: number | null
  resolution: string | null
  resolvedBy: string | null
  reopened: number
  producer: string | null
  batch: number | null
  client: string | null
  rows: number
  amount: number | null
  currency: string | null
}>

type End = Readonly<{ at: number; by: string | null; resolution: string | null }>
/** From being raised or opened again to being resolved. */
type Stretch = Readonly<{ from: number; end: End | null }>

/** For each: open before + raised + reopened − resolved = open at the end. */
export function* exceptionRows({ raw, instants }: RowsContext): Generator<Row> {
  for (const found of paged<ExceptionRow>(statementsOf(raw).exceptions, instants)) {
    const stretches = stretchesOf(raw, found)
    const counts = countsOf(stretches, instants)
    if (Object.values(counts).every((count) => count === 0)) continue
    const { number, code, severity, producer, batch, client, rows, amount, currency, raisedAt } = found
    const { status, end } = standingAt(found, stretches, instants.end)
    yield {
      number,
      code,
      severity,
      status,
      ...counts,
      raised_at: isoOf(raisedAt),
      resolved_at: end === null ? null : isoOf(end.at),
      resolution: end?.resolution ?? null,
      resolved_by: end?.by ?? null,
      producer,
      batch,
      client,
      rows,
      // Money that nobody can say the currency of is not known.
      amount: currency === null ? null : amount,
      currency,
    }
  }
}

function countsOf(stretches: readonly Stretch[], { start, end }: Instants) {
  const isWithin = (at: number): boolean => at >= start && at < end
  const isOpenAt = (at: number, { from, end: ended }: Stretch): boolean =>
    from < at && (ended === null || ended.at >= at)
  return {
    open_before: stretches.filter((each) => isOpenAt(start, each)).length,
    raised: stretches.slice(0, 1).filter(({ from }) => isWithin(from)).length,
    reopened: stretches.slice(1).filter(({ from }) => isWithin(from)).length,
    resolved: stretches.filter(({ end: ended }) => ended !== null && isWithin(ended.at)).length,
    open_at_end: stretches.filter((each) => isOpenAt(end, each)).length,
  }
}

/** Who works on it is known only of the stretch that is the last now. */
function standingAt(
  { status }: ExceptionRow,
  stretches: readonly Stretch[],
  until: number,
): Readonly<{ status: string; end: End | null }> {
  const at = stretches.findLastIndex(({ from }) => from < until)
  const end = stretches[at]?.end ?? null
  if (end !== null && end.at < until) return { status: 'resolved', end }
  return { status: end === null && at === stretches.length - 1 ? status : 'open', end: null }
}

type Happened = Readonly<{ at: number; by: string; kind: EventKind; resolution: string | null }>

function stretchesOf(
  raw: Database,
  { number, raisedAt, resolvedAt, resolvedBy, resolution, reopened }: ExceptionRow,
): readonly Stretch[] {
  const stretches: Stretch[] = []
  const events = reopened === 0 ? [] : (statementsOf(raw).events.all(number) as Happened[])
  let from = raisedAt
  let last: Happened | null = null
  for (const event of events) {
    if (event.kind !== 'reopened') last = event
    else {
      // The decision that it was opened against is the last one before it.
      stretches.push({ from, end: endOf(last, event) })
      from = event.at
      last = null
    }
  }
  const now = resolvedAt === null ? null : { at: resolvedAt, by: resolvedBy, resolution }
  return [...stretches, { from, end: now }]
}

function endOf(decision: Happened | null, reopening: Happened): End {
  if (decision === null) return { at: reopening.at, by: null, resolution: reopening.resolution }
  const { at, by, kind, resolution } = decision
  return { at, by, resolution: reopening.resolution ?? resolution ?? resolutionOf[kind] ?? null }
}

/** What an event that says nothing more of it made of an exception. */
const resolutionOf: Partial<Record<EventKind, Resolution>> = {
  rejected: 'rejected',
  merged: 'merged',
  dismissed: 'not_a_problem',
  posted: 'posted',
  corrected: 'corrected',
  written_off: 'written_off',
  answered: 'confirmed_by_client',
  batch_rejected: 'rejected',
}

const statementsOf = perConnection((raw) => ({
  exceptions: raw.prepare(`
    SELECT exception.id AS number, exception.code, exception.severity, status, raised_at AS raisedAt,
      resolved_at AS resolvedAt, resolution, resolved_by AS resolvedBy, reopened, producer.code AS producer,
      batch_id AS batch, client_id AS client, rows, amount, currency
    FROM exception LEFT JOIN producer ON producer.id = exception.producer_id
    WHERE exception.id > @after AND raised_at < @end AND (resolved_at IS NULL OR resolved_at >= @start)
    ORDER BY exception.id LIMIT @limit`),
  events: raw.prepare(`
    SELECT at, by, kind, coalesce(detail ->> 'was', detail ->> 'resolution') AS resolution FROM exception_event
    WHERE exception_id = ? AND kind IN ('reopened', 'settled', 'rejected', 'merged', 'dismissed', 'posted', 'corrected',
      'written_off', 'answered', 'batch_rejected')
    ORDER BY id`),
}))
