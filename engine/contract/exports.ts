/** Exports: a table of the product as a file, made in the background, kept for a day for whoever asked for it. */
import { z } from 'zod'
import { fileTooLarge } from './batches.ts'
import { ExportFormat, ExportSource, exportParameters } from './export-sources.ts'
import { notFound } from './fault.ts'
import { plainText } from './money.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'

export const exportStates = ['waiting', 'running', 'done', 'failed', 'cancelled', 'removed'] as const
export const ExportState = z.enum(exportStates)
export type ExportState = z.infer<typeof ExportState>

/** Nobody reads more on paper; a table program takes all of them. */
export const printedRowsMax = 5_000
/** More do not fit side by side on a page. */
export const printedColumnsMax = 10

export const exportProblems = ['too_many_rows', 'disk_full', 'workspace_unwritable', 'interrupted', 'internal'] as const
export const ExportProblem = z.enum(exportProblems)
export type ExportProblem = z.infer<typeof ExportProblem>

export const Export = z.object({
  id: z.int(),
  /** What whoever asked calls it. */
  title: z.string().nullable(),
  source: ExportSource,
  /** What it was narrowed by. */
  parameters: z.record(z.string(), z.json()),
  format: ExportFormat,
  /** Null: all of them, or those that fit on a page. */
  columns: z.array(z.string()).nullable(),
  state: ExportState,
  askedAt: z.iso.datetime(),
  askedBy: z.string(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** Written so far while it runs, and in the file once it is done. */
  rows: z.int().nullable(),
  /** How many there are to write, where that is known beforehand. */
  total: z.int().nullable(),
  /** Of the file. */
  name: z.string(),
  bytes: z.int().nullable(),
  sha256: z.string().nullable(),
  /** Why it could not be made. */
  problem: ExportProblem.nullable(),
  /** Until when a file that is there is kept. */
  keptUntil: z.iso.datetime().nullable(),
})
export type Export = z.infer<typeof Export>

const common = {
  format: ExportFormat,
  /** Their names, in the order that is wanted; left out, all of them. */
  columns: z
    .array(z.string().max(40))
    .min(1)
    .max(60)
    .optional()
    .meta({ examples: [['id', 'producer']] }),
  title: plainText(120).optional(),
}
const of = <S extends ExportSource>(source: S) =>
  z.strictObject({ source: z.literal(source), parameters: exportParameters[source], ...common })

export const ExportAsked = z.discriminatedUnion('source', [
  of('exceptions'),
  of('batches'),
  of('batch_rows'),
  of('clients'),
  of('accounts'),
  of('postings'),
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
  of('overview_volume'),
  of('overview_parts'),
  of('overview_matched'),
  of('overview_unmatched'),
  of('overview_gap'),
  of('overview_exceptions'),
  of('overview_open'),
  of('overview_pace'),
  of('overview_punctuality'),
  of('overview_health'),
])
export type ExportAsked = z.output<typeof ExportAsked>

export const exportRefusals = {
  /** A journal is of what moved money. */
  format_unsuitable: { status: 422, data: z.object({ source: ExportSource, format: ExportFormat }) },
  column_unknown: { status: 422, data: z.object({ column: z.string(), known: z.array(z.string()) }) },
  too_many_columns: { status: 422, data: z.object({ columns: z.int(), columnsMax: z.int() }) },
  /** Of somebody who asks for more than can be made for them. */
  too_many_exports: { status: 409, data: z.object({ waiting: z.int() }) },
} as const

const id = z.coerce.number().int().min(1)

/** What can be had of a table. */
export const Exportable = z.object({
  source: ExportSource,
  /** `printed`: on a page of paper, where nobody chooses. */
  columns: z.array(z.object({ id: z.string(), printed: z.boolean() })),
  formats: z.array(ExportFormat),
})
export type Exportable = z.infer<typeof Exportable>

export const tableExports = {
  sources: procedure({
    method: 'GET',
    path: '/export-sources',
    summary: 'The tables that whoever asks may export, with their columns and the formats that suit them',
    access: 'signed_in',
  }).output(z.object({ items: z.array(Exportable) })),
  list: procedure({
    method: 'GET',
    path: '/exports',
    summary: 'Exports that whoever asks has asked for, newest first',
    access: 'signed_in',
  })
    .input(z.object(pageInput))
    .output(pageOf(Export)),
  get: procedure({
    method: 'GET',
    path: '/exports/{id}',
    summary: "An export of one's own: how far it is, and once it is done its size and hash",
    access: 'signed_in',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id }))
    .output(Export),
  start: procedure({
    method: 'POST',
    path: '/exports',
    summary: 'Have a table written to a file in the background; it needs the permission that reading the table needs',
    access: 'signed_in',
  })
    .errors({ ...exportRefusals, not_found: notFound })
    .input(ExportAsked)
    .output(Export),
  cancel: procedure({
    method: 'POST',
    path: '/exports/{id}/cancel',
    summary: "Stop an export of one's own that waits or runs; nothing of it is left",
    access: 'signed_in',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id }))
    .output(Export),
  remove: procedure({
    method: 'DELETE',
    path: '/exports/{id}',
    summary: "Remove the file of an export of one's own before its day is over; that there was one stays on record",
    access: 'signed_in',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id }))
    .output(Export),
  download: procedure({
    method: 'GET',
    path: '/exports/{id}/content',
    summary: "The file of an export of one's own; it still needs the permission that reading the table needs",
    access: 'signed_in',
  })
    .errors({ not_found: notFound, file_too_large: fileTooLarge })
    .input(z.object({ id }))
    .output(z.file()),
  downloadPart: procedure({
    method: 'GET',
    path: '/exports/{id}/content/parts',
    summary: 'A part of the file of an export; asked for one after another, they are the whole of it',
    access: 'signed_in',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id, offset: z.coerce.number().int().min(0).default(0) }))
    .output(z.object({ base64: z.string(), bytes: z.int(), next: z.int().nullable() })),
}
