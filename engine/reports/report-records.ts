/** Reading reports and their runs. */
import { isoOf } from '../calendar/instant.ts'
import type { ExportFormat, ExportSource } from '../contract/export-sources.ts'
import type { Export } from '../contract/exports.ts'
import type { Report, ReportFile, ReportProblem, ReportRange, ReportRun, ReportSchedule } from '../contract/reports.ts'
import { findExport } from '../exports/export-records.ts'
import { invariant } from '../invariant.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

type Raw = Pick<QueryContext, 'raw'>

/** A report, and who its owner is as a number: names are for people. */
export type ReportRecord = Readonly<{ report: Report; owner: number }>

export type ReportRow = Readonly<{
  id: number
  name: string
  source: ExportSource
  parameters: string
  range: ReportRange | null
  format: ExportFormat
  columns: string | null
  schedule: string | null
  keep: number
  owner: number
  ownerName: string
  is_paused: number
  version: number
  made_at: number
  next_at: number | null
}>

export const listReports = ({ raw }: Raw, _: null): readonly ReportRecord[] =>
  (statementsOf(raw).all.all() as ReportRow[]).map((row) => recordOf({ raw }, row))

export function findReport({ raw }: Raw, { id }: Readonly<{ id: number }>): ReportRecord | null {
  const row = findReportRow({ raw }, id)
  return row === null ? null : recordOf({ raw }, row)
}

export const findReportRow = ({ raw }: Raw, id: number): ReportRow | null =>
  (statementsOf(raw).one.get(id) as ReportRow | undefined) ?? null

/** The last ones, newest first. */
export const listReportRuns = (
  { raw }: Raw,
  { report, limit }: Readonly<{ report: number; limit: number }>,
): readonly ReportRun[] => {
  const owner = findReportRow({ raw }, report)?.owner
  if (owner === undefined) return []
  return (statementsOf(raw).runs.all({ report, limit }) as RunRow[]).map((row) => runOf({ raw }, row, owner))
}

export function findReportRun(
  { raw }: Raw,
  { report, run }: Readonly<{ report: number; run: number }>,
): Readonly<{ run: ReportRun; file: Export | null }> | null {
  const owner = findReportRow({ raw }, report)?.owner
  const row = statementsOf(raw).run.get({ report, run }) as RunRow | undefined
  if (owner === undefined || row === undefined) return null
  const file = row.export === null ? null : findExport({ raw }, { id: row.export, user: owner })
  return { run: runOf({ raw }, row, owner), file }
}

export const anyReportDue = ({ raw }: Raw, { at }: Readonly<{ at: number }>): boolean =>
  statementsOf(raw).due.get(at) !== undefined

function recordOf({ raw }: Raw, row: ReportRow): ReportRecord {
  const { id, name, source, range, format, keep, owner, ownerName, version } = row
  const last = statementsOf(raw).runs.get({ report: id, limit: 1 }) as RunRow | undefined
  return {
    owner,
    report: {
      id,
      name,
      source,
      parameters: JSON.parse(row.parameters) as Report['parameters'],
      range,
      format,
      columns: row.columns === null ? null : (JSON.parse(row.columns) as string[]),
      schedule: scheduleOf(row),
      keep,
      owner: ownerName,
      isPaused: row.is_paused === 1,
      version,
      madeAt: isoOf(row.made_at),
      nextAt: row.next_at === null ? null : isoOf(row.next_at),
      lastRun: last === undefined ? null : runOf({ raw }, last, owner),
    },
  }
}

export const scheduleOf = ({ schedule }: Pick<ReportRow, 'schedule'>): ReportSchedule | null =>
  schedule === null ? null : (JSON.parse(schedule) as ReportSchedule)

type RunRow = Readonly<{
  id: number
  at: number
  due_at: number | null
  by: string
  first_day: string | null
  last_day: string | null
  problem: ReportProblem | null
  export: number | null
}>

function runOf({ raw }: Raw, row: RunRow, owner: number): ReportRun {
  const { id, by, problem, first_day: from, last_day: to } = row
  return {
    id,
    at: isoOf(row.at),
    dueAt: row.due_at === null ? null : isoOf(row.due_at),
    by,
    days: from === null || to === null ? null : { from, to },
    problem,
    file: row.export === null ? null : fileOf({ raw }, row.export, owner),
  }
}

function fileOf({ raw }: Raw, id: number, user: number): ReportFile {
  const found = findExport({ raw }, { id, user })
  invariant(found !== null, 'a run of a report without its export', { id })
  const { state, rows, total, name, bytes, sha256, problem, endedAt } = found
  return { export: id, state, rows, total, name, bytes, sha256, problem, endedAt }
}

const columns = `SELECT report.*, user.name AS ownerName FROM report JOIN user ON user.id = report.owner`

const statementsOf = perConnection((raw) => ({
  all: raw.prepare(`${columns} WHERE removed_at IS NULL ORDER BY report.name COLLATE NOCASE`),
  one: raw.prepare(`${columns} WHERE report.id = ? AND removed_at IS NULL`),
  runs: raw.prepare('SELECT * FROM report_run WHERE report = @report ORDER BY id DESC LIMIT @limit'),
  run: raw.prepare('SELECT * FROM report_run WHERE report = @report AND id = @run'),
  due: raw.prepare('SELECT 1 FROM report WHERE next_at <= ? LIMIT 1'),
}))
