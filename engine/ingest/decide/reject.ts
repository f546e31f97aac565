/** Rejecting a held batch takes one person and effect at once: it only says that nothing happens. */
import type { Database } from 'better-sqlite3'
import { settleBatch } from '../../exceptions/raise-for-batch.ts'
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { noteBatch } from '../../webhooks/of-batches.ts'
import { type Standing, standingOf } from './standing.ts'

export type Deciding = Readonly<{ id: number; reason: string }>

export type Undecidable =
  | Readonly<{ status: 'not_found' }>
  | Readonly<{ status: 'batch_not_held'; batch: number; state: Standing['state'] }>
  | Readonly<{ status: 'batch_partly_posted'; batch: number; posted: number }>
export type Decided = Readonly<{ status: 'done' }> | Undecidable

export const rejectBatch = command({
  topics: ['batches', 'producers', 'exceptions'],
  record: ({ id, reason }: Deciding, { status }: Decided) => ({
    action: 'batches.reject',
    subject: `batch:${id}`,
    outcome: status,
    detail: { reason },
  }),
  run: ({ raw, at, actor }, { id }): Decided => rejectHeldBatch({ raw, at }, id, actor),
})

/** What it does, for whoever does it in a transaction of their own. */
export function rejectHeldBatch({ raw, at }: Readonly<{ raw: Database; at: number }>, id: number, by: string): Decided {
  const standing = standingOf(raw, id)
  if (standing === null) return { status: 'not_found' }
  const { state, isBegun, posted } = standing
  if (state !== 'held') return { status: 'batch_not_held', batch: id, state }
  if (isBegun) return { status: 'batch_partly_posted', batch: id, posted }
  // Its rows that are no faults are counted as unposted already, and no posting belongs to it.
  statement(raw).run({ id, at })
  settleBatch(raw, at, id, { resolution: 'rejected', by })
  noteBatch(raw, at, id)
  return { status: 'done' }
}

const statement = perConnection((raw) =>
  raw.prepare(`UPDATE batch SET state = 'rejected', sealed_at = @at, sealed_seq = 0 WHERE id = @id`),
)
