/** Reading exceptions: a page, one with its history, the rows inside, and how many wait. */
import { sql } from 'kysely'
import { isoOf } from '../calendar/instant.ts'
import type {
  Exception,
  ExceptionDetail,
  ExceptionEvent,
  ExceptionFilter,
  ExceptionOrder,
  Severity,
} from '../contract/exceptions.ts'
import type { RuleFact } from '../contract/rule-facts.ts'
import { factsOfWords } from '../ingest/check/stored-verdict.ts'
import type { QueryContext } from '../store/command.ts'
import type { Reader } from '../store/tables.ts'
import { rowCodeSql } from './held-drafts.ts'
import { listExceptionRows } from './rows.ts'

export type ExceptionPage = Readonly<{
  filter: ExceptionFilter
  order: ExceptionOrder
  /** The last item of the page before: its number, and when it is due where that is the order. */
  after: Readonly<{ id: number; dueAt: number }> | null
  limit: number
}>

export async function listExceptions(
  { db }: QueryContext,
  { filter, order, after, limit }: ExceptionPage,
): Promise<Readonly<{ items: Exception[]; more: boolean }>> {
  const matching = filtered(selectExceptions(db), filter).limit(limit + 1)
  const ordered =
    order === 'due'
      ? matching.orderBy('exception.due_at').orderBy('exception.id')
      : matching.orderBy('exception.id', 'desc')
  const rows = await (after === null ? ordered : ordered.where(isBehind(order, after))).execute()
  return { items: rows.slice(0, limit).map(exceptionOf), more: rows.length > limit }
}

const firstRowsMax = 20

export async function findException(
  { db, raw }: Pick<QueryContext, 'db' | 'raw'>,
  { id }: Readonly<{ id: number }>,
): Promise<ExceptionDetail | null> {
  const row = await selectExceptions(db).where('exception.id', '=', id).executeTakeFirst()
  if (row === undefined) return null
  const events = await db
    .selectFrom('exception_event')
    .select(['at', 'by', 'kind', 'detail'])
    .where('exception_id', '=', id)
    .orderBy('id')
    .execute()
  return {
    ...exceptionOf(row),
    detail: detailOf(row).detail,
    firstRows: listExceptionRows({ raw }, { id, after: 0, limit: firstRowsMax })?.items ?? [],
    history: events.map(({ at, by, kind, detail }) => ({
      at: isoOf(at),
      by,
      kind,
      detail: JSON.parse(detail) as ExceptionEvent['detail'],
    })),
  }
}

export type Summary = Readonly<{ unresolved: number; overdue: number; severities: Record<Severity, number> }>

export function summariseExceptions({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): Summary {
  const counts = raw
    .prepare(`
      SELECT severity, count(*) AS unresolved, sum(due_at <= ?) AS overdue FROM exception
      WHERE status <> 'resolved' GROUP BY severity`)
    .all(at) as Readonly<{ severity: Severity; unresolved: number; overdue: number }>[]
  const severities: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 }
  for (const { severity, unresolved } of counts) severities[severity] = unresolved
  return {
    unresolved: counts.reduce((sum, each) => sum + each.unresolved, 0),
    overdue: counts.reduce((sum, each) => sum + each.overdue, 0),
    severities,
  }
}

function selectExceptions(db: Reader) {
  return db
    .selectFrom('exception')
    .leftJoin('producer', 'producer.id', 'exception.producer_id')
    .leftJoin('batch', 'batch.id', 'exception.batch_id')
    .leftJoin('user', 'user.id', 'exception.owner')
    .selectAll('exception')
    .select([
      'producer.code as producer_code',
      'producer.name as producer_name',
      'batch.file',
      'user.name as owner_name',
    ])
}

type Selected = ReturnType<typeof selectExceptions>

function filtered(query: Selected, { status, code, severity, producer, batch, client }: ExceptionFilter): Selected {
  let narrowed = query
  if (status === 'unresolved') narrowed = narrowed.where('exception.status', '<>', 'resolved')
  else if (status !== undefined) narrowed = narrowed.where('exception.status', '=', status)
  if (code !== undefined) narrowed = narrowed.where('exception.code', '=', code)
  if (severity !== undefined) narrowed = narrowed.where('exception.severity', '=', severity)
  if (producer !== undefined) narrowed = narrowed.where('exception.producer_id', '=', producer)
  if (batch !== undefined) narrowed = narrowed.where('exception.batch_id', '=', batch)
  if (client !== undefined) narrowed = narrowed.where(isAbout(client))
  return narrowed
}

/** Its only row is the client's, or one of the client's rows is held within it. */
const isAbout = (client: string) => sql<boolean>`exception.id IN (
  SELECT id FROM exception WHERE client_id = ${client}
  UNION
  SELECT exception.id FROM held_row JOIN exception
    ON exception.batch_id = held_row.batch_id AND exception.scope = 'hold' AND ${sql.raw(rowCodeSql)} = held_row.code
  WHERE held_row.client_id = ${client} AND held_row.state = 'held')`

const isBehind = (order: ExceptionOrder, { id, dueAt }: Readonly<{ id: number; dueAt: number }>) =>
  order === 'due'
    ? sql<boolean>`(exception.due_at, exception.id) > (${dueAt}, ${id})`
    : sql<boolean>`exception.id < ${id}`

type ExceptionRecord = Awaited<ReturnType<Selected['execute']>>[number]

function exceptionOf(row: ExceptionRecord): Exception {
  return {
    id: row.id,
    code: row.code,
    severity: row.severity,
    status: row.status,
    waitingFor: row.waiting_for,
    resolution: row.resolution,
    scope: row.scope,
    producer: row.producer_id,
    producerCode: row.producer_code,
    producerName: row.producer_name,
    batch: row.batch_id,
    file: row.file,
    client: row.client_id,
    line: row.line,
    rows: row.rows,
    amount: row.amount,
    currency: row.currency,
    ...saidOf(row),
    owner: row.owner_name,
    version: row.version,
    raisedAt: isoOf(row.raised_at),
    dueAt: isoOf(row.due_at),
    resolvedAt: row.resolved_at === null ? null : isoOf(row.resolved_at),
  }
}

type Detail = ExceptionDetail['detail']

/** The facts of a rule are kept with the other details, and told as what they are. */
function detailOf({
  detail: stored,
}: Pick<ExceptionRecord, 'detail'>): Readonly<{ facts: RuleFact[]; detail: Detail }> {
  const { facts = [], ...detail } = JSON.parse(stored) as Detail & { facts?: RuleFact[] }
  return { facts, detail }
}

/** Older versions kept what a rule expected and found as words. */
function saidOf(row: ExceptionRecord): Pick<Exception, 'found' | 'facts'> {
  const { code, scope, expected, found } = row
  const isOfRule = expected !== null || (scope === 'batch' && found !== null)
  if (isOfRule) return { found: null, facts: [...factsOfWords(code, { expected, found })] }
  return { found, facts: detailOf(row).facts }
}
