/** Reading exceptions: a page, one with its history, and the rows inside. */
import { sql } from 'kysely'
import { isoOf } from '../calendar/instant.ts'
import type { CaseFilter } from '../contract/case-views.ts'
import type {
  Exception,
  ExceptionDetail,
  ExceptionEvent,
  ExceptionFilter,
  ExceptionOrder,
} from '../contract/exceptions.ts'
import type { RuleFact } from '../contract/rule-facts.ts'
import { factsOfWords } from '../ingest/check/stored-verdict.ts'
import type { QueryContext } from '../store/command.ts'
import type { Reader } from '../store/tables.ts'
import { type Asker, allOf, conditionsOf } from './queue/filter.ts'
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

/** In the order of the numbers; what is not there is left out. */
export async function exceptionsByIds(
  { db }: Pick<QueryContext, 'db'>,
  { ids }: Readonly<{ ids: readonly number[] }>,
): Promise<readonly Exception[]> {
  if (ids.length === 0) return []
  const rows = await selectExceptions(db)
    .where('exception.id', 'in', [...ids])
    .execute()
  const byId = new Map(rows.map((row) => [row.id, exceptionOf(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

const firstRowsMax = 20

/** What the store holds of it; what may be done about it is said by who works on cases. */
export type ExceptionRead = Omit<ExceptionDetail, 'actions' | 'proposals' | 'batchState'>

export async function findException(
  { db, raw }: Pick<QueryContext, 'db' | 'raw'>,
  { id }: Readonly<{ id: number }>,
): Promise<ExceptionRead | null> {
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

/** The list shows what sleeps as well: it is no queue, and has been so from its first version. */
function filtered(query: Selected, { status, code, severity, producer, batch, client }: ExceptionFilter): Selected {
  const several = <T>(value: T | undefined): T[] | undefined => (value === undefined ? undefined : [value])
  const asked: CaseFilter = {
    status: several(status),
    code: several(code),
    severity: several(severity),
    producer: several(producer),
    batch,
    client,
    snoozed: 'with',
  }
  return query.where(allOf(conditionsOf(asked, nobody)))
}

/** Of what the list is narrowed by nothing depends on who asks, or when. */
const nobody: Asker = { user: 0, at: 0 }

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
    resolvedAt: orNull(row.resolved_at),
    resolvedBy: row.resolved_by,
    snoozedUntil: orNull(row.snoozed_until),
    firstTouchedAt: orNull(row.first_touched_at),
    touchedAt: orNull(row.touched_at),
    touchedBy: row.touched_by,
    reopened: row.reopened,
    transaction: row.posting,
    left: leftOf(row),
  }
}

const orNull = (at: number | null): string | null => (at === null ? null : isoOf(at))

/** Of held rows their number itself goes down; of those that were refused it stays, and who decided is counted. */
function leftOf({
  scope,
  status,
  rows,
  decided,
}: Pick<ExceptionRecord, 'scope' | 'status' | 'rows' | 'decided'>): number {
  if (status === 'resolved') return 0
  return scope === 'fault' || scope === 'conflict' ? rows - decided : scope === 'hold' ? rows : 0
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
