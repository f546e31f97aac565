/** The tables of reports as Kysely sees them: a part of `Tables`. */
import type { Generated } from 'kysely'
import type { ExportFormat, ExportSource } from '../contract/export-sources.ts'
import type { ReportProblem, ReportRange } from '../contract/reports.ts'
import type { Once } from './tables.ts'

export type ReportTables = {
  report: {
    id: Generated<number>
    name: string
    source: Once<ExportSource>
    parameters: Once<string>
    range: ReportRange | null
    format: ExportFormat
    columns: string | null
    schedule: string | null
    keep: number
    owner: Once<number>
    is_paused: Generated<number>
    version: Generated<number>
    made_at: Once<number>
    next_at: number | null
    removed_at: number | null
  }
  report_run: {
    id: Generated<number>
    report: Once<number>
    at: Once<number>
    due_at: Once<number | null>
    by: Once<string>
    first_day: Once<string | null>
    last_day: Once<string | null>
    problem: Once<ReportProblem | null>
    export: Once<number | null>
  }
}
