/** Reports: a table as a file again and again, under a name, narrowed by days that move along, at a time of the workspace's clock. */
import { z } from 'zod'
import { fileTooLarge } from './batches.ts'
import { ExportFormat, ExportSource, exportParameters } from './export-sources.ts'
import { Export, exportRefusals } from './exports.ts'
import { notFound } from './fault.ts'
import { plainText } from './money.ts'
import { procedure } from './procedure.ts'
import { LocalTime } from './schedules.ts'

/** Days as people say them, of the day on which the report is due. */
export const reportRanges = ['day_before', 'last_week', 'last_month', 'this_month'] as const
export const ReportRange = z.enum(reportRanges)
export type ReportRange = z.infer<typeof ReportRange>

/** On the clock of the workspace's zone. */
export const ReportSchedule = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('day'), at: LocalTime }),
  /** Monday is 1. */
  z.strictObject({ every: z.literal('week'), on: z.int().min(1).max(7), at: LocalTime }),
  /** The last day of a month that has no such day. */
  z.strictObject({ every: z.literal('month'), on: z.int().min(1).max(31), at: LocalTime }),
])
export type ReportSchedule = z.infer<typeof ReportSchedule>

export const reportFilesMax = 60

/** Why a run made no file; what went wrong while a file was written, its export says. */
export const reportProblems = ['owner_removed', 'permission_lost', 'not_there', 'still_running'] as const
export const ReportProblem = z.enum(reportProblems)
export type ReportProblem = z.infer<typeof ReportProblem>

export const ReportFile = z.object({
  export: z.int(),
  ...Export.pick({ state: true, rows: true, total: true, name: true, bytes: true, sha256: true }).shape,
  ...Export.pick({ problem: true, endedAt: true }).shape,
})
export type ReportFile = z.infer<typeof ReportFile>

export const ReportRun = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  /** When it was to run by its schedule; null where somebody ran it. */
  dueAt: z.iso.datetime().nullable(),
  by: z.string(),
  /** What its days came to. */
  days: z.object({ from: z.string(), to: z.string() }).nullable(),
  problem: ReportProblem.nullable(),
  /** Null where there was a problem before anything was written. */
  file: ReportFile.nullable(),
})
export type ReportRun = z.infer<typeof ReportRun>

export const Report = z.object({
  id: z.int(),
  name: z.string(),
  source: ExportSource,
  parameters: z.record(z.string(), z.json()),
  range: ReportRange.nullable(),
  format: ExportFormat,
  columns: z.array(z.string()).nullable(),
  schedule: ReportSchedule.nullable(),
  /** So many of its files are kept. */
  keep: z.int(),
  owner: z.string(),
  isPaused: z.boolean(),
  version: z.int(),
  madeAt: z.iso.datetime(),
  nextAt: z.iso.datetime().nullable(),
  lastRun: ReportRun.nullable(),
})
export type Report = z.infer<typeof Report>

const wishes = {
  name: plainText(80).meta({ examples: ['Postings of the day before'] }),
  format: ExportFormat,
  columns: z
    .array(z.string().max(40))
    .min(1)
    .max(60)
    .nullable()
    .default(null)
    .meta({ examples: [null] }),
  /** Null: narrowed by nothing that moves along. */
  range: ReportRange.nullable().default(null),
  /** Null: it runs when somebody runs it. */
  schedule: ReportSchedule.nullable().default(null),
  keep: z.int().min(1).max(reportFilesMax).default(12),
}

const of = <S extends ExportSource>(source: S) =>
  z.strictObject({ source: z.literal(source), parameters: exportParameters[source], ...wishes })

export const ReportAsked = z.discriminatedUnion('source', [
  of('postings'),
  of('exceptions'),
  of('batches'),
  of('batch_rows'),
  of('clients'),
  of('accounts'),
  of('transactions'),
  of('trial_balance'),
  of('open_items'),
  of('matches'),
  of('statement_lines'),
  of('proposals'),
  of('audit_records'),
  of('producers'),
  of('statements'),
  of('fund_requests'),
  of('expected_payments'),
  of('webhook_deliveries'),
  of('users'),
  of('callers'),
  of('job_runs'),
])
export type ReportAsked = z.output<typeof ReportAsked>

const ReportChange = z.object({ ...wishes })

export const reportRefusals = {
  report_name_taken: { status: 409, data: z.object({ name: z.string() }) },
  /** Days mean nothing to the table. */
  range_unsuitable: { status: 422, data: z.object({ source: ExportSource }) },
  too_many_reports: { status: 409, data: z.object({ reportsMax: z.int() }) },
} as const

export const reportFaults = {
  ...reportRefusals,
  not_report_owner: { status: 403, data: z.object({ owner: z.string() }) },
  report_changed: { status: 409, data: z.object({ version: z.int() }) },
} as const

const theirs = {
  not_found: notFound,
  not_report_owner: reportFaults.not_report_owner,
} as const

const { format_unsuitable, column_unknown, too_many_columns } = exportRefusals
const unsuitable = { format_unsuitable, column_unknown, too_many_columns }

const id = z.coerce.number().int().min(1)

export const reports = {
  list: procedure({
    method: 'GET',
    path: '/reports',
    summary: 'Reports of tables that whoever asks may read, and their own, by name',
    access: 'signed_in',
  }).output(z.object({ items: z.array(Report) })),
  get: procedure({
    method: 'GET',
    path: '/reports/{id}',
    summary: 'A report with its last runs, newest first',
    access: 'signed_in',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id }))
    .output(Report.extend({ runs: z.array(ReportRun) })),
  make: procedure({
    method: 'POST',
    path: '/reports',
    summary:
      'Have a table written again and again; at each run its owner needs the permission that reading the table needs',
    access: 'signed_in',
  })
    .errors({ ...reportRefusals, ...unsuitable, not_found: notFound })
    .input(ReportAsked)
    .output(Report),
  change: procedure({
    method: 'PUT',
    path: '/reports/{id}',
    summary: "Change a report of one's own: name, format, columns, days, schedule, and how many files are kept",
    access: 'signed_in',
  })
    .errors({
      ...reportRefusals,
      ...unsuitable,
      ...theirs,
      report_changed: reportFaults.report_changed,
    })
    .input(ReportChange.extend({ id, expectedVersion: z.int().min(1) }))
    .output(Report),
  pause: procedure({
    method: 'POST',
    path: '/reports/{id}/pause',
    summary: 'Let a report rest, or run again by its schedule; of others with reports.manage',
    access: 'signed_in',
  })
    .errors(theirs)
    .input(z.object({ id, isPaused: z.boolean() }))
    .output(Report),
  run: procedure({
    method: 'POST',
    path: '/reports/{id}/runs',
    summary: 'Run a report now; of others with reports.manage',
    access: 'signed_in',
  })
    .errors(theirs)
    .input(z.object({ id }))
    .output(ReportRun),
  remove: procedure({
    method: 'DELETE',
    path: '/reports/{id}',
    summary: 'Delete a report and its files; of others with reports.manage. That there was one stays on record',
    access: 'signed_in',
  })
    .errors(theirs)
    .input(z.object({ id })),
  download: procedure({
    method: 'GET',
    path: '/reports/{id}/runs/{run}/content',
    summary: 'The file of a run, for whoever may read the table',
    access: 'signed_in',
  })
    .errors({ not_found: notFound, file_too_large: fileTooLarge })
    .input(z.object({ id, run: id }))
    .output(z.file()),
  downloadPart: procedure({
    method: 'GET',
    path: '/reports/{id}/runs/{run}/content/parts',
    summary: 'A part of the file of a run; asked for one after another, they are the whole of it',
    access: 'signed_in',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id, run: id, offset: z.coerce.number().int().min(0).default(0) }))
    .output(z.object({ base64: z.string(), bytes: z.int(), next: z.int().nullable() })),
}
