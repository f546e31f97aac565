/** What people do to reports: made, changed, at rest, removed. */
import type { Database } from 'better-sqlite3'
import type { ExportFormat, ExportSource } from '../contract/export-sources.ts'
import type { ReportRange, ReportSchedule } from '../contract/reports.ts'
import { command, type Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { nextDue } from './due.ts'
import type { Parameters } from './range.ts'
import { findReportRow, scheduleOf } from './report-records.ts'

export const reportSubject = (id: number): string => `report:${id}`

/** Nobody looks through more of one's own. */
const reportsMax = 100

export type ReportWish = Readonly<{
  name: string
  range: ReportRange | null
  format: ExportFormat
  columns: readonly string[] | null
  schedule: ReportSchedule | null
  keep: number
}>

type Drafted = ReportWish & Readonly<{ source: ExportSource; parameters: Parameters; user: number }>
type NameTaken = Readonly<{ status: 'report_name_taken'; name: string }>
type TooMany = Readonly<{ status: 'too_many_reports'; reportsMax: number }>
type Made = Readonly<{ status: 'done'; id: number }>

const detailOf = ({ name, range, format, columns, schedule, keep }: ReportWish): Readonly<Record<string, Json>> => ({
  name,
  range,
  format,
  columns,
  schedule,
  keep,
})

export const makeReport = command({
  topics: ['reports', 'audit'],
  record: (draft: Drafted, made: Made | NameTaken | TooMany) => ({
    action: 'report.make',
    subject: made.status === 'done' ? reportSubject(made.id) : 'report',
    outcome: made.status,
    detail: { ...detailOf(draft), source: draft.source, parameters: draft.parameters },
  }),
  run: ({ raw, at }, draft): Made | NameTaken | TooMany => {
    const { count, insert } = statementsOf(raw)
    if ((count.get(draft.user) as number) >= reportsMax) return { status: 'too_many_reports', reportsMax }
    if (isTaken(raw, draft.name, 0)) return { status: 'report_name_taken', name: draft.name }
    const { source, user: owner } = draft
    const row = { ...rowOf(draft), source, parameters: JSON.stringify(draft.parameters), owner, at }
    const { lastInsertRowid } = insert.run({ ...row, next: dueAfter(raw, draft.schedule, at) })
    return { status: 'done', id: Number(lastInsertRowid) }
  },
})

type Gone = Readonly<{ status: 'not_found' }>
type Moved = Readonly<{ status: 'report_changed'; version: number }>
type Changed = Readonly<{ status: 'done' }> | Gone | Moved | NameTaken

export const changeReport = command({
  topics: ['reports', 'audit'],
  record: ({ id, ...wish }: ReportWish & Readonly<{ id: number; expectedVersion: number }>, { status }: Changed) => ({
    action: 'report.change',
    subject: reportSubject(id),
    outcome: status,
    detail: detailOf(wish),
  }),
  run: ({ raw, at }, { id, expectedVersion, ...wish }): Changed => {
    const row = findReportRow({ raw }, id)
    if (row === null) return { status: 'not_found' }
    if (row.version !== expectedVersion) return { status: 'report_changed', version: row.version }
    if (isTaken(raw, wish.name, id)) return { status: 'report_name_taken', name: wish.name }
    const next = row.is_paused === 1 ? null : dueAfter(raw, wish.schedule, at)
    statementsOf(raw).change.run({ ...rowOf(wish), id, next })
    return { status: 'done' }
  },
})

type Paused = Readonly<{ status: 'done' }> | Gone

export const pauseReport = command({
  topics: ['reports', 'audit'],
  record: ({ id, isPaused }: Readonly<{ id: number; isPaused: boolean }>, { status }: Paused) => ({
    action: isPaused ? 'report.pause' : 'report.resume',
    subject: reportSubject(id),
    outcome: status,
  }),
  run: ({ raw, at }, { id, isPaused }): Paused => {
    const row = findReportRow({ raw }, id)
    if (row === null) return { status: 'not_found' }
    // What was due while it rested is not made up for.
    const next = isPaused ? null : dueAfter(raw, scheduleOf(row), at)
    statementsOf(raw).pause.run({ id, paused: Number(isPaused), next })
    return { status: 'done' }
  },
})

type Removed = Readonly<{ status: 'done' }> | Gone

export const removeReport = command({
  topics: ['reports', 'audit'],
  record: ({ id }: Readonly<{ id: number }>, { status }: Removed) => ({
    action: 'report.remove',
    subject: reportSubject(id),
    outcome: status,
  }),
  run: ({ raw, at }, { id }): Removed =>
    statementsOf(raw).remove.run({ id, at }).changes === 1 ? { status: 'done' } : { status: 'not_found' },
})

const dueAfter = (raw: Database, schedule: ReportSchedule | null, at: number): number | null =>
  schedule === null ? null : nextDue(schedule, homeOf(raw).zone, at)

const isTaken = (raw: Database, name: string, except: number): boolean =>
  statementsOf(raw).named.get({ name, except }) !== undefined

const rowOf = ({ columns, schedule, ...wish }: ReportWish) => ({
  name: wish.name,
  range: wish.range,
  format: wish.format,
  keep: wish.keep,
  columns: columns === null ? null : JSON.stringify(columns),
  schedule: schedule === null ? null : JSON.stringify(schedule),
})

const statementsOf = perConnection((raw) => ({
  count: raw.prepare('SELECT count(*) FROM report WHERE owner = ? AND removed_at IS NULL').pluck(),
  named: raw.prepare(`
    SELECT 1 FROM report WHERE name = @name COLLATE NOCASE AND id <> @except AND removed_at IS NULL`),
  insert: raw.prepare(`
    INSERT INTO report (name, source, parameters, range, format, columns, schedule, keep, owner, made_at, next_at)
    VALUES (@name, @source, @parameters, @range, @format, @columns, @schedule, @keep, @owner, @at, @next)`),
  change: raw.prepare(`
    UPDATE report SET name = @name, range = @range, format = @format, columns = @columns, schedule = @schedule,
      keep = @keep, next_at = @next, version = version + 1 WHERE id = @id`),
  pause: raw.prepare(`
    UPDATE report SET is_paused = @paused, next_at = @next, version = version + 1 WHERE id = @id`),
  remove: raw.prepare(`
    UPDATE report SET removed_at = @at, next_at = NULL, version = version + 1 WHERE id = @id AND removed_at IS NULL`),
}))
