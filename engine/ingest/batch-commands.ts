/** The life of a batch in the store, from its arrival to its seal. Each step is one command, and each can be repeated after a crash. */
import { hash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { invariant } from '../invariant.ts'
import { command } from '../store/command.ts'

export type Arrival = Readonly<{
  producer: number
  file: string
  path: string
  inode: string
  bytes: number
  modifiedAt: number
  sha256: Uint8Array
  archive: string
}>

export type Received = Readonly<{ status: 'received' | 'repeated'; batch: number; at: number }>

export const receiveBatch = command({
  topics: ['batches', 'producers', 'ingest'],
  record: ({ producer, file, sha256, bytes }: Arrival, { status, batch }: Received) => ({
    action: 'batch.receive',
    subject: `batch:${batch}`,
    outcome: status,
    detail: { producer, file, bytes, sha256: Buffer.from(sha256).toString('hex') },
  }),
  run: async ({ db, at }, arrival): Promise<Received> => {
    const { producer, file, path, inode, bytes, modifiedAt, archive } = arrival
    const sha256 = Buffer.from(arrival.sha256)
    const earlier = await db
      .selectFrom('batch')
      .select('id')
      .where('sha256', '=', sha256)
      .where('state', '<>', 'rejected')
      .executeTakeFirst()
    const repeated = earlier !== undefined
    const { id } = await db
      .insertInto('batch')
      .values({
        producer_id: producer,
        file,
        path,
        inode,
        bytes,
        modified_at: modifiedAt,
        sha256,
        archive,
        state: repeated ? 'rejected' : 'received',
        reasons: JSON.stringify(repeated ? ['FILE_REPEATED'] : []),
        rows: 0,
        posted: 0,
        repeats: 0,
        conflicts: 0,
        faults: 0,
        held: 0,
        unposted: 0,
        sum: 0,
        bytes_done: 0,
        lines_done: 0,
        drop_removed: 0,
        root_hash: null,
        sealed_seq: repeated ? 0 : null,
        received_at: at,
        sealed_at: repeated ? at : null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { status: repeated ? 'repeated' : 'received', batch: id, at }
  },
})

export const noteDropRemoved = command({
  topics: [],
  // The file's removal is part of the arrival, which has its record.
  record: null,
  run: async ({ db }, { batch }: Readonly<{ batch: number }>) => {
    await db.updateTable('batch').set({ drop_removed: 1 }).where('id', '=', batch).execute()
    return null
  },
})

/** Nothing of a rejected file is posted: it was refused before its first row. */
export const rejectBatch = command({
  topics: ['batches', 'ingest'],
  record: (input: Readonly<{ batch: number; code: string; reason: string }>, _: null) => ({
    action: 'batch.reject',
    subject: `batch:${input.batch}`,
    outcome: input.code,
    detail: { reason: input.reason },
  }),
  run: async ({ db, at }, { batch, code }) => {
    await db
      .updateTable('batch')
      .set({ state: 'rejected', reasons: JSON.stringify([code]), sealed_at: at, sealed_seq: 0 })
      .where('id', '=', batch)
      .where('sealed_at', 'is', null)
      .execute()
    return null
  },
})

/**
 * A file that turns out unreadable behind its first blocks: those are posted and stay so, because postings are never
 * undone silently. The batch is held for a person, with what is posted and what is not plainly shown.
 */
export const holdBatch = command({
  topics: ['batches', 'ingest'],
  record: (input: Readonly<{ batch: number; code: string; reason: string }>, _: null) => ({
    action: 'batch.hold',
    subject: `batch:${input.batch}`,
    outcome: input.code,
    detail: { reason: input.reason },
  }),
  run: async ({ db, raw, at }, { batch, code }) => {
    await db
      .updateTable('batch')
      .set({ state: 'held', reasons: JSON.stringify([code]), ...sealOf(raw, batch, at) })
      .where('id', '=', batch)
      .where('sealed_at', 'is', null)
      .execute()
    return null
  },
})

export type Sealed = Readonly<{ rows: number; posted: number; sum: number; root: string }>

export const sealBatch = command({
  topics: ['batches', 'ingest', 'clients'],
  record: (input: Readonly<{ batch: number; bytes: number }>, { rows, posted, sum, root }: Sealed) => ({
    action: 'batch.seal',
    subject: `batch:${input.batch}`,
    outcome: 'posted',
    detail: { rows, posted, sum, root },
  }),
  // It reads every posting of the batch.
  isLong: true,
  run: async ({ db, raw, at }, { batch, bytes }): Promise<Sealed> => {
    const counts = await db.selectFrom('batch').selectAll().where('id', '=', batch).executeTakeFirstOrThrow()
    const { rows, posted, repeats, conflicts, faults, held, sum } = counts
    invariant(rows === posted + repeats + conflicts + faults + held, 'the row equation does not hold', { batch })
    const stored = raw
      .prepare('SELECT count(*) AS posted, coalesce(sum(amount), 0) AS sum FROM posting WHERE batch_id = ?')
      .get(batch) as { posted: number; sum: number }
    invariant(stored.posted === posted && stored.sum === sum, 'the postings are not what the batch counts', { batch })
    const seal = sealOf(raw, batch, at)
    await db
      .updateTable('batch')
      .set({ state: 'posted', bytes_done: bytes, ...seal })
      .where('id', '=', batch)
      .execute()
    return { rows, posted, sum, root: seal.root_hash.toString('hex') }
  },
})

function sealOf(raw: Database, batch: number, at: number) {
  const last = raw.prepare('SELECT coalesce(max(seq), 0) FROM posting').pluck().get() as number
  return { sealed_at: at, sealed_seq: last, root_hash: rootHashOf(raw, batch) }
}

/** A hash over the batch's postings in line order; with it in the audit chain, none can change unnoticed. */
function rootHashOf(raw: Database, batch: number): Buffer {
  const rows = raw
    .prepare(`
      SELECT line, debit, credit, amount, kind, tx_id, location, occurred_at FROM posting
      WHERE batch_id = ? ORDER BY line`)
    .raw()
    .iterate(batch)
  let root: Buffer = Buffer.alloc(32)
  for (const row of rows) root = hash('sha256', Buffer.concat([root, Buffer.from(JSON.stringify(row))]), 'buffer')
  return root
}
