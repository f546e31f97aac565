/** Whether people keep up with what needs them: opened, resolved and left over, how old what is open is, and how long it took. */
import type { Database } from 'better-sqlite3'
import { dayAfter, dayNumberOf, dayOfNumber } from '../calendar/day.ts'
import { isoOf } from '../calendar/instant.ts'
import type { Zone } from '../calendar/zone.ts'
import { severities } from '../contract/exceptions.ts'
import type { OpenByAge, OverviewExceptions, OverviewStep } from '../contract/overview.ts'
import { readPaces } from '../exceptions/queue/paces.ts'
import type { QueryContext } from '../store/command.ts'
import { homeOf } from '../workspace/home.ts'
import { agesAt } from './ages.ts'
import { daysOf, type Piece, piecesOf, spanOf } from './spans.ts'

export type ExceptionsAsked = Readonly<{
  from: string
  to: string
  by: OverviewStep
  producer: readonly number[] | null
  at: number
}>

export function readExceptions({ raw }: Pick<QueryContext, 'raw'>, asked: ExceptionsAsked): OverviewExceptions {
  const { from, to, by, producer, at } = asked
  const { zone } = homeOf(raw)
  const pieces = piecesOf(by, spanOf(asked), zone)
  return {
    asOf: isoOf(at),
    zone: zone.name,
    by,
    from,
    to,
    ...flowOf(raw, pieces, producer),
    open: openByAge(raw, { zone, at, producer }),
    ...readPaces(raw, { from: zone.startOf(from), before: zone.startOf(dayAfter(to)), producers: producer }),
  }
}

type Producers = readonly number[] | null

function flowOf(
  raw: Database,
  pieces: readonly Piece[],
  producer: Producers,
): Pick<OverviewExceptions, 'backlogBefore' | 'buckets'> {
  const count = counterOf(raw, producer)
  const begin = pieces[0]?.startsAt ?? 0
  const backlogBefore = count('raised_at', noBegin, begin) - count('resolved_at', noBegin, begin)
  let backlog = backlogBefore
  const buckets = pieces.map(({ startsAt, endsAt, ...span }) => {
    const opened = count('raised_at', startsAt, endsAt)
    const resolved = count('resolved_at', startsAt, endsAt)
    backlog += opened - resolved
    return { ...daysOf(span), startsAt: isoOf(startsAt), endsAt: isoOf(endsAt), opened, resolved, backlog }
  })
  return { backlogBefore, buckets }
}

const noBegin = Number.MIN_SAFE_INTEGER

/** Counted along the indexes by time, or along those of each producer. */
function counterOf(
  raw: Database,
  producer: Producers,
): (column: 'raised_at' | 'resolved_at', from: number, before: number) => number {
  const of = ofProducers(producer)
  const statementOf = (column: string) =>
    raw.prepare(`SELECT count(*) FROM exception WHERE ${column} >= @from AND ${column} < @before ${of.is}`).pluck()
  const statements = { raised_at: statementOf('raised_at'), resolved_at: statementOf('resolved_at') }
  return (column, from, before) => statements[column].get({ ...of.values, from, before }) as number
}

const ofProducers = (producer: Producers) =>
  producer === null
    ? { is: '', values: {} }
    : {
        is: 'AND producer_id IN (SELECT value FROM json_each(@producers))',
        values: { producers: JSON.stringify(producer) },
      }

type OfAge = Readonly<{ severity: string; band: number; count: number }>

/** By the days of the zone since it was raised, so that what came last night is a day old this morning. */
function openByAge(
  raw: Database,
  { zone, at, producer }: Readonly<{ zone: Zone; at: number; producer: Producers }>,
): OpenByAge[] {
  const ages = agesAt(dayNumberOf(zone.dayOf(at)))
  // Each band ends where the one before it begins.
  const begins = ages.slice(0, -1).map(({ firstDay }) => zone.startOf(dayOfNumber(firstDay)))
  const band = begins.map((_, index) => `WHEN raised_at >= @begin${index} THEN ${index}`).join(' ')
  const of = ofProducers(producer)
  const counts = raw
    .prepare(`
      SELECT severity, CASE ${band} ELSE ${begins.length} END AS band, count(*) AS count
      FROM exception INDEXED BY exception_in_queue WHERE status <> 'resolved' ${of.is}
      GROUP BY 1, 2`)
    .all({
      ...of.values,
      ...Object.fromEntries(begins.map((begin, index) => [`begin${index}`, begin])),
    }) as OfAge[]
  return severities.flatMap((severity) =>
    ages.map(({ fromDays, toDays }, index) => ({
      severity,
      fromDays,
      toDays,
      count: counts.find((each) => each.severity === severity && each.band === index)?.count ?? 0,
    })),
  )
}
