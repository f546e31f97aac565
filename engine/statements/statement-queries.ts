/** Reading statements, their files and lines. */
import type { Database } from 'better-sqlite3'
import { dayNumberOf, dayOfNumber } from '../calendar/day.ts'
import type {
  FileFilter,
  Finding,
  Statement,
  StatementDetail,
  StatementFile,
  StatementFilter,
  StatementLine,
} from '../contract/statements.ts'
import type { KeptFile } from '../ingest/hand-out.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { gapBetween } from './continuity/accept.ts'
import { skippedBefore } from './continuity/numbers.ts'
import type { Ends } from './continuity/spans.ts'
import {
  type DetailRow,
  detailOf,
  type FileRow,
  fileColumns,
  fileOf,
  type LineRow,
  lineColumns,
  lineOf,
  type StatementRow,
  statementColumns,
  statementOf,
} from './documents.ts'

type Page<F> = Readonly<{ filter: F; before: number | null; limit: number }>
type Found<T> = Readonly<{ items: T[]; more: boolean }>

export function listFiles({ raw }: QueryContext, { filter, before, limit }: Page<FileFilter>): Found<StatementFile> {
  const asked = { source: null, state: null, ...filter, before, limit: limit + 1 }
  return pageOf((statementsOf(raw).files.all(asked) as FileRow[]).map(fileOf), limit)
}

export function findFile({ raw }: QueryContext, { file }: Readonly<{ file: number }>): StatementFile | null {
  const row = statementsOf(raw).file.get(file) as FileRow | undefined
  return row === undefined ? null : fileOf(row)
}

export function archivedStatements({ raw }: QueryContext, { file }: Readonly<{ file: number }>): KeptFile | null {
  return (statementsOf(raw).archived.get(file) as KeptFile | undefined) ?? null
}

export function listStatements(
  { raw }: QueryContext,
  { filter, before, limit }: Page<StatementFilter>,
): Found<Statement> {
  const { from, to, ...plain } = filter
  const asked = {
    source: null,
    account: null,
    currency: null,
    file: null,
    state: null,
    ...plain,
    fromDay: from === undefined ? null : dayNumberOf(from),
    toDay: to === undefined ? null : dayNumberOf(to),
    before,
    limit: limit + 1,
  }
  return pageOf((statementsOf(raw).statements.all(asked) as StatementRow[]).map(statementOf), limit)
}

export function findStatement(
  { raw }: QueryContext,
  { statement }: Readonly<{ statement: number }>,
): StatementDetail | null {
  const row = statementsOf(raw).one.get(statement) as DetailRow | undefined
  if (row === undefined) return null
  const [gap, skipped] = [gapBefore(raw, statement), skippedBefore(raw, statement)]
  const now: readonly Finding[] = [
    ...(gap === null ? [] : [gap]),
    ...(skipped === null ? [] : [{ finding: 'number_missing' as const, ...skipped }]),
  ]
  return detailOf(row, now)
}

/** In the statement's own order: its lines have numbers one after another. */
export function listLines(
  { raw }: QueryContext,
  { statement, after, limit }: Readonly<{ statement: number; after: number; limit: number }>,
): Found<StatementLine> {
  const rows = statementsOf(raw).lines.all({ statement, after, limit: limit + 1 }) as LineRow[]
  return pageOf(rows.map(lineOf), limit)
}

const pageOf = <T>(rows: T[], limit: number): Found<T> => ({ items: rows.slice(0, limit), more: rows.length > limit })

type SpanRow = Ends & Readonly<{ id: number }>

/** Of the first statement of a span: what is missing between it and the span before. */
function gapBefore(raw: Database, statement: number): Extract<Finding, { finding: 'gap' }> | null {
  const spans = statementsOf(raw).spans.all(statement) as SpanRow[]
  const place = spans.findIndex(({ first }) => first === statement)
  const [before, behind] = [spans[place - 1], spans[place]]
  if (before === undefined || behind === undefined) return null
  const { after, fromDay, toDay, closing, opening } = gapBetween(before, behind)
  return { finding: 'gap', after, from: dayOfNumber(fromDay), to: dayOfNumber(toDay), closing, opening }
}

const ofStatements = `
  FROM statement JOIN statement_file AS file ON file.id = statement.file
  LEFT JOIN account ON account.id = statement.account`

const statementsOf = perConnection((raw) => ({
  files: raw.prepare(`
    SELECT ${fileColumns} FROM statement_file AS file
    WHERE (@source IS NULL OR file.source = @source) AND (@state IS NULL OR file.state = @state)
      AND (@before IS NULL OR file.id < @before)
    ORDER BY file.id DESC LIMIT @limit`),
  file: raw.prepare(`SELECT ${fileColumns} FROM statement_file AS file WHERE file.id = ?`),
  archived: raw.prepare('SELECT archive, name, bytes, lower(hex(sha256)) AS sha256 FROM statement_file WHERE id = ?'),
  statements: raw.prepare(`
    SELECT ${statementColumns} ${ofStatements}
    WHERE (@source IS NULL OR file.source = @source) AND (@state IS NULL OR statement.state = @state)
      AND (@account IS NULL OR account.code = @account) AND (@currency IS NULL OR statement.currency = @currency)
      AND (@file IS NULL OR statement.file = @file) AND (@toDay IS NULL OR statement.from_day <= @toDay)
      AND (@fromDay IS NULL OR statement.to_day >= @fromDay) AND (@before IS NULL OR statement.id < @before)
    ORDER BY statement.id DESC LIMIT @limit`),
  one: raw.prepare(`
    SELECT ${statementColumns}, file.name AS fileName, file.received_at AS receivedAt, statement.findings ${ofStatements}
    WHERE statement.id = ?`),
  lines: raw.prepare(`
    SELECT ${lineColumns} FROM statement_line
    WHERE id BETWEEN (SELECT first_line FROM statement WHERE id = @statement) + @after
      AND (SELECT last_line FROM statement WHERE id = @statement)
    ORDER BY id LIMIT @limit`),
  spans: raw.prepare(`
    SELECT id, from_day AS fromDay, to_day AS toDay, opening, closing, first, last FROM statement_span
    WHERE account = (SELECT account FROM statement WHERE id = ? AND state = 'accepted') AND merged_into IS NULL
    ORDER BY from_day, to_day, id`),
}))
