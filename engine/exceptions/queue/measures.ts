/**
 * How soon people look, how soon it is decided, and how often a decision did not hold. Each thing is counted on the day on
 * which it happened: what was raised last month and resolved today is raised there and resolved here.
 */
import type { Database } from 'better-sqlite3'
import { dayAfter, dayNumberOf, dayOfNumber } from '../../calendar/day.ts'
import type { Zone } from '../../calendar/zone.ts'
import type { CaseMeasure, CaseMeasureGrouping } from '../../contract/case-views.ts'
import { severities } from '../../contract/exceptions.ts'
import { assertNever } from '../../invariant.ts'
import type { QueryContext } from '../../store/command.ts'
import { homeOf } from '../../workspace/home.ts'
import { itself } from '../case.ts'
import { spreadOf } from './spread.ts'

export type MeasuresAsked = Readonly<{
  /** Days of the workspace's zone; without the last it is today's, without the first there are thirty. */
  from: string | null
  to: string | null
  by: CaseMeasureGrouping
  /** Of these alone; left out, of all and of nobody. */
  producers?: readonly number[] | null
  at: number
}>

const daysByDefault = 30

export type Measured = Readonly<{ from: string; to: string; items: readonly CaseMeasure[] }>

export function measureCases({ raw }: Pick<QueryContext, 'raw'>, asked: MeasuresAsked): Measured {
  const { by, at, producers = null } = asked
  const { zone } = homeOf(raw)
  const days = daysOf(asked, zone)
  const happened = happenedIn(raw, by, { ...boundsOf(days, zone), now: at, producers })
  const dayOf = dayFinder(zone)
  const tallies = new Map<string, Tally>()
  if (by === 'all') tallies.set('', noTally())
  for (const each of happened) {
    const key = by === 'day' ? dayOf(each[2]) : each[1]
    const tally = tallies.get(key) ?? noTally()
    tallies.set(key, tally)
    add(tally, each)
  }
  const nameOf = namesOf(raw, by)
  const items = [...tallies]
    .filter(([key]) => by !== 'person' || nameOf(key) !== null)
    .map(([key, { touchedMs, resolvedMs, ...counts }]) => ({
      key,
      name: nameOf(key),
      ...counts,
      toFirstTouch: spreadOf(touchedMs),
      toResolution: spreadOf(resolvedMs),
    }))
    .toSorted(inOrderOf(by))
  return { ...days, items }
}

type Days = Pick<Measured, 'from' | 'to'>
type Bounds = Readonly<{ from: number; before: number }>

function daysOf({ from, to, at }: MeasuresAsked, zone: Zone): Days {
  const last = to ?? zone.dayOf(at)
  return { from: from ?? dayOfNumber(dayNumberOf(last) - daysByDefault + 1), to: last }
}

const boundsOf = ({ from, to }: Days, zone: Zone): Bounds => ({
  from: zone.startOf(from),
  before: zone.startOf(dayAfter(to)),
})

/** Of hundreds of thousands of instants in a few hundred days: writing a day out costs more than finding which it is. */
function dayFinder(zone: Zone): (at: number) => string {
  const days = new Map<number, string>()
  return (at) => {
    const number = zone.dayNumberOf(at)
    const known = days.get(number)
    if (known !== undefined) return known
    const day = dayOfNumber(number)
    days.set(number, day)
    return day
  }
}

type Tally = Record<'raised' | 'resolved' | 'autoResolved' | 'reopened' | 'late' | 'unresolved', number> &
  Readonly<{ touchedMs: number[]; resolvedMs: number[] }>

const noTally = (): Tally => ({
  raised: 0,
  resolved: 0,
  autoResolved: 0,
  reopened: 0,
  late: 0,
  unresolved: 0,
  touchedMs: [],
  resolvedMs: [],
})

/**
 * `ms`: since it was raised. `flag`: of the raised whether it is not resolved yet, of the resolved whether by itself. In a
 * row and not by name, because there may be hundreds of thousands.
 */
type Happened = [
  what: 'raised' | 'touched' | 'resolved' | 'reopened',
  key: string,
  at: number,
  ms: number,
  late: number,
  flag: number,
]

function add(tally: Tally, [what, , , ms, late, flag]: Happened): void {
  tally.late += late
  switch (what) {
    case 'raised':
      tally.raised += 1
      tally.unresolved += flag
      break
    case 'touched':
      tally.touchedMs.push(ms)
      break
    case 'resolved':
      tally.resolved += 1
      tally.autoResolved += flag
      tally.resolvedMs.push(ms)
      break
    case 'reopened':
      tally.reopened += 1
      break
    default:
      assertNever(what)
  }
}

/** Nobody's and the engine's doing is left out where people are measured: their key is no user's name. */
function happenedIn(
  raw: Database,
  by: CaseMeasureGrouping,
  { producers, ...bounds }: Bounds & Readonly<{ now: number; producers: readonly number[] | null }>,
): IterableIterator<Happened> {
  const { raised, touched, resolved, reopened } = by === 'person' ? people : sameFor(keys[by])
  const of = producers === null ? '' : 'AND producer_id IN (SELECT value FROM json_each(@producers))'
  const statement = raw.prepare(`
    SELECT 'raised' AS what, ${raised} AS key, raised_at AS at, 0 AS ms,
      status <> 'resolved' AND due_at < @now AS late, status <> 'resolved' AS flag
    FROM exception WHERE raised_at >= @from AND raised_at < @before ${of}
    UNION ALL
    SELECT 'touched', ${touched}, first_touched_at, first_touched_at - raised_at, 0, 0
    FROM exception WHERE first_touched_at >= @from AND first_touched_at < @before ${of}
    UNION ALL
    SELECT 'resolved', ${resolved}, resolved_at, resolved_at - raised_at, resolved_at > due_at, resolved_by = '${itself}'
    FROM exception WHERE resolved_at >= @from AND resolved_at < @before ${of}
    UNION ALL
    SELECT 'reopened', ${reopened}, event.at, 0, 0, 0
    FROM exception_event AS event JOIN exception ON exception.id = event.exception_id
    WHERE event.at >= @from AND event.at < @before AND event.kind = 'reopened' ${of}`)
  const named = producers === null ? bounds : { ...bounds, producers: JSON.stringify(producers) }
  return statement.raw().iterate(named) as IterableIterator<Happened>
}

const keys = {
  all: `''`,
  day: `''`,
  code: 'exception.code',
  severity: 'exception.severity',
  producer: `coalesce(CAST(exception.producer_id AS TEXT), '')`,
} as const

const sameFor = (key: string) => ({ raised: key, touched: key, resolved: key, reopened: key })

/** Whose it is, who looked first, who decided, and whose decision it was that did not hold. */
const people = {
  raised: `coalesce((SELECT name FROM user WHERE user.id = exception.owner), '')`,
  touched: `coalesce((SELECT by FROM exception_event AS touch
    WHERE touch.exception_id = exception.id AND by <> '${itself}' ORDER BY id LIMIT 1), '')`,
  resolved: 'exception.resolved_by',
  reopened: `coalesce((SELECT by FROM exception_event AS decision
    WHERE decision.exception_id = exception.id AND decision.id < event.id AND decision.kind IN ('settled', 'rejected', 'merged',
      'dismissed', 'posted', 'corrected', 'written_off', 'answered', 'batch_rejected')
    ORDER BY id DESC LIMIT 1), '')`,
} as const

function namesOf(raw: Database, by: CaseMeasureGrouping): (key: string) => string | null {
  const sources: Partial<Record<CaseMeasureGrouping, string>> = {
    producer: 'SELECT CAST(id AS TEXT), name FROM producer',
    person: 'SELECT name, display_name FROM user',
  }
  const source = sources[by]
  const names = new Map(source === undefined ? [] : (raw.prepare(source).raw().all() as [string, string][]))
  return (key) => names.get(key) ?? null
}

type InOrder = (a: CaseMeasure, b: CaseMeasure) => number

const byKey: InOrder = (a, b) => (a.key < b.key ? -1 : 1)

function inOrderOf(by: CaseMeasureGrouping): InOrder {
  if (by === 'day') return byKey
  const rank = ({ key }: CaseMeasure): number => (severities as readonly string[]).indexOf(key)
  if (by === 'severity') return (a, b) => rank(a) - rank(b)
  return (a, b) => b.raised + b.resolved - a.raised - a.resolved || byKey(a, b)
}
