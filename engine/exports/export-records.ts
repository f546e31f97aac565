/** Reading what was exported. */
import { isoOf } from '../calendar/instant.ts'
import type { ExportFormat } from '../contract/export-sources.ts'
import type { Export } from '../contract/exports.ts'
import { settingInForce } from '../settings/in-force.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

type Raw = Pick<QueryContext, 'raw'>

const dayMs = 86_400_000
const keptMs = (raw: QueryContext['raw']): number => settingInForce(raw, 'retention').value.exportDays * dayMs

/** As the store knows it; how far one is that runs, its maker knows. */
export type ExportRecord = Export

type Row = Omit<Export, 'parameters' | 'columns' | 'askedAt' | 'startedAt' | 'endedAt' | 'sha256' | 'name' | 'total'> &
  Readonly<{
    parameters: string
    columns: string | null
    askedAt: number
    startedAt: number | null
    endedAt: number | null
    sha256: Buffer | null
  }>

type PageAsked = Readonly<{ user: number; before: number | null; limit: number }>

export function listExports(
  { raw }: Raw,
  { user, before, limit }: PageAsked,
): Readonly<{ items: readonly ExportRecord[]; more: boolean }> {
  const asked = { user, before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 }
  const rows = statementsOf(raw).page.all(asked) as Row[]
  return { items: rows.slice(0, limit).map(recordOf(keptMs(raw))), more: rows.length > limit }
}

/** Somebody else's is nobody's. */
export function findExport({ raw }: Raw, { id, user }: Readonly<{ id: number; user: number }>): ExportRecord | null {
  const row = statementsOf(raw).one.get({ id, user }) as Row | undefined
  return row === undefined ? null : recordOf(keptMs(raw))(row)
}

export type NextExport = Readonly<{ record: ExportRecord; user: number }>

/** What has waited longest. One that is said to run, and that nobody is at, was cut off. */
export function nextExport({ raw }: Raw, _: null): NextExport | null {
  const row = statementsOf(raw).next.get() as (Row & Readonly<{ user: number }>) | undefined
  if (row === undefined) return null
  const { user, ...rest } = row
  return { record: recordOf(keptMs(raw))(rest), user }
}

/** Whose files are there, or should be, with when they were done. */
export const keptExports = ({ raw }: Raw, { before }: Readonly<{ before: number }>): readonly number[] =>
  statementsOf(raw).kept.all(before) as number[]

/**
 * Whose files go: one's own after their days, those of a report once there are as many newer ones as it keeps, and all of a
 * report that is removed.
 */
export const exportsToRemove = ({ raw }: Raw, { at }: Readonly<{ at: number }>): readonly number[] =>
  statementsOf(raw).toRemove.all(at - keptMs(raw)) as number[]

/** Beside the archive's own files and under another ending: neither backups nor who tidies the archive look at it. */
export const exportArchive = (id: number): string => `.exports/${id}.chx`

const endings: Readonly<Record<ExportFormat, string>> = {
  csv: 'csv',
  xlsx: 'xlsx',
  json: 'json',
  pdf: 'pdf',
  hledger: 'journal',
  beancount: 'beancount',
}

const recordOf =
  (kept: number) =>
  (row: Row): ExportRecord => {
    const { parameters, columns, ...rest } = row
    const { id, source, format, askedAt, startedAt, endedAt, state, sha256 } = row
    return {
      ...rest,
      parameters: JSON.parse(parameters) as Export['parameters'],
      columns: columns === null ? null : (JSON.parse(columns) as string[]),
      askedAt: isoOf(askedAt),
      startedAt: startedAt === null ? null : isoOf(startedAt),
      endedAt: endedAt === null ? null : isoOf(endedAt),
      sha256: sha256?.toString('hex') ?? null,
      total: null,
      name: `${source.replaceAll('_', '-')}-${isoOf(askedAt).slice(0, 10)}-${id}.${endings[format]}`,
      keptUntil: state === 'done' && endedAt !== null ? isoOf(endedAt + kept) : null,
    }
  }

const columns = `
  SELECT export_job.id, title, source, parameters, format, columns, export_job.state, asked_at AS askedAt,
    user.name AS askedBy, started_at AS startedAt, ended_at AS endedAt, rows, bytes, sha256, problem`
const from = 'FROM export_job JOIN user ON user.id = export_job.asked_by'

const statementsOf = perConnection((raw) => ({
  page: raw.prepare(`
    ${columns} ${from} WHERE asked_by = @user AND export_job.id < @before
      AND NOT EXISTS (SELECT 1 FROM report_run WHERE report_run.export = export_job.id)
    ORDER BY export_job.id DESC LIMIT @limit`),
  one: raw.prepare(`${columns} ${from} WHERE export_job.id = @id AND asked_by = @user`),
  next: raw.prepare(`
    ${columns}, asked_by AS user ${from} WHERE export_job.state IN ('waiting', 'running') ORDER BY export_job.id LIMIT 1`),
  toRemove: raw
    .prepare(`
      SELECT export_job.id FROM export_job LEFT JOIN report_run AS run ON run.export = export_job.id
      LEFT JOIN report ON report.id = run.report
      WHERE export_job.state = 'done' AND CASE
        WHEN run.id IS NULL THEN ended_at < ?
        WHEN report.removed_at IS NOT NULL THEN 1
        ELSE report.keep <= (
          SELECT count(*) FROM report_run AS newer JOIN export_job AS other ON other.id = newer.export
          WHERE newer.report = run.report AND newer.id > run.id AND other.state = 'done') END
      ORDER BY export_job.id`)
    .pluck(),
  kept: raw.prepare(`SELECT id FROM export_job WHERE state = 'done' AND ended_at < ? ORDER BY id`).pluck(),
}))
