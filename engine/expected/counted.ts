/**
 * What of a clearing account batches moved since it is settled: fees are shares of it, and a gross settlement is cut by it. Each
 * batch is counted once; one that was reversed counts no more, and corrections and the like are no part of it.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'

export type Moved = Readonly<{ topUps: number; payments: number }>
export type CountedBatch = Moved & Readonly<{ batch: number }>

export type OfAccount = Readonly<{
  account: number
  producer: number
  /** Since when the agreement has said how it is settled. */
  since: number
}>

/** Batches that are sealed and not counted, whose rows all happened before an instant; at most so many. */
export function uncountedBatches(
  raw: Database,
  { account, ...of }: OfAccount & Readonly<{ before: number; limit: number }>,
): readonly CountedBatch[] {
  const batches = statementsOf(raw).uncounted.all({ account, ...of }) as number[]
  return batches.map((batch) => ({ batch, ...(statementsOf(raw).ofBatch.get({ batch, account }) as Moved) }))
}

export const anyUncounted = (raw: Database, of: OfAccount): boolean =>
  statementsOf(raw).uncounted.get({ ...of, before: Number.MAX_SAFE_INTEGER, limit: 1 }) !== undefined

/** Whether a batch has posted that is not sealed, so that nobody can count it yet. */
export const anyUnderWay = (raw: Database, producer: number): boolean =>
  statementsOf(raw).underWay.get(producer) !== undefined

/** What was counted less what settlements that stand were for; never less than nothing, because then it was for others. */
export function unsettledOf(raw: Database, account: number, added: readonly Moved[]): Moved {
  const counted = [statementsOf(raw).counted.get(account) as Moved, ...added]
  const claimed = statementsOf(raw).claimed.get(account) as Moved
  const left = (of: (moved: Moved) => number): number =>
    Math.max(0, counted.reduce((sum, moved) => sum + of(moved), 0) - of(claimed))
  return { topUps: left(({ topUps }) => topUps), payments: left(({ payments }) => payments) }
}

/** Whether it was not counted before. */
export const countBatch = (raw: Database, account: number, { batch, topUps, payments }: CountedBatch): boolean =>
  statementsOf(raw).count.run({ account, batch, topUps, payments }).changes === 1

const statementsOf = perConnection((raw) => ({
  uncounted: raw
    .prepare(`
      SELECT batch.id FROM batch WHERE batch.producer_id = @producer AND batch.sealed_at >= @since AND batch.posted > 0
        AND batch.state <> 'reversed' AND coalesce(batch.last_at, batch.sealed_at) < @before
        AND NOT EXISTS (
          SELECT 1 FROM settled_batch WHERE settled_batch.account = @account AND settled_batch.batch = batch.id)
      ORDER BY batch.id LIMIT @limit`)
    .pluck(),
  ofBatch: raw.prepare(`
    SELECT coalesce(sum(iif(debit = @account, amount, 0)), 0) AS topUps,
      coalesce(sum(iif(credit = @account, amount, 0)), 0) AS payments
    FROM batch_piece JOIN movement ON movement.seq BETWEEN batch_piece.first AND batch_piece.last
    WHERE batch_piece.batch_id = @batch AND movement.batch_id = @batch AND @account IN (debit, credit)`),
  underWay: raw.prepare(
    `SELECT 1 FROM batch WHERE sealed_at IS NULL AND producer_id = ? AND state = 'posting' LIMIT 1`,
  ),
  counted: raw.prepare(`
    SELECT coalesce(sum(settled_batch.top_ups), 0) AS topUps, coalesce(sum(settled_batch.payments), 0) AS payments
    FROM settled_batch JOIN batch ON batch.id = settled_batch.batch AND batch.state <> 'reversed'
    WHERE settled_batch.account = ?`),
  claimed: raw.prepare(`
    SELECT coalesce(sum(top_ups), 0) AS topUps, coalesce(sum(payments), 0) AS payments FROM expected_payment
    WHERE account = ? AND kind = 'settlement' AND state NOT IN ('cancelled', 'failed')`),
  count: raw.prepare(`
    INSERT INTO settled_batch (account, batch, top_ups, payments) VALUES (@account, @batch, @topUps, @payments)
    ON CONFLICT DO NOTHING`),
}))
