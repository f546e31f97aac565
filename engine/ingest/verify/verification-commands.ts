/** What comparisons found, kept; and which batches are next. */
import type { Database } from 'better-sqlite3'
import type { BatchDifference } from '../../contract/batches.ts'
import { noteBatchAgrees, raiseBatchDiffers } from '../../exceptions/batch-differs.ts'
import { command, type QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'

export type Verified = Readonly<{
  batch: number
  rows: number
  differences: number
  told: readonly BatchDifference[]
}>

type Noting = Readonly<{ verified: readonly Verified[] }>
type Noted = Readonly<{ batches: number; rows: number; differing: number }>

/** Many small ones together, so that they wait for the disk once. */
export const noteVerified = command({
  topics: ['batches', 'exceptions'],
  record: ({ verified }: Noting, { batches, rows, differing }: Noted) => ({
    action: 'batches.verify',
    subject: verified.length === 1 ? `batch:${verified[0]?.batch}` : 'batches',
    outcome: differing === 0 ? 'agrees' : 'differs',
    detail: { batches, rows, differing },
  }),
  run: ({ raw, at, actor }, { verified }): Noted => {
    const noted = verified.filter((each) => note(raw, { at, by: actor }, each))
    const { endRestored } = statementsOf(raw)
    endRestored.run()
    return {
      batches: noted.length,
      rows: noted.reduce((sum, { rows }) => sum + rows, 0),
      differing: noted.filter(({ differences }) => differences > 0).length,
    }
  },
})

/** One that is checked anew since is another one than was compared. */
function note(
  raw: Database,
  { at, by }: Readonly<{ at: number; by: string }>,
  { batch, rows, differences, told }: Verified,
): boolean {
  const { insert, move } = statementsOf(raw)
  const outcome = differences === 0 ? 'agrees' : 'differs'
  if (statementsOf(raw).isSealed.get(batch) === undefined) return false
  const { lastInsertRowid } = insert.run({ batch, at, by, outcome, rows, differences, told: JSON.stringify(told) })
  move.run(lastInsertRowid, batch)
  if (differences === 0) noteBatchAgrees(raw, at, { batch, rows })
  else raiseBatchDiffers(raw, at, { batch, differences, told })
  return true
}

type Next = Readonly<{ upTo: number; limit: number }>
export type ToVerify = Readonly<{ batch: number; file: string; isRestored: boolean }>

/** Sealed batches that were not compared since: never compared ones first, then those whose last time is longest ago. */
export const batchesToVerify = ({ raw }: Pick<QueryContext, 'raw'>, { upTo, limit }: Next): readonly ToVerify[] =>
  (statementsOf(raw).next.all({ upTo, limit }) as (Omit<ToVerify, 'isRestored'> & { isRestored: number })[]).map(
    (each) => ({ ...each, isRestored: each.isRestored === 1 }),
  )

/** The number of the last comparison, and how many batches are due since a restore. */
export const verificationMark = (
  { raw }: Pick<QueryContext, 'raw'>,
  _: null,
): Readonly<{ last: number; batches: number; restored: number }> => {
  const { last, sealed, restored } = statementsOf(raw)
  return { last: last.get() as number, batches: sealed.get() as number, restored: restored.get() as number }
}

/** What a restore brings back was proven to be whole; that its files are those of its books is seen once it is open. */
export function markRestored(raw: Database): void {
  statementsOf(raw).markRestored.run()
}

const isDue = 'coalesce(batch.verification, 0) <= workspace.verify_through'
const statementsOf = perConnection((raw) => ({
  isSealed: raw.prepare('SELECT 1 FROM batch WHERE id = ? AND sealed_at IS NOT NULL'),
  insert: raw.prepare(`
    INSERT INTO batch_verification (batch_id, at, by, outcome, rows, differences, told)
    VALUES (@batch, @at, @by, @outcome, @rows, @differences, @told)`),
  move: raw.prepare('UPDATE batch SET verification = ? WHERE id = ?'),
  next: raw.prepare(`
    SELECT batch.id AS batch, batch.file, ${isDue} IS TRUE AS isRestored FROM batch JOIN workspace
    WHERE batch.sealed_at IS NOT NULL AND coalesce(batch.verification, 0) <= @upTo
    ORDER BY coalesce(batch.verification, 0), batch.id LIMIT @limit`),
  last: raw.prepare('SELECT coalesce(max(id), 0) FROM batch_verification').pluck(),
  sealed: raw.prepare('SELECT count(*) FROM batch WHERE sealed_at IS NOT NULL').pluck(),
  restored: raw
    .prepare(`SELECT count(*) FROM workspace JOIN batch ON batch.sealed_at IS NOT NULL AND ${isDue}`)
    .pluck(),
  markRestored: raw.prepare(`
    UPDATE workspace SET verify_through = (SELECT coalesce(max(id), 0) FROM batch_verification)
    WHERE EXISTS (SELECT 1 FROM batch WHERE sealed_at IS NOT NULL)`),
  endRestored: raw.prepare(`
    UPDATE workspace SET verify_through = NULL
    WHERE verify_through IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM batch WHERE sealed_at IS NOT NULL AND ${isDue})`),
}))
