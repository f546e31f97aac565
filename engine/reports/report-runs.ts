/**
 * Reports: a table as a file again and again, for whoever owns it. A run asks for an export in the owner's name, and only for
 * as long as the owner may read the table: somebody who is gone or may not has none made, and the run says why.
 */
import type { Database } from 'better-sqlite3'
import { exportPermissions } from '../contract/export-sources.ts'
import type { ReportProblem } from '../contract/reports.ts'
import { askExport } from '../exports/export-commands.ts'
import { sources } from '../exports/sources.ts'
import { tellOfRun } from '../notifications/of-exports.ts'
import { findPerson } from '../notifications/people.ts'
import { type CommandContext, command, type Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { lastDue, nextDue } from './due.ts'
import { type Days, daysOfRange, dueMovedOn, narrowedTo, type Parameters } from './range.ts'
import { reportSubject } from './report-commands.ts'
import { findReportRow, type ReportRow, scheduleOf } from './report-records.ts'

export type BegunRun = Readonly<{
  report: number
  run: number
  problem: ReportProblem | null
  detail: Readonly<Record<string, Json>>
}>

const recordOf = ({ report, problem, detail }: BegunRun) => ({
  action: 'report.run',
  subject: reportSubject(report),
  outcome: problem ?? 'asked',
  detail,
})

type RunNow = Readonly<{ status: 'begun'; begun: BegunRun }> | Readonly<{ status: 'not_found' }>

export const runReport = command({
  topics: ['reports', 'exports', 'audit'],
  record: ({ id }: Readonly<{ id: number; by: string }>, outcome: RunNow) =>
    outcome.status === 'begun'
      ? recordOf(outcome.begun)
      : { action: 'report.run', subject: reportSubject(id), outcome: outcome.status },
  run: (context, { id, by }): RunNow => {
    const row = findReportRow(context, id)
    if (row === null) return { status: 'not_found' }
    return { status: 'begun', begun: beginRun(context, row, { by, dueAt: null }) }
  },
})

type RanDue = Readonly<{ begun: BegunRun | null; more: boolean }>

/**
 * One that is due, for the last time that it was: however many were missed while the engine was off, it runs once, and its
 * days are those of that time.
 */
export const runDueReport = command({
  topics: ['reports', 'exports', 'audit'],
  record: (_: Readonly<{ at: number }>, { begun }: RanDue) => (begun === null ? null : recordOf(begun)),
  run: (context, { at }): RanDue => {
    const { raw } = context
    const { due, move, ran } = statementsOf(raw)
    const id = due.get(at) as number | undefined
    const row = id === undefined ? null : findReportRow(context, id)
    const schedule = row === null ? null : scheduleOf(row)
    if (row === null || schedule === null) return { begun: null, more: false }
    const { zone } = homeOf(raw)
    const dueAt = lastDue(schedule, zone, at)
    move.run({ id: row.id, next: nextDue(schedule, zone, at) })
    // A clock that was set back comes to the same time again.
    const begun =
      ran.get({ report: row.id, dueAt }) === undefined ? beginRun(context, row, { by: 'engine', dueAt }) : null
    return { begun, more: due.get(at) !== undefined }
  },
})

function beginRun(
  context: CommandContext,
  row: ReportRow,
  { by, dueAt }: Readonly<{ by: string; dueAt: number | null }>,
): BegunRun {
  const { raw, at } = context
  const { id: report, source, format, owner, range } = row
  const { zone } = homeOf(raw)
  const days = range === null ? null : daysOfRange(range, zone.dayOf(dueAt ?? at))
  const parameters = parametersOf(row, { days, at: dueAt ?? at }, zone)
  const problem = problemOf(context, row, parameters)
  const columns = row.columns === null ? null : (JSON.parse(row.columns) as string[])
  const asked = { source, format, parameters, columns, title: row.name, user: owner }
  const exported = problem === null ? askExport(raw, at, asked) : null
  const { first_day, last_day } = { first_day: days?.from ?? null, last_day: days?.to ?? null }
  const made = { report, at, dueAt, by, first_day, last_day, problem, export: exported }
  const run = Number(statementsOf(raw).insert.run(made).lastInsertRowid)
  if (problem !== null) tellOfRun(raw, at, { report, owner, name: row.name, problem, by })
  return { report, run, problem, detail: { run, export: exported, source, parameters, format } }
}

function parametersOf(
  row: ReportRow,
  { days, at }: Readonly<{ days: Days | null; at: number }>,
  zone: ReturnType<typeof homeOf>['zone'],
): Parameters {
  const { source, made_at: madeAt } = row
  const parameters = dueMovedOn({ source, parameters: JSON.parse(row.parameters) as Parameters }, { madeAt, at }, zone)
  return days === null ? parameters : narrowedTo({ source: row.source, parameters }, days, zone)
}

/** Asked at each run and in this order; the first that holds is the reason. */
function problemOf(
  { db, raw, at }: CommandContext,
  { id, owner, source }: ReportRow,
  parameters: Parameters,
): ReportProblem | null {
  const person = findPerson(raw, owner)
  if (person === null) return 'owner_removed'
  if (!person.held.has(exportPermissions[source])) return 'permission_lost'
  if (isUnderWay(raw, id)) return 'still_running'
  const context = { db, raw, onProgress: () => undefined, asker: { user: owner, at } }
  return sources[source].missing(context, parameters) === null ? null : 'not_there'
}

const isUnderWay = (raw: Database, report: number): boolean => statementsOf(raw).underWay.get(report) !== undefined

const statementsOf = perConnection((raw) => ({
  due: raw.prepare('SELECT id FROM report WHERE next_at <= ? ORDER BY next_at, id LIMIT 1').pluck(),
  move: raw.prepare('UPDATE report SET next_at = @next WHERE id = @id'),
  ran: raw.prepare('SELECT 1 FROM report_run WHERE report = @report AND due_at = @dueAt'),
  insert: raw.prepare(`
    INSERT INTO report_run (report, at, due_at, by, first_day, last_day, problem, export)
    VALUES (@report, @at, @dueAt, @by, @first_day, @last_day, @problem, @export)`),
  underWay: raw.prepare(`
    SELECT 1 FROM report_run JOIN export_job ON export_job.id = report_run.export
    WHERE report_run.report = ? AND export_job.state IN ('waiting', 'running')`),
}))
