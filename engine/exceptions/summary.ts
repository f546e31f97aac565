/** How many exceptions wait, of whom and for what. Counted along indexes, so that 100,000 of them are no pause. */
import type { Database } from 'better-sqlite3'
import { dayAfter } from '../calendar/day.ts'
import type { Zone } from '../calendar/zone.ts'
import { type ExceptionSummary, type Severity, severities } from '../contract/exceptions.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'

export type SummaryAsked = Readonly<{
  at: number
  /** By name. */
  user: string
}>

export function summariseExceptions({ raw }: Pick<QueryContext, 'raw'>, { at, user }: SummaryAsked): ExceptionSummary {
  const counts = statementsOf(raw).bySeverity.all(at) as Readonly<{
    severity: Severity
    unresolved: number
    overdue: number
  }>[]
  const perSeverity: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 }
  for (const { severity, unresolved } of counts) perSeverity[severity] = unresolved
  const unresolved = counts.reduce((sum, each) => sum + each.unresolved, 0)
  return {
    unresolved,
    overdue: counts.reduce((sum, each) => sum + each.overdue, 0),
    severities: perSeverity,
    ...inSight(raw, { at, user, unresolved }),
    waitingForApproval: statementsOf(raw).awaitingApproval.get() as number,
  }
}

type InSight = Pick<ExceptionSummary, 'mine' | 'unowned' | 'dueToday' | 'snoozed'>

/** What sleeps is out of sight. It is little, so it is taken off what whole ranges of an index count. */
function inSight(raw: Database, { at, user, unresolved }: SummaryAsked & Readonly<{ unresolved: number }>): InSight {
  const { owned, mine, due, asleep } = statementsOf(raw)
  const today = dayAround(homeOf(raw).zone, at)
  const sleeping = asleep.get({ ...today, user }) as Readonly<Record<'all' | 'mine' | 'unowned' | 'dueToday', number>>
  const dueToday = severities.reduce((sum, severity) => sum + (due.get({ ...today, severity }) as number), 0)
  return {
    mine: (mine.get(user) as number) - sleeping.mine,
    unowned: unresolved - (owned.get() as number) - sleeping.unowned,
    dueToday: dueToday - sleeping.dueToday,
    snoozed: sleeping.all,
  }
}

/** From the first instant of the day in the zone to that of the next. */
function dayAround(zone: Zone, at: number): Readonly<{ from: number; to: number }> {
  const day = zone.dayOf(at)
  return { from: zone.startOf(day), to: zone.startOf(dayAfter(day)) }
}

const statementsOf = perConnection((raw) => ({
  bySeverity: raw.prepare(`
    SELECT severity, count(*) AS unresolved, sum(due_at <= ?) AS overdue FROM exception
    WHERE status <> 'resolved' GROUP BY severity`),
  owned: raw.prepare(`SELECT count(*) FROM exception WHERE owner IS NOT NULL AND status <> 'resolved'`).pluck(),
  mine: raw
    .prepare(`
      SELECT count(*) FROM exception
      WHERE owner = (SELECT id FROM user WHERE name = ?) AND owner IS NOT NULL AND status <> 'resolved'`)
    .pluck(),
  due: raw
    .prepare(`
      SELECT count(*) FROM exception
      WHERE severity = @severity AND due_at >= @from AND due_at < @to AND status <> 'resolved'`)
    .pluck(),
  // Nothing that is resolved sleeps: the store holds that.
  asleep: raw.prepare(`
    SELECT count(*) AS "all", count(*) FILTER (WHERE owner IS NULL) AS unowned,
      count(*) FILTER (WHERE owner = (SELECT id FROM user WHERE name = @user)) AS mine,
      count(*) FILTER (WHERE due_at >= @from AND due_at < @to) AS dueToday
    FROM exception WHERE snoozed_until IS NOT NULL`),
  awaitingApproval: raw
    .prepare(`SELECT count(*) FROM exception WHERE status = 'waiting' AND waiting_for = 'approval'`)
    .pluck(),
}))
