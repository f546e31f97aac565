/** Files become batches: recorded when their bytes are in the archive, before they leave the drop folder. */
import type { Database } from 'better-sqlite3'
import { raiseForBatch } from '../exceptions/raise-for-batch.ts'
import { joinRepeated } from '../exceptions/repeated-file.ts'
import { noteArrival } from '../producers/expectations.ts'
import { command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { noteBatch } from '../webhooks/of-batches.ts'
import type { Spoken } from './check/verdict.ts'

export type Arrival = Readonly<{
  producer: number
  file: string
  path: string
  inode: string
  bytes: number
  modifiedAt: number
  sha256: Uint8Array
  archive: string
  /** What the file beside it says, as it stands there. */
  control: string | null
}>

export type Received = Readonly<{ status: 'received' | 'repeated' | 'too_large'; batch: number; at: number }>

const bytesMax = 4 * 2 ** 30

export const receiveBatch = command({
  topics: ['batches', 'producers', 'ingest', 'exceptions'],
  record: ({ producer, file, sha256, bytes }: Arrival, { status, batch }: Received) => ({
    action: 'batch.receive',
    subject: `batch:${batch}`,
    outcome: status,
    detail: { producer, file, bytes, sha256: Buffer.from(sha256).toString('hex') },
  }),
  run: ({ raw, at }, arrival): Received => {
    const sha256 = Buffer.from(arrival.sha256)
    const { same, insert } = statementsOf(raw)
    const earlier = same.get(sha256) as number | undefined
    const spoken = refusalOf(arrival, earlier)
    const batch = Number(
      insert.run({
        ...arrival,
        sha256,
        at,
        state: spoken === null ? 'received' : 'rejected',
        verdict: JSON.stringify(spoken === null ? [] : [spoken]),
        reasons: JSON.stringify(spoken === null ? [] : [spoken.code]),
        sealedSeq: spoken === null ? null : 0,
        sealedAt: spoken === null ? null : at,
      }).lastInsertRowid,
    )
    if (spoken === null) {
      noteArrival(raw, { batch, producer: arrival.producer, at })
      return { status: 'received', batch, at }
    }
    const isRepeated = spoken.code === 'FILE_REPEATED'
    if (!isRepeated || !joinRepeated(raw, at, { batch, producer: arrival.producer, sha256 }))
      raiseForBatch(raw, at, batch, [spoken])
    noteBatch(raw, at, batch)
    return { status: isRepeated ? 'repeated' : 'too_large', batch, at }
  },
})

export function refusalOf({ bytes }: Pick<Arrival, 'bytes'>, earlier: number | undefined): Spoken | null {
  const effect = 'reject'
  if (earlier !== undefined) return { code: 'FILE_REPEATED', effect, facts: [{ fact: 'repeated', batch: earlier }] }
  if (bytes > bytesMax) return { code: 'FILE_TOO_LARGE', effect, facts: [{ fact: 'too_large', bytes, bytesMax }] }
  return null
}

export const noteDropRemoved = command({
  topics: [],
  // The file's removal is part of the arrival, which has its record.
  record: null,
  run: ({ raw }, { batches }: Readonly<{ batches: readonly number[] }>) => {
    for (const batch of batches) statementsOf(raw).removed.run(batch)
    return null
  },
})

const statementsOf = perConnection((raw: Database) => ({
  same: raw.prepare(`SELECT id FROM batch WHERE sha256 = ? AND state <> 'rejected' LIMIT 1`).pluck(),
  insert: raw.prepare(`
    INSERT INTO batch (producer_id, file, path, inode, bytes, modified_at, sha256, archive, control, state, verdict,
      reasons, sealed_seq, received_at, sealed_at)
    VALUES (@producer, @file, @path, @inode, @bytes, @modifiedAt, @sha256, @archive, @control, @state, @verdict,
      @reasons, @sealedSeq, @at, @sealedAt)`),
  removed: raw.prepare('UPDATE batch SET drop_removed = 1 WHERE id = ?'),
}))
