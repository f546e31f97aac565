/** Reading batches: one, a page, the ids of a view, and what the intake has to know of them. */

import { sql } from 'kysely'
import { dayAfter } from '../calendar/day.ts'
import { packArchives } from '../close-pack/pack-records.ts'
import type { Mapping } from '../contract/agreements.ts'
import type { Batch, BatchFilter, BatchSort } from '../contract/batches.ts'
import { agreementInForce, agreementOfVersion } from '../producers/agreements.ts'
import type { QueryContext } from '../store/command.ts'
import { homeOf } from '../workspace/home.ts'
import { batchOf, selectBatches } from './batch-document.ts'

export type BatchPage = Readonly<{ filter: BatchFilter; before: number | null; limit: number }>

export async function listBatches(
  { db, raw }: QueryContext,
  { filter, before, limit }: BatchPage,
): Promise<Readonly<{ items: Batch[]; more: boolean }>> {
  let query = filtered(selectBatches(db), filter, raw)
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
  { db, raw }: QueryContext,
  { filter, sort, max }: Readonly<{ filter: BatchFilter; sort: BatchSort; max: number }>,
): Promise<ViewIds> {
  const direction = sort.direction === 'ascending' ? 'asc' : 'desc'
  const from = db.selectFrom('batch').innerJoin('producer', 'producer.id', 'batch.producer_id')
  const rows = await filtered(from, filter, raw)
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

/** What a start has to finish: batches that are neither sealed nor wait for a person. */
export const unsealedBatches = ({ db }: QueryContext, _: null) =>
  db
    .selectFrom('batch')
    .select(['id', 'file'])
    .where('sealed_at', 'is', null)
    .where('state', '<>', 'held')
    .orderBy('id')
    .execute()

/** Files that were taken and could not be removed from their folder: remembered, so that they are not taken again. */
export async function leftInDrop({ db }: QueryContext, _: null) {
  return db
    .selectFrom('batch')
    .select(['id', 'path', 'inode', 'bytes', 'modified_at'])
    .where('drop_removed', '=', 0)
    .execute()
}

/** Files of the archive that somebody knows of: of batches, of statements and of close packs. */
export async function archivesInUse({ db, raw }: QueryContext, _: null): Promise<readonly string[]> {
  const batches = await db.selectFrom('batch').select('archive').execute()
  const statements = await db.selectFrom('statement_file').select('archive').execute()
  return [...[...batches, ...statements].map((row) => row.archive), ...packArchives({ raw })]
}

/** A batch's file in the archive, and how it is to be read. */
export type ArchivedBatch = Readonly<{ archive: string; name: string; bytes: number; sha256: string; mapping: Mapping }>

/** Null when there is no such batch. */
export function archivedBatch(
  { raw }: Pick<QueryContext, 'raw'>,
  { batch }: Readonly<{ batch: number }>,
): ArchivedBatch | null {
  const row = raw
    .prepare(
      'SELECT archive, file, bytes, sha256, producer_id AS producer, agreement_version AS version FROM batch WHERE id = ?',
    )
    .get(batch) as
    | { archive: string; file: string; bytes: number; sha256: Buffer; producer: number; version: number | null }
    | undefined
  if (row === undefined) return null
  const { archive, file: name, bytes, producer, version } = row
  // What judged it also says how it is read; nothing judged what could not be read.
  const { agreement } =
    version === null ? agreementInForce({ raw }, { producer }) : agreementOfVersion(raw, producer, version)
  return { archive, name, bytes, sha256: row.sha256.toString('hex'), mapping: agreement.mapping }
}

/** The filter of a list or view, on any query over `batch`; kept in one place so that both mean the same. */
function filtered<Q extends { where: (...args: never[]) => Q }>(
  query: Q,
  filter: BatchFilter,
  raw: QueryContext['raw'],
): Q {
  const where = query.where as unknown as (...args: readonly unknown[]) => Q
  let narrowed = query
  if (filter.producer !== undefined) narrowed = where.call(narrowed, 'batch.producer_id', '=', filter.producer)
  if (filter.state !== undefined) narrowed = where.call(narrowed, 'batch.state', '=', filter.state)
  if (filter.file !== undefined)
    narrowed = where.call(narrowed, sql`instr(lower(batch.file), lower(${filter.file}))`, '>', 0)
  const { zone } = homeOf(raw)
  if (filter.from !== undefined) narrowed = where.call(narrowed, 'batch.received_at', '>=', zone.startOf(filter.from))
  if (filter.to !== undefined)
    narrowed = where.call(narrowed, 'batch.received_at', '<', zone.startOf(dayAfter(filter.to)))
  return narrowed
}
