/** Reading batches: one, a page, the ids of a view, and the rows that were not simply posted. */
import { sql } from 'kysely'
import { isoOf } from '../calendar/instant.ts'
import type { Batch, BatchFilter, BatchRow, BatchSort } from '../contract/batches.ts'
import type { QueryContext } from '../store/command.ts'
import type { Reader } from '../store/tables.ts'

export type BatchPage = Readonly<{ filter: BatchFilter; before: number | null; limit: number }>

export async function listBatches(
  { db }: QueryContext,
  { filter, before, limit }: BatchPage,
): Promise<Readonly<{ items: Batch[]; more: boolean }>> {
  let query = filtered(selectBatches(db), filter)
    .orderBy('batch.id', 'desc')
    .limit(limit + 1)
  if (before !== null) query = query.where('batch.id', '<', before)
  const rows = await query.execute()
  return { items: rows.slice(0, limit).map(batchOf), more: rows.length > limit }
}

export async function batchesByIds(
  { db }: QueryContext,
  { ids }: Readonly<{ ids: readonly number[] }>,
): Promise<readonly Batch[]> {
  if (ids.length === 0) return []
  const rows = await selectBatches(db)
    .where('batch.id', 'in', [...ids])
    .execute()
  const byId = new Map(rows.map((row) => [row.id, batchOf(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

export type ViewIds = Readonly<{ ids: Float64Array; complete: boolean; money: number; currency: string }>

const columnOfSort = {
  receivedAt: 'batch.id',
  producer: 'producer.code',
  file: 'batch.file',
  state: 'batch.state',
  rows: 'batch.rows',
  sum: 'batch.sum',
  faults: 'batch.faults',
} as const

export async function batchViewIds(
  { db }: QueryContext,
  { filter, sort, max }: Readonly<{ filter: BatchFilter; sort: BatchSort; max: number }>,
): Promise<ViewIds> {
  const direction = sort.direction === 'ascending' ? 'asc' : 'desc'
  const from = db.selectFrom('batch').innerJoin('producer', 'producer.id', 'batch.producer_id')
  const rows = await filtered(from, filter)
    .select(['batch.id', 'batch.sum'])
    .orderBy(columnOfSort[sort.by], direction)
    .orderBy('batch.id', direction)
    .limit(max + 1)
    .execute()
  const kept = rows.slice(0, max)
  const { currency } = await db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow()
  const money = kept.reduce((sum, row) => sum + BigInt(row.sum), 0n)
  return { ids: Float64Array.from(kept, (row) => row.id), complete: rows.length <= max, money: Number(money), currency }
}

export type BatchRowPage = Readonly<{ batch: number; after: number; limit: number }>

export async function listBatchRows(
  { raw }: QueryContext,
  { batch, after, limit }: BatchRowPage,
): Promise<Readonly<{ items: BatchRow[]; more: boolean }>> {
  const rows = raw
    .prepare(`
      SELECT line, outcome, code, field, found, raw FROM batch_row WHERE batch_id = @batch AND line > @after
      UNION ALL
      SELECT line, 'held', code, 'Amount', CAST(amount AS TEXT), raw FROM held_row
      WHERE batch_id = @batch AND line > @after AND state = 'held'
      ORDER BY line LIMIT @limit`)
    .all({ batch, after, limit: limit + 1 }) as BatchRow[]
  return { items: rows.slice(0, limit), more: rows.length > limit }
}

/** What a start has to finish: batches that were received and never sealed. */
export async function unsealedBatches({ db }: QueryContext, _: null) {
  return db
    .selectFrom('batch')
    .innerJoin('producer', 'producer.id', 'batch.producer_id')
    .select([
      'batch.id',
      'batch.file',
      'batch.archive',
      'batch.bytes',
      'batch.lines_done',
      'batch.received_at',
      'batch.producer_id',
      'producer.code',
    ])
    .where('sealed_at', 'is', null)
    .orderBy('batch.id')
    .execute()
}

/** Files that were taken and could not be removed from their folder: remembered, so that they are not taken again. */
export async function leftInDrop({ db }: QueryContext, _: null) {
  return db
    .selectFrom('batch')
    .select(['id', 'path', 'inode', 'bytes', 'modified_at'])
    .where('drop_removed', '=', 0)
    .execute()
}

export async function archivesInUse({ db }: QueryContext, _: null): Promise<readonly string[]> {
  return (await db.selectFrom('batch').select('archive').execute()).map((row) => row.archive)
}

/** Under which name a batch's file is kept; null when there is no such batch. */
export const archiveOf = ({ raw }: Pick<QueryContext, 'raw'>, { batch }: Readonly<{ batch: number }>): string | null =>
  (raw.prepare('SELECT archive FROM batch WHERE id = ?').pluck().get(batch) as string | undefined) ?? null

function selectBatches(db: Reader) {
  return db
    .selectFrom('batch')
    .innerJoin('producer', 'producer.id', 'batch.producer_id')
    .innerJoin('workspace', (join) => join.onTrue())
    .selectAll('batch')
    .select(['producer.code as producer_code', 'producer.name as producer_name', 'workspace.currency'])
    .select((each) =>
      each
        .selectFrom('held_row')
        .whereRef('held_row.batch_id', '=', 'batch.id')
        .where('held_row.state', '=', 'held')
        .select((count) => count.fn.countAll<number>().as('n'))
        .as('held_now'),
    )
}

/** The filter of a list or view, on any query over `batch`; kept in one place so that both mean the same. */
function filtered<Q extends { where: (...args: never[]) => Q }>(query: Q, filter: BatchFilter): Q {
  const where = query.where as unknown as (...args: readonly unknown[]) => Q
  let narrowed = query
  if (filter.producer !== undefined) narrowed = where.call(narrowed, 'batch.producer_id', '=', filter.producer)
  if (filter.state !== undefined) narrowed = where.call(narrowed, 'batch.state', '=', filter.state)
  if (filter.file !== undefined)
    narrowed = where.call(narrowed, sql`instr(lower(batch.file), lower(${filter.file}))`, '>', 0)
  return narrowed
}

type BatchRecord = Awaited<ReturnType<ReturnType<typeof selectBatches>['execute']>>[number]

function batchOf(row: BatchRecord): Batch {
  return {
    id: row.id,
    producer: row.producer_id,
    producerCode: row.producer_code,
    producerName: row.producer_name,
    file: row.file,
    state: row.state,
    rows: row.rows,
    posted: row.posted,
    repeats: row.repeats,
    conflicts: row.conflicts,
    faults: row.faults,
    held: row.held,
    unposted: row.unposted,
    heldNow: row.held_now ?? 0,
    sum: row.sum,
    currency: row.currency,
    reasons: JSON.parse(row.reasons) as string[],
    receivedAt: isoOf(row.received_at),
    sealedAt: row.sealed_at === null ? null : isoOf(row.sealed_at),
    bytes: row.bytes,
    bytesDone: row.bytes_done,
    sha256: Buffer.from(row.sha256).toString('hex'),
  }
}
