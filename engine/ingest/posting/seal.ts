/** Sealing a batch: every row is accounted for, and the root over its pieces goes into the audit chain. */
import type { Database } from 'better-sqlite3'
import { raiseForBatch } from '../../exceptions/raise-for-batch.ts'
import { invariant } from '../../invariant.ts'
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { noteBatch } from '../../webhooks/of-batches.ts'
import type { Spoken } from '../check/verdict.ts'

export type Sealed = Readonly<{ status: 'sealed' | 'stopped'; rows: number; posted: number; sum: number; root: string }>

export const sealBatch = command({
  topics: ['batches', 'ingest', 'clients', 'exceptions'],
  record: (input: Readonly<{ batch: number }>, { status, rows, posted, sum, root }: Sealed) => ({
    action: 'batch.seal',
    subject: `batch:${input.batch}`,
    outcome: status === 'sealed' ? 'posted' : status,
    detail: { rows, posted, sum, root },
  }),
  run: ({ raw, at }, { batch }): Sealed => seal(raw, at, batch),
})

type Counted = Readonly<{
  state: string
  verdict: string
  rows: number
  posted: number
  counted: number
  unposted: number
  sum: number
  root: Buffer | null
}>

export function seal(raw: Database, at: number, batch: number): Sealed {
  const counts = statementsOf(raw).counts.get(batch) as Counted | undefined
  invariant(counts !== undefined, 'a seal on no batch', { batch })
  const { rows, posted, sum, state } = counts
  const root = counts.root ?? Buffer.alloc(32)
  const sealed = { rows, posted, sum, root: root.toString('hex') }
  if (state !== 'posting') return { status: 'stopped', ...sealed }
  invariant(rows === counts.counted && counts.unposted === 0, 'the row equation does not hold', { batch, rows })
  const last = statementsOf(raw).last.get() as number | null
  statementsOf(raw).seal.run({ batch, at, root, last: last ?? 0 })
  raiseForBatch(raw, at, batch, JSON.parse(counts.verdict) as Spoken[])
  noteBatch(raw, at, batch)
  return { status: 'sealed', ...sealed }
}

const statementsOf = perConnection((raw) => ({
  counts: raw.prepare(`
    SELECT state, verdict, rows, posted, posted + repeats + conflicts + faults + held + unposted AS counted, unposted,
      sum, root_hash AS root
    FROM batch WHERE id = ?`),
  last: raw.prepare('SELECT max(seq) FROM movement').pluck(),
  seal: raw.prepare(`
    UPDATE batch SET state = 'posted', sealed_at = @at, sealed_seq = @last, root_hash = @root, bytes_done = bytes
    WHERE id = @batch`),
}))
