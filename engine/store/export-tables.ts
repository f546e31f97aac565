/** The tables of exports as Kysely sees them: a part of `Tables`. */
import type { Generated } from 'kysely'
import type { ExportFormat, ExportSource } from '../contract/export-sources.ts'
import type { ExportProblem, ExportState } from '../contract/exports.ts'
import type { Once } from './tables.ts'

export type ExportTables = {
  export_job: {
    id: Generated<number>
    title: Once<string | null>
    source: Once<ExportSource>
    parameters: Once<string>
    format: Once<ExportFormat>
    columns: Once<string | null>
    asked_at: Once<number>
    asked_by: Once<number>
    state: ExportState
    attempts: Generated<number>
    started_at: number | null
    ended_at: number | null
    rows: number | null
    bytes: number | null
    sha256: Buffer | null
    problem: ExportProblem | null
    removed_at: number | null
  }
}
